package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Further clients that others wrote, a stray server, and a load generator. */
@Tag("network")
class DhcpPeersNetworkTest {
    private static final Path NETWORKD = Path.of("/lib/systemd/systemd-networkd");
    private static final Pattern DOUBLED = Pattern.compile("non unique addresses: (\\d+)");
    private static final Pattern RECEIVED = Pattern.compile("received packets: (\\d+)");

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

    private static DhcpParameters full() {
        Ipv4Address own = Ipv4Address.parse("192.168.87.1");
        return new DhcpParameters(
                Optional.of(own),
                new NameServers.Own(),
                "house.example",
                List.of("house.example", "lab.example"),
                List.of(Ipv4Address.parse("192.168.87.3")),
                OptionalInt.of(1400),
                List.of(
                        new StaticRoute(
                                Ipv4Prefix.parse("10.9.0.0/16"),
                                Ipv4Address.parse("192.168.87.2"))),
                new DhcpOptions.Builder().text(66, "boot.example").build());
    }

    private Path script(String name, String text) throws IOException {
        Path script = directory.resolve(name);
        Files.writeString(script, text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long numbers(Pattern pattern, String text, int which) {
        return Long.parseLong(pattern.matcher(text).results().toList().get(which).group(1));
    }

    @Test
    void dhcpcdTakesEveryOptionAndReleases() throws IOException {
        DhcpLan.needs("dhcpcd");
        DhcpServer server = lan.server(lan.settings().withParameters(full()));
        Path told = directory.resolve("told");
        Path hook = script("hook", "#!/bin/sh\nenv >> " + told + "\n");
        Path inside =
                script(
                        "inside",
                        """
                        #!/bin/sh
                        set -e
                        mount -t tmpfs none /run
                        mkdir -p /run/dhcpcd
                        mount -t tmpfs none /var/lib/dhcpcd
                        echo nodev > /run/dhcpcd.conf
                        timeout 12 dhcpcd -4 -B -M -d --noarp -f /run/dhcpcd.conf -c %s \\
                            -o domain_name,domain_search,ntp_servers,interface_mtu \\
                            -o classless_static_routes,tftp_server_name -p eth0 || true
                        ip -4 address show eth0
                        """
                                .formatted(hook));
        String said = lan.run("a", "unshare -m " + inside);
        assertThat(read(told) + said)
                .contains(
                        "new_domain_name=house.example",
                        "new_domain_search=house.example lab.example",
                        "new_ntp_servers=192.168.87.3",
                        "new_interface_mtu=1400",
                        "new_classless_static_routes=10.9.0.0/16 192.168.87.2 0.0.0.0/0"
                                + " 192.168.87.1",
                        "new_tftp_server_name=boot.example");
        assertThat(server.status().drops()).isEmpty();
    }

    @Test
    void systemdNetworkdGetsAnAddressItsRoutesAndReleases() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(NETWORKD), "systemd-networkd is not installed");
        DhcpServer server = lan.server(lan.settings().withParameters(full()));
        Path shown = directory.resolve("shown");
        Path inside =
                script(
                        "inside",
                        """
                        #!/bin/sh
                        set -e
                        mount -o remount,ro,bind /sys
                        mount -t tmpfs none /run
                        mkdir -p /run/systemd/network /run/systemd/netif/links \\
                            /run/systemd/netif/leases /run/systemd/netif/lldp
                        chown -R systemd-network:systemd-network /run/systemd/netif
                        printf '%%s\\n' '[Match]' Name=eth0 '[Network]' DHCP=ipv4 \\
                            LinkLocalAddressing=no '[DHCPv4]' UseMTU=yes SendRelease=yes \\
                            > /run/systemd/network/10.network
                        (sleep 7; ip -4 address show eth0; ip -4 route) > %s &
                        SYSTEMD_LOG_TARGET=console timeout 10 %s || true
                        """
                                .formatted(shown, NETWORKD));
        String said = lan.run("a", "unshare -m " + inside);
        assertThat(read(shown))
                .as(said)
                .contains("192.168.87.1", "mtu 1400", "10.9.0.0/16 via 192.168.87.2");
        assertThat(server.status().sent()).containsEntry(DhcpMessage.Type.ACK, 1L);
        DhcpLan.await(() -> server.status().received().containsKey(DhcpMessage.Type.RELEASE));
        assertThat(server.status().leases()).isEmpty();
        assertThat(server.status().drops()).isEmpty();
    }

    @Test
    void aReservedAddressIsGivenByNameAndMovesWithTheSettings() throws IOException {
        DhcpLan.needs("udhcpc");
        DhcpServer server = lan.server(lan.settings());
        Path hook = script("hook", "#!/bin/sh\necho \"$1 ip=$ip\"\n");
        String client = "udhcpc -i eth0 -f -q -n -t 4 -T 1 -s " + hook;
        assertThat(lan.run("a", client)).contains("bound ip=192.168.87.1");
        MacAddress mac = MacAddress.parse(lan.run("a", "cat /sys/class/net/eth0/address").strip());
        Ipv4Address kept = Ipv4Address.parse("192.168.87.20");
        server.configure(
                lan.settings()
                        .withDevices(
                                List.of(
                                        new DhcpDevice(
                                                "laptop",
                                                Optional.of(mac),
                                                Optional.empty(),
                                                Optional.of(kept)))));
        assertThat(lan.run("a", client)).contains("bound ip=192.168.87.20");
        assertThat(server.status().leases())
                .singleElement()
                .satisfies(lease -> {
                    assertThat(lease.name()).isEqualTo("laptop");
                    assertThat(lease.reserved()).isTrue();
                });
    }

    @Test
    void aStrayServerIsFoundAndNamed() throws IOException {
        DhcpLan.needs("dnsmasq");
        DhcpSettings.Times times = DhcpSettings.Times.DEFAULT;
        DhcpSettings often =
                lan.settings()
                        .withTimes(
                                new DhcpSettings.Times(
                                        times.lease(),
                                        times.offer(),
                                        times.quarantine(),
                                        times.probe(),
                                        Duration.ofSeconds(1)));
        lan.ip("b", "address add 192.168.1.1/24 dev eth0");
        DhcpServer server = lan.server(often);
        assertThat(server.status().foreign()).isEmpty();
        lan.start(
                "b",
                directory.resolve("stray.log"),
                "dnsmasq --keep-in-foreground --port=0 --interface=eth0 --bind-interfaces --no-ping"
                        + " --dhcp-range=192.168.1.50,192.168.1.60,1h --user=root --pid-file="
                        + " --conf-file=/dev/null --dhcp-leasefile="
                        + directory.resolve("stray"));
        DhcpLan.await(() -> server.status().foreign().flatMap(ForeignServer::mac).isPresent());
        ForeignServer stray = server.status().foreign().orElseThrow();
        assertThat(stray.address()).hasToString("192.168.1.1");
        assertThat(stray.mac().map(MacAddress::toString))
                .contains(lan.run("b", "cat /sys/class/net/eth0/address").strip());
        assertThat(server.status().drops()).isEmpty();
    }

    @Test
    void perfdhcpGetsEveryAddressOnceAndLosesNone() throws IOException {
        DhcpLan.needs("perfdhcp");
        DhcpSettings plain = lan.settings();
        lan.ip("router", "address add 10.87.0.1/16 dev lan0");
        lan.ip("a", "address add 10.87.0.2/16 dev eth0");
        DhcpServer server =
                lan.server(
                        new DhcpSettings(
                                plain.listen(),
                                plain.clientPort(),
                                Ipv4Prefix.parse("10.87.0.1/16"),
                                plain.mac(),
                                new DhcpSettings.Pool(
                                        Ipv4Address.parse("10.87.1.0"),
                                        Ipv4Address.parse("10.87.100.255")),
                                DhcpParameters.standard(Ipv4Address.parse("10.87.0.1")),
                                List.of(),
                                DhcpSettings.Times.DEFAULT,
                                plain.leaseFile()));
        Path load =
                script(
                        "load",
                        """
                        #!/bin/sh
                        perfdhcp -4 -u -r 100 -R 2000000000 -p 5 -d 3 -W 3000000 -l eth0 10.87.0.1
                        exit 0
                        """);
        String said = lan.run("a", load.toString());
        assertThat(numbers(DOUBLED, said, 0)).as(said).isZero();
        assertThat(numbers(DOUBLED, said, 1)).as(said).isZero();
        long acknowledged = numbers(RECEIVED, said, 1);
        assertThat(acknowledged).as(said).isGreaterThan(100);
        DhcpStatus status = server.status();
        assertThat(status.sent().get(DhcpMessage.Type.ACK)).isEqualTo(acknowledged);
        assertThat(status.leases()).extracting(LeaseStatus::address).doesNotHaveDuplicates();
        assertThat((long) status.leases().size()).isEqualTo(acknowledged);
        assertThat(status.drops()).isEmpty();
    }
}
