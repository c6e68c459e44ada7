package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.linux.PacketSocket;
import bauta.linux.TestNetwork;
import bauta.service.ListenAddress;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote get their addresses: two hosts and the router on one bridge. */
@Tag("network")
class DhcpNetworkTest {
    private static final String SERVER_MAC = "02:00:00:00:87:01";

    @TempDir Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNetwork network = new TestNetwork();

    @BeforeEach
    void join() {
        network = new TestNetwork("a", "b", "router", "isp");
        open.add(network);
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

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private static void needs(String program) {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
                program + " is not installed");
    }

    private DhcpServer server() {
        return server(settings());
    }

    private DhcpSettings settings() {
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

    private DhcpServer server(DhcpSettings settings) {
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

    /** Runs busybox's client once and returns what its script was told. */
    private String udhcpc(String space, String options) throws IOException {
        Path script = directory.resolve("script");
        if (!Files.exists(script)) {
            Files.writeString(
                    script,
                    """
                    #!/bin/sh
                    case "$1" in
                    deconfig) ip address flush dev "$interface" ;;
                    bound | renew) ip address replace "$ip/$mask" dev "$interface" ;;
                    esac
                    echo "$1 ip=$ip mask=$mask router=$router dns=$dns domain=$domain" \\
                        "lease=$lease server=$serverid"
                    """);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return network.run(space, "udhcpc -i eth0 -f -q -n -t 4 -T 1 -s " + script + " " + options);
    }

    /** Runs busybox's client until it is stopped, when it gives its address back. */
    private void release(String space) throws IOException {
        Path script = directory.resolve("release");
        Files.writeString(
                script,
                "#!/bin/sh\ntimeout 3 udhcpc -i eth0 -f -R -s "
                        + directory.resolve("script")
                        + "; exit 0\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        network.run(space, script.toString());
    }

    /** Waits for what the client sends last of all, without waiting itself. */
    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000L);
        }
    }

    private static String address(String said) {
        return Stream.of(said.split("\\s+"))
                .filter(word -> word.startsWith("ip=") && word.length() > 3)
                .reduce("", (_, last) -> last)
                .substring(3);
    }

    @Test
    void udhcpcGetsAnAddressKeepsItAndGivesItBack() throws IOException {
        needs("udhcpc");
        DhcpServer server = server();
        String said = udhcpc("a", "-x hostname:laptop");
        assertThat(said)
                .contains(
                        "mask=24 router=192.168.87.1 dns=192.168.87.1 domain=home.arpa lease=43200"
                                + " server=192.168.87.1");
        String first = address(said);
        assertThat(address(udhcpc("b", "-B"))).isNotEqualTo(first).startsWith("192.168.87.1");
        assertThat(address(udhcpc("a", "-r " + first))).isEqualTo(first);
        assertThat(server.status().leases())
                .hasSize(2)
                .anyMatch(lease -> lease.name().equals("laptop"));
        network.run("a", "ping -c 1 -W 2 192.168.87.1");
        release("a");
        await(() -> server.status().received().containsKey(DhcpMessage.Type.RELEASE));
        assertThat(server.status().leases()).hasSize(1);
        assertThat(server.status().drops()).isEmpty();
    }

    @Test
    void anAddressInUseIsDeclinedAndAnotherOneGiven() throws IOException {
        needs("udhcpc");
        DhcpServer server = server(settings().withTimes(DhcpSettings.Times.DEFAULT.silent()));
        String first = address(udhcpc("a", ""));
        release("a");
        network.ip("a", "address flush dev eth0");
        network.ip("b", "address add " + first + "/24 dev eth0");
        String second = address(udhcpc("a", "-a"));
        assertThat(second).startsWith("192.168.87.1").isNotEqualTo(first);
        assertThat(server.status().received()).containsEntry(DhcpMessage.Type.DECLINE, 1L);
    }

    @Test
    void anAddressInUseIsNotOfferedAndShown() throws IOException {
        needs("udhcpc");
        DhcpServer server = server();
        String first = address(udhcpc("a", ""));
        release("a");
        network.ip("a", "address flush dev eth0");
        network.ip("b", "address add " + first + "/24 dev eth0");
        assertThat(address(udhcpc("a", "-a"))).startsWith("192.168.87.1").isNotEqualTo(first);
        assertThat(server.status().received()).doesNotContainKey(DhcpMessage.Type.DECLINE);
        MacAddress b =
                MacAddress.parse(network.run("b", "cat /sys/class/net/eth0/address").strip());
        assertThat(server.status().leases())
                .filteredOn(lease -> lease.state() == LeaseStatus.State.IN_USE)
                .singleElement()
                .satisfies(lease -> {
                    assertThat(lease.address()).hasToString(first);
                    assertThat(lease.mac()).contains(b);
                });
    }

    @Test
    void leasesSurviveARestartOfTheServer() throws IOException {
        needs("udhcpc");
        String first;
        try (DhcpServer server = server()) {
            first = address(udhcpc("a", ""));
            assertThat(server.status().leases()).hasSize(1);
        }
        DhcpServer again = server();
        assertThat(again.status().leases()).hasSize(1);
        assertThat(address(udhcpc("a", ""))).isEqualTo(first);
        assertThat(address(udhcpc("b", ""))).isNotEqualTo(first);
    }

    @Test
    void nobodyOutsideIsServed() {
        needs("udhcpc");
        DhcpServer server = server();
        assertThatThrownBy(() -> udhcpc("isp", ""))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no lease");
        assertThat(server.status().received()).isEmpty();
    }

    @Test
    void dhclientGetsRenewsAndReleases() throws IOException {
        needs("dhclient");
        DhcpServer server = server();
        Path leases = directory.resolve("dhclient.leases");
        Path config = directory.resolve("dhclient.conf");
        Files.writeString(config, "request subnet-mask, routers, domain-name-servers;\n");
        String files =
                " -cf "
                        + config
                        + " -lf "
                        + leases
                        + " -pf "
                        + directory.resolve("dhclient.pid")
                        + " -sf /bin/true eth0";
        network.run("a", "dhclient -1 -v" + files);
        network.run("a", "dhclient -x" + files);
        assertThat(Files.readString(leases))
                .contains(
                        "option subnet-mask 255.255.255.0;",
                        "option routers 192.168.87.1;",
                        "option domain-name-servers 192.168.87.1;",
                        "option dhcp-server-identifier 192.168.87.1;")
                .doesNotContain("domain-name \"");
        network.run("a", "dhclient -1 -v" + files); // INIT-REBOOT with what it remembers
        assertThat(server.status().leases()).hasSize(1);
        assertThat(server.status().received()).containsEntry(DhcpMessage.Type.DISCOVER, 1L);
        network.run("a", "dhclient -r" + files);
        assertThat(server.status().drops()).isEmpty();
    }
}
