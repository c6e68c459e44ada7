package bauta.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A name server beside others: each listens on a port of its own, on one CPU. */
final class DnsContender implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final Daemon daemon;

    private DnsContender(String name, int port, Daemon daemon) {
        this.name = name;
        this.port = port;
        this.daemon = daemon;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    Daemon daemon() {
        return daemon;
    }

    private static List<String> words(Place place, int cpu, List<String> program) {
        List<String> words =
                new ArrayList<>(
                        List.of("ip", "netns", "exec", place.name(), "taskset", "-c", "" + cpu));
        words.addAll(program);
        return words;
    }

    /** Starts the forwarder with the options of the image's JVM. */
    static DnsContender bauta(Place place, Path directory, int port, int cpu) {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.add("@" + RouterProcess.JVM_OPTIONS);
        program.addAll(List.of("-cp", System.getProperty("java.class.path")));
        program.addAll(
                List.of(DnsProcess.class.getName(), DnsBench.LAN, "" + port, DnsBench.UPSTREAM));
        Daemon daemon =
                new Daemon("bauta", directory.resolve("bauta.log"), words(place, cpu, program));
        daemon.await("readiness", START_LIMIT, () -> daemon.output().contains("ready"));
        return new DnsContender("bauta", port, daemon);
    }

    /** Starts dnsmasq with a cache of the same size. */
    static DnsContender dnsmasq(Place place, Path directory, int port, int cpu) {
        List<String> program =
                List.of(
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--conf-file=/dev/null",
                        "--no-resolv",
                        "--no-hosts",
                        "--user=root",
                        "--pid-file=",
                        "--bind-interfaces",
                        "--except-interface=lo",
                        "--listen-address=" + DnsBench.address(),
                        "--port=" + port,
                        "--cache-size=10000",
                        "--dns-forward-max=1024",
                        "--server=" + DnsBench.UPSTREAM);
        return new DnsContender(
                "dnsmasq",
                port,
                new Daemon(
                        "dnsmasq", directory.resolve("dnsmasq.log"), words(place, cpu, program)));
    }

    /** Starts unbound as a forwarder with one thread, from an unpacked package. */
    static DnsContender unbound(Place place, Path directory, int port, int cpu) {
        String settings =
                """
                server:
                  interface: %s
                  port: %d
                  access-control: 0.0.0.0/0 allow
                  num-threads: 1
                  module-config: "iterator"
                  msg-cache-size: 16m
                  rrset-cache-size: 32m
                  outgoing-range: 4096
                  num-queries-per-thread: 1024
                forward-zone:
                  name: "."
                  forward-addr: %s
                """
                        .formatted(DnsBench.address(), port, DnsBench.UPSTREAM);
        return unbound("unbound", place, directory, new Unbound(port, cpu, settings));
    }

    /** Starts unbound as the provider's server, which answers every name by itself. */
    static DnsContender provider(Place place, Path directory, int cpu) {
        String settings =
                """
                server:
                  interface: %s
                  access-control: 0.0.0.0/0 allow
                  num-threads: 1
                  module-config: "iterator"
                  local-zone: "kept.example." redirect
                  local-data: "kept.example. 3600 IN A 198.51.100.1"
                  local-zone: "fresh.example." redirect
                  local-data: "fresh.example. 0 IN A 198.51.100.2"
                """
                        .formatted(DnsBench.UPSTREAM);
        return unbound("provider", place, directory, new Unbound(53, cpu, settings));
    }

    private record Unbound(int port, int cpu, String settings) {}

    private static DnsContender unbound(String name, Place place, Path directory, Unbound unbound) {
        Path root = Unpacked.folder();
        Path file = directory.resolve(name + ".conf").toAbsolutePath();
        String common =
                """
                  username: ""
                  chroot: ""
                  directory: "%s"
                  pidfile: ""
                  use-syslog: no
                  logfile: ""
                  do-daemonize: no
                remote-control:
                  control-enable: no
                """
                        .formatted(file.getParent());
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    unbound.settings().replaceFirst("server:\n", "server:\n" + before(common))
                            + after(common));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> program =
                List.of(
                        "env",
                        "LD_LIBRARY_PATH=" + Unpacked.libraries(root),
                        root + File.separator + "usr/sbin/unbound",
                        "-d",
                        "-c",
                        file.toString());
        return new DnsContender(
                name,
                unbound.port(),
                new Daemon(
                        name,
                        directory.resolve(name + ".log"),
                        words(place, unbound.cpu(), program)));
    }

    private static String before(String common) {
        return common.substring(0, common.indexOf("remote-control"));
    }

    private static String after(String common) {
        return common.substring(common.indexOf("remote-control"));
    }

    @Override
    public void close() {
        daemon.close();
    }
}
