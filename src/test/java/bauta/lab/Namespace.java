package bauta.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network namespace of this run.
 *
 * @param name as {@code ip netns} knows it, such as {@code b4711-isp}
 */
record Namespace(String name) {
    /** Makes the namespace, with {@code lo} up and IPv6 as the kernel has it. */
    static Namespace create(String name) {
        Command.must(List.of("ip", "netns", "add", name));
        var namespace = new Namespace(name);
        namespace.must("ip", "link", "set", "lo", "up");
        return namespace;
    }

    /** Switches IPv6 off on every interface that is there or comes later. */
    Namespace withoutIpv6() {
        setting("net.ipv6.conf.all.disable_ipv6", "1");
        setting("net.ipv6.conf.default.disable_ipv6", "1");
        return this;
    }

    /** Writes a kernel setting of this namespace. */
    void setting(String key, String value) {
        must("sysctl", "-q", "-w", key + "=" + value);
    }

    /** Returns a kernel setting of this namespace. */
    String setting(String key) {
        return must("sysctl", "-n", key).strip();
    }

    /** Returns the command line that runs a program in here. */
    List<String> enter(String... words) {
        return enter(Arrays.asList(words));
    }

    /** Returns the command line that runs a program in here. */
    List<String> enter(List<String> words) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
        line.addAll(words);
        return line;
    }

    /** Runs a program in here for at most half a minute. */
    Command.Outcome run(String... words) {
        return Command.run(enter(words));
    }

    /** Runs a program in here. */
    Command.Outcome run(Duration limit, String... words) {
        return Command.run(limit, enter(words));
    }

    /** Runs a program in here that must succeed, and returns its output. */
    String must(String... words) {
        return Command.must(enter(words));
    }

    /** Starts a program in here. */
    LabProcess start(Path log, List<String> words) {
        return LabProcess.start(enter(words), log);
    }

    /** Returns the processes that live in here. */
    List<Long> pids() {
        Command.Outcome outcome = Command.run(List.of("ip", "netns", "pids", name));
        return outcome.output().lines().map(String::strip).map(Long::valueOf).toList();
    }

    /** Gives an interface an address and brings it up. */
    void address(String link, String prefix) {
        must("ip", "address", "add", prefix, "dev", link);
        must("ip", "link", "set", link, "up");
    }

    /** Returns the MAC address of an interface, such as {@code 02:00:00:00:00:01}. */
    String mac(String link) {
        return must("cat", "/sys/class/net/" + link + "/address").strip();
    }

    /**
     * Makes an interface behave like a NIC whose frames may be rewritten below the stack: sums and
     * segments are finished in software, and GRO is on, which brings the NAPI that a redirect into
     * its peer needs.
     */
    void plainNic(String link) {
        must("ethtool", "-K", link, "tx", "off", "tso", "off", "gso", "off", "gro", "on");
    }

    /** Removes the namespace and with it every interface in it. */
    void delete() {
        Command.run(List.of("ip", "netns", "delete", name));
    }
}
