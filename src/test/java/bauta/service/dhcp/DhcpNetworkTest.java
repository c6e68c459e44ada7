package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.wire.DhcpMessage;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote get their addresses: two hosts and the router on one bridge. */
@Tag("network")
class DhcpNetworkTest {
    @TempDir Path directory;

    private DhcpLan lan = new DhcpLan();

    @BeforeEach
    void join() {
        lan = DhcpLan.joined(directory);
    }

    @AfterEach
    void close() {
        lan.close();
    }

    private DhcpServer server() {
        return lan.server(lan.settings());
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
        return lan.run(space, "udhcpc -i eth0 -f -q -n -t 4 -T 1 -s " + script + " " + options);
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
        lan.run(space, script.toString());
    }

    private static String address(String said) {
        return Stream.of(said.split("\\s+"))
                .filter(word -> word.startsWith("ip=") && word.length() > 3)
                .reduce("", (_, last) -> last)
                .substring(3);
    }

    @Test
    void udhcpcGetsAnAddressKeepsItAndGivesItBack() throws IOException {
        DhcpLan.needs("udhcpc");
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
        lan.run("a", "ping -c 1 -W 2 192.168.87.1");
        release("a");
        DhcpLan.await(() -> server.status().received().containsKey(DhcpMessage.Type.RELEASE));
        assertThat(server.status().leases()).hasSize(1);
        assertThat(server.status().drops()).isEmpty();
    }

    @Test
    void anAddressInUseIsDeclinedAndAnotherOneGiven() throws IOException {
        DhcpLan.needs("udhcpc");
        DhcpServer server =
                lan.server(lan.settings().withTimes(DhcpSettings.Times.DEFAULT.silent()));
        String first = address(udhcpc("a", ""));
        release("a");
        lan.ip("a", "address flush dev eth0");
        lan.ip("b", "address add " + first + "/24 dev eth0");
        String second = address(udhcpc("a", "-a"));
        assertThat(second).startsWith("192.168.87.1").isNotEqualTo(first);
        assertThat(server.status().received()).containsEntry(DhcpMessage.Type.DECLINE, 1L);
    }

    @Test
    void anAddressInUseIsNotOfferedAndShown() throws IOException {
        DhcpLan.needs("udhcpc");
        DhcpServer server = server();
        String first = address(udhcpc("a", ""));
        release("a");
        lan.ip("a", "address flush dev eth0");
        lan.ip("b", "address add " + first + "/24 dev eth0");
        assertThat(address(udhcpc("a", "-a"))).startsWith("192.168.87.1").isNotEqualTo(first);
        assertThat(server.status().received()).doesNotContainKey(DhcpMessage.Type.DECLINE);
        MacAddress b = MacAddress.parse(lan.run("b", "cat /sys/class/net/eth0/address").strip());
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
        DhcpLan.needs("udhcpc");
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
        DhcpLan.needs("udhcpc");
        DhcpServer server = server();
        assertThatThrownBy(() -> udhcpc("isp", ""))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no lease");
        assertThat(server.status().received()).isEmpty();
    }

    @Test
    void dhclientGetsRenewsAndReleases() throws IOException {
        DhcpLan.needs("dhclient");
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
        lan.run("a", "dhclient -1 -v" + files);
        lan.run("a", "dhclient -x" + files);
        assertThat(Files.readString(leases))
                .contains(
                        "option subnet-mask 255.255.255.0;",
                        "option routers 192.168.87.1;",
                        "option domain-name-servers 192.168.87.1;",
                        "option dhcp-server-identifier 192.168.87.1;")
                .doesNotContain("domain-name \"");
        lan.run("a", "dhclient -1 -v" + files); // INIT-REBOOT with what it remembers
        assertThat(server.status().leases()).hasSize(1);
        assertThat(server.status().received()).containsEntry(DhcpMessage.Type.DISCOVER, 1L);
        lan.run("a", "dhclient -r" + files);
        assertThat(server.status().drops()).isEmpty();
    }
}
