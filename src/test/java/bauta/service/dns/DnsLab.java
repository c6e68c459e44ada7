package bauta.service.dns;

import bauta.linux.TestNetwork;
import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Three namespaces in a row: clients, the forwarder, servers of others. */
final class DnsLab implements AutoCloseable {
    static final String SERVER = "203.0.113.53";

    final TestNetwork network = new TestNetwork("lan", "router", "isp");
    private final Path directory;
    private final List<DnsForwarder> forwarders = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    DnsLab(Path directory) {
        this.directory = directory;
        network.join("lan", "eth0", "router", "lan0", "");
        network.join("router", "wan0", "isp", "eth0", "");
        network.ip("lan", "address add 192.168.87.10/24 dev eth0");
        network.ip("router", "address add 192.168.87.1/24 dev lan0");
        network.ip("router", "address add 203.0.113.1/24 dev wan0");
        network.ip("isp", "address add " + SERVER + "/24 dev eth0");
        for (String[] link :
                new String[][] {
                    {"lan", "eth0"}, {"router", "lan0"}, {"router", "wan0"}, {"isp", "eth0"}
                }) {
            network.ip(link[0], "link set " + link[1] + " up");
        }
    }

    static void needs(String... programs) {
        for (String program : programs) {
            Assumptions.assumeTrue(
                    Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
                            .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
                    program + " is not installed");
        }
    }

    static DnsSettings settings() {
        return DnsSettings.of(
                List.of(
                        new ListenAddress(
                                Ipv4Address.parse("192.168.87.1"), 53, Optional.of("lan0"))),
                List.of(Ipv4Prefix.parse("192.168.87.0/24")));
    }

    DnsForwarder forwarder(DnsSettings settings) {
        DnsForwarder forwarder = network.in("router", () -> DnsForwarder.open(settings));
        forwarders.add(forwarder);
        forwarder.upstreams(List.of(Ipv4Address.parse(SERVER)));
        return forwarder;
    }

    Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    /** Runs a program on the machine itself, in the folder of the test. */
    String here(String... words) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(words)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + said);
        }
        return said;
    }

    /** Starts a server of others in the provider's namespace and waits until it answers. */
    void serve(String program, String arguments, String probe) throws Exception {
        Optional<List<String>> command = OtherServers.command(program);
        Assumptions.assumeTrue(command.isPresent(), program + " cannot be fetched");
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", network.name("isp")));
        words.addAll(command.get());
        words.addAll(List.of(arguments.split(" ")));
        Path log = directory.resolve(program + ".log");
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        processes.add(process);
        for (int i = 0; i < 50; i++) {
            try {
                network.run("isp", probe);
                return;
            } catch (AssertionError e) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(program + " ended: " + Files.readString(log), e);
                }
            }
        }
        throw new AssertionError(program + " does not answer: " + Files.readString(log));
    }

    /** Runs a program of a client. */
    String client(String command) {
        return network.run("lan", command);
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroy();
            process.onExit().join();
        }
        forwarders.forEach(DnsForwarder::close);
        network.close();
    }
}
