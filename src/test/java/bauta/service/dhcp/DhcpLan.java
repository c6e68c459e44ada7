package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.linux.PacketSocket;
import bauta.linux.TestNetwork;
import bauta.service.ListenAddress;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Two hosts and the router on one bridge, and a provider behind the router. */
final class DhcpLan implements AutoCloseable {
    static final String SERVER_MAC = "02:00:00:00:87:01";

    private static final long WAIT_NANOS = 15_000_000_000L;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Path directory;
    private final TestNetwork network;

    private DhcpLan(Path directory, TestNetwork network) {
        this.directory = directory;
        this.network = network;
        open.add(network);
    }

    /** A place for a field before the test begins. */
    DhcpLan() {
        this(Path.of(""), new TestNetwork());
    }

    /**
     * Makes it.
     *
     * @param directory for leases
     */
    static DhcpLan joined(Path directory) {
        DhcpLan lan = new DhcpLan(directory, new TestNetwork("a", "b", "router", "isp"));
        lan.join();
        return lan;
    }

    private void join() {
        network.ip("router", "link add lan0 address " + SERVER_MAC + " type bridge");
        network.join("a", "eth0", "router", "port1", "");
        network.join("b", "eth0", "router", "port2", "");
        network.join("isp", "eth0", "router", "wan0", "");
        for (String port : List.of("port1", "port2")) {
            network.ip("router", "link set " + port + " master lan0 up");
        }
        network.ip("router", "address add 192.168.87.1/24 dev lan0");
        network.ip("router", "address add 203.0.113.1/24 dev wan0");
        for (String[] link :
                new String[][] {
                    {"router", "lan0"},
                    {"router", "wan0"},
                    {"a", "eth0"},
                    {"b", "eth0"},
                    {"isp", "eth0"}
                }) {
            network.ip(link[0], "link set " + link[1] + " up");
        }
    }

    static void needs(String program) {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
                program + " is not installed");
    }

    DhcpSettings settings() {
        return new DhcpSettings(
                new ListenAddress(Ipv4Address.ANY, DhcpMessage.SERVER_PORT, Optional.of("lan0")),
                DhcpMessage.CLIENT_PORT,
                Ipv4Prefix.parse("192.168.87.1/24"),
                MacAddress.parse(SERVER_MAC),
                new DhcpSettings.Pool(
                        Ipv4Address.parse("192.168.87.100"), Ipv4Address.parse("192.168.87.199")),
                DhcpParameters.standard(Ipv4Address.parse("192.168.87.1")),
                List.of(),
                DhcpSettings.Times.DEFAULT,
                directory.resolve("leases"));
    }

    DhcpServer server(DhcpSettings settings) {
        DhcpServer server =
                network.in(
                        "router",
                        () -> {
                            PacketSocket frames = PacketSocket.open("lan0", 0);
                            open.add(frames);
                            return DhcpServer.open(settings, frames::send, LeaseListener.NONE);
                        });
        open.add(server);
        return server;
    }

    /** Waits for what the client sends last of all, without waiting itself. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000L);
        }
    }

    String run(String space, String command) {
        return network.run(space, command);
    }

    String ip(String space, String arguments) {
        return network.ip(space, arguments);
    }

    /** Starts a program that runs until the end of the test; returns its process. */
    Process start(String space, Path log, String command) throws java.io.IOException {
        Process process =
                network.in(
                        space,
                        () ->
                                new ProcessBuilder(List.of(command.split(" ")))
                                        .redirectErrorStream(true)
                                        .redirectOutput(log.toFile())
                                        .start());
        open.add(() -> {
            process.destroy();
            process.waitFor();
        });
        return process;
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
