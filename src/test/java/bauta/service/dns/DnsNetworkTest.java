package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.linux.TestNetwork;
import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forwarder between {@code dig} and {@code dnsmasq}: three namespaces in a row. */
@Tag("network")
class DnsNetworkTest {
    private static final Ipv4Address PRIMARY = Ipv4Address.parse("203.0.113.53");
    private static final Ipv4Address SECONDARY = Ipv4Address.parse("203.0.113.54");
    private static final Ipv4Address LAN = Ipv4Address.parse("192.168.87.1");

    @TempDir Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Long> servers = new ArrayList<>();

    @BeforeEach
    void needsDigAndDnsmasq() {
        for (String program : List.of("dig", "dnsmasq")) {
            Assumptions.assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
                    program + " is not installed");
        }
    }

    @AfterEach
    void close() throws Exception {
        servers.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private TestNetwork network() {
        TestNetwork network = new TestNetwork("lan", "router", "isp");
        open.add(network);
        network.join("lan", "eth0", "router", "lan0", "");
        network.join("router", "wan0", "isp", "eth0", "");
        for (String[] row :
                new String[][] {
                    {"lan", "eth0", "192.168.87.10/24"},
                    {"router", "lan0", "192.168.87.1/24"},
                    {"router", "wan0", "203.0.113.1/24"},
                    {"isp", "eth0", "203.0.113.53/24"},
                    {"isp", "eth0", "203.0.113.54/24"}
                }) {
            network.ip(row[0], "address add " + row[2] + " dev " + row[1]);
            network.ip(row[0], "link set " + row[1] + " up");
        }
        network.ip("isp", "route add 192.168.87.0/24 via 203.0.113.1");
        return network;
    }

    private DnsForwarder forwarder(TestNetwork network) {
        DnsSettings settings =
                DnsSettings.of(
                        List.of(new ListenAddress(LAN, DnsSettings.PORT, Optional.of("lan0"))),
                        List.of(Ipv4Prefix.parse("192.168.87.0/24")));
        DnsForwarder forwarder = network.in("router", () -> DnsForwarder.open(settings));
        open.add(forwarder);
        return forwarder;
    }

    /** Starts the server of others; it goes into the background by itself. */
    private long dnsmasq(TestNetwork network, Ipv4Address address) throws IOException {
        Path pid = directory.resolve(address + ".pid");
        network.run(
                "isp",
                String.join(
                        " ",
                        "dnsmasq --conf-file=/dev/null --no-resolv --no-hosts --edns-packet-max=4096 --user=root",
                        "--bind-interfaces --except-interface=lo --pid-file=" + pid,
                        "--listen-address=" + address,
                        "--host-record=www.example,192.0.2.80 --local=/example/",
                        "--txt-record=who.example," + address,
                        "--txt-record=big.example," + big(6)));
        long number = Long.parseLong(Files.readString(pid).strip());
        servers.add(number);
        return number;
    }

    /** Strings of 200 bytes each: more than fits 1232 bytes. */
    private static String big(int strings) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < strings; i++) {
            texts.add(String.valueOf((char) ('a' + i)).repeat(240));
        }
        return String.join(",", texts);
    }

    private static String dig(TestNetwork network, String space, String arguments) {
        return network.run(space, "dig @192.168.87.1 +tries=1 +time=5 " + arguments);
    }

    @Test
    void digIsAnsweredByTheProvidersServerByUdpAndTcp() throws IOException {
        TestNetwork network = network();
        dnsmasq(network, PRIMARY);
        DnsForwarder forwarder = forwarder(network);
        assertThat(dig(network, "lan", "www.example A")).contains("status: SERVFAIL");
        forwarder.upstreams(List.of(PRIMARY));
        assertThat(dig(network, "lan", "+short www.example A")).isEqualTo("192.0.2.80\n");
        assertThat(dig(network, "lan", "+short +tcp WwW.Example A")).isEqualTo("192.0.2.80\n");
        assertThat(dig(network, "lan", "no.example A")).contains("status: NXDOMAIN");
        assertThat(dig(network, "lan", "+bufsize=512 +ignore big.example TXT"))
                .contains("flags: qr aa tc rd");
        assertThat(dig(network, "lan", "+bufsize=512 big.example TXT"))
                .contains("Truncated, retrying in TCP mode", "ffffff");
        assertThat(dig(network, "lan", "+bufsize=4096 +ignore big.example TXT"))
                .contains("ffffff")
                .doesNotContain(" tc ");
        assertThat(dig(network, "lan", "+keepopen +tcp www.example A who.example TXT"))
                .contains("192.0.2.80", "203.0.113.53");
        assertThat(dig(network, "lan", "+opcode=notify www.example SOA"))
                .contains("status: NOTIMP");
        assertThat(forwarder.status().drops()).isEmpty();
    }

    @Test
    void theSecondServerTakesOverAndTheFirstComesBack() throws IOException {
        TestNetwork network = network();
        dnsmasq(network, SECONDARY);
        network.ip("isp", "address del 203.0.113.53/24 dev eth0");
        network.ip("isp", "address add 203.0.113.54/24 dev eth0");
        DnsForwarder forwarder = forwarder(network);
        forwarder.upstreams(List.of(PRIMARY, SECONDARY));
        for (int i = 0; i < 3; i++) {
            assertThat(dig(network, "lan", "+short who.example TXT"))
                    .isEqualTo("\"203.0.113.54\"\n");
        }
        assertThat(forwarder.status().upstreams())
                .extracting(DnsStatus.UpstreamStatus::healthy)
                .containsExactly(false, true);
        network.ip("isp", "address add 203.0.113.53/24 dev eth0");
        dnsmasq(network, PRIMARY);
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!dig(network, "lan", "+short who.example TXT").equals("\"203.0.113.53\"\n")) {
            assertThat(System.nanoTime()).as("the first server is back").isLessThan(deadline);
        }
        assertThat(forwarder.status().upstreams())
                .extracting(DnsStatus.UpstreamStatus::healthy)
                .containsExactly(true, true);
    }

    @Test
    void nobodyOutsideIsServedNotEvenAtTheLanAddress() throws IOException {
        TestNetwork network = network();
        dnsmasq(network, PRIMARY);
        DnsForwarder forwarder = forwarder(network);
        forwarder.upstreams(List.of(PRIMARY));
        for (String how : List.of("+notcp", "+tcp")) {
            assertThatThrownBy(() ->
                            network.run(
                                    "isp", "dig @192.168.87.1 +tries=1 +time=1 www.example " + how))
                    .as(how)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageFindingMatch("timed out|refused|no servers could be reached");
        }
        assertThat(forwarder.status().queries()).isZero();
    }
}
