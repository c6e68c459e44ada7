package bauta.link;

import static bauta.link.RouterFixture.HOST_MAC;
import static bauta.link.RouterFixture.LAN_MAC;
import static bauta.link.RouterFixture.MODEM_MAC;
import static bauta.link.RouterFixture.WAN_MAC;
import static bauta.link.RouterFixture.drain;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.linux.PacketSocket;
import bauta.linux.Sysctl;
import bauta.linux.TestNetwork;
import bauta.wire.MacAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the kernel does by itself while no program is attached, as after a crash: it answers only
 * for what it has on the LAN, and moves nothing from one side to the other.
 */
@Tag("network")
class KernelSettingsNetworkTest {
    private static final int SILENCE_MILLIS = 300;
    private static final int ROUTER = 0xc0a85701;
    private static final int HOST = 0xc0a85702;
    private static final int PUBLIC = 0xcb00710a;
    private static final int OUTSIDE = 0xcb007101;
    private static final long ALL = 0xffff_ffff_ffffL;

    private final KernelSettings settings = new KernelSettings();
    private TestNetwork network;
    private PacketSocket host;
    private PacketSocket modem;

    @BeforeEach
    void start() {
        network = new TestNetwork("router", "host", "modem");
        network.join("router", "lan0", "host", "eth0", "");
        network.join("router", "wan0", "modem", "eth0", "");
        network.ip("router", "link set lan0 up address " + new MacAddress(LAN_MAC));
        network.ip("router", "link set wan0 up address " + new MacAddress(WAN_MAC));
        network.ip("router", "address add 192.168.87.1/24 dev lan0");
        network.ip("router", "tuntap add mode tun ppp0");
        network.ip("router", "link set ppp0 up");
        network.ip("router", "address add 203.0.113.10 peer 203.0.113.1 dev ppp0");
        network.ip("router", "route add default dev ppp0");
        network.ip(
                "router",
                "neigh add 192.168.87.2 lladdr " + new MacAddress(HOST_MAC) + " dev lan0");
        host = network.packetSocket("host", "eth0");
        modem = network.packetSocket("modem", "eth0");
    }

    @AfterEach
    void stop() {
        host.close();
        modem.close();
        network.close();
    }

    private void applySettings() {
        network.in(
                "router",
                () -> {
                    settings.host();
                    settings.nic("lan0", Zone.LAN);
                    settings.nic("wan0", Zone.WAN);
                    settings.tun("ppp0");
                    return true;
                });
    }

    private static byte[] arp(long mac, int sender, int target) {
        return Frames.ethernet(ALL, mac, 0x0806, Frames.arpRequest(mac, sender, target));
    }

    private static byte[] ping(long from, long to, int source, int destination) {
        byte[] packet = Frames.ipv4(1, source, destination, 0, Frames.echoRequest(7));
        return Frames.ethernet(to, from, 0x0800, packet);
    }

    private List<String> answersAtModem(byte[] frame) {
        modem.send(frame);
        return drain(modem, SILENCE_MILLIS);
    }

    private List<String> answersAtHost(byte[] frame) {
        host.send(frame);
        return drain(host, SILENCE_MILLIS);
    }

    @Test
    void withoutTheSettingsTheKernelIsAWeakHost() {
        network.in("router", () -> Sysctl.write("net/ipv4/ip_forward", "1"));
        assertThat(answersAtModem(arp(MODEM_MAC, HOST, ROUTER))).isNotEmpty();
        assertThat(answersAtHost(arp(HOST_MAC, HOST, PUBLIC))).isNotEmpty();
        modem.send(ping(MODEM_MAC, WAN_MAC, OUTSIDE, HOST));
        assertThat(drain(host, SILENCE_MILLIS)).isNotEmpty();
    }

    @Test
    void answersForItsLanAddressOnTheLan() {
        applySettings();
        assertThat(answersAtHost(arp(HOST_MAC, HOST, ROUTER))).hasSize(1);
        assertThat(answersAtHost(ping(HOST_MAC, LAN_MAC, HOST, ROUTER))).hasSize(1);
    }

    @Test
    void answersNoArpForAddressesOfOtherInterfaces() {
        applySettings();
        assertThat(answersAtHost(arp(HOST_MAC, HOST, PUBLIC))).isEmpty();
        assertThat(answersAtModem(arp(MODEM_MAC, OUTSIDE, ROUTER))).isEmpty();
        assertThat(answersAtModem(arp(MODEM_MAC, HOST, ROUTER))).isEmpty();
        assertThat(answersAtModem(arp(MODEM_MAC, OUTSIDE, PUBLIC))).isEmpty();
    }

    @Test
    void takesNothingFromTheWan() {
        applySettings();
        for (int source : new int[] {OUTSIDE, HOST, PUBLIC}) {
            for (int destination : new int[] {ROUTER, PUBLIC, HOST, OUTSIDE}) {
                modem.send(ping(MODEM_MAC, WAN_MAC, source, destination));
                modem.send(ping(MODEM_MAC, ALL, source, destination));
            }
        }
        assertThat(drain(modem, SILENCE_MILLIS)).isEmpty();
        assertThat(drain(host, SILENCE_MILLIS)).isEmpty();
    }

    @Test
    void forwardsNothingAndRedirectsNobody() {
        applySettings();
        host.send(ping(HOST_MAC, LAN_MAC, HOST, OUTSIDE));
        host.send(ping(HOST_MAC, LAN_MAC, HOST, 0xc0a85703));
        assertThat(drain(host, SILENCE_MILLIS)).isEmpty();
        assertThat(drain(modem, SILENCE_MILLIS)).isEmpty();
    }

    @Test
    void believesNoRedirect() {
        applySettings();
        byte[] quoted = Frames.ipv4(17, ROUTER, 0xc6336401, 0, Frames.udp(1, 2, 0));
        byte[] redirect = new byte[8 + quoted.length];
        redirect[0] = 5;
        redirect[1] = 1;
        redirect[4] = (byte) 192;
        redirect[5] = (byte) 168;
        redirect[6] = 87;
        redirect[7] = 66;
        System.arraycopy(quoted, 0, redirect, 8, quoted.length);
        Frames.sumInto(redirect, 2);
        byte[] packet = Frames.ipv4(1, HOST, ROUTER, 0, redirect);
        host.send(Frames.ethernet(LAN_MAC, HOST_MAC, 0x0800, packet));
        assertThat(network.ip("router", "route get 198.51.100.1")).contains("ppp0");
    }

    @Test
    void putsEverythingBack() {
        network.run("router", "sysctl -qw net.ipv4.ip_forward=1");
        network.run("router", "sysctl -qw net.ipv4.conf.lan0.rp_filter=2");
        String before = everything();
        applySettings();
        assertThat(everything()).isNotEqualTo(before);
        assertThat(settings.changes()).contains("net/ipv4/ip_forward 1 -> 0");
        network.in(
                "router",
                () -> {
                    settings.restore();
                    return true;
                });
        assertThat(everything()).isEqualTo(before);
    }

    private String everything() {
        return network.run("router", "sysctl net.ipv4.conf net.ipv6.conf net.ipv4.ip_forward")
                + network.run("router", "ethtool -k lan0")
                + network.run("router", "ethtool -k wan0");
    }

    @Test
    void aLoopPutsAddressesMtuAndStateBack() throws InterruptedException {
        network.ip("router", "link set wan0 down");
        network.ip("router", "address delete 192.168.87.1/24 dev lan0");
        String links = network.ip("router", "-br link show type veth");
        LinkLoop loop = network.in("router", () -> LinkLoop.open(LinkSettings.defaults()));
        loop.openPort(PortSettings.wan("wan", "wan0", 1508));
        loop.openPort(PortSettings.lan("lan1", "lan0", RouterFixture.LAN_ADDRESS, InputMap.none()));
        assertThat(network.ip("router", "address show dev lan0")).contains("192.168.87.1/24");
        assertThat(network.ip("router", "link show dev wan0"))
                .contains("mtu 1508")
                .contains("prog/xdp");
        loop.close();
        assertThat(loop.eventLoop().awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(network.ip("router", "address show dev lan0")).doesNotContain("192.168.87.1");
        assertThat(network.ip("router", "link show dev wan0"))
                .contains("mtu 1500")
                .doesNotContain("prog/xdp");
        assertThat(network.ip("router", "-br link show type veth")).isEqualTo(links);
    }

    @Test
    void anAddressThatWasThereBeforeStays() {
        LinkLoop loop = network.in("router", () -> LinkLoop.open(LinkSettings.defaults()));
        loop.openPort(PortSettings.lan("lan1", "lan0", RouterFixture.LAN_ADDRESS, InputMap.none()));
        loop.close();
        assertThat(network.ip("router", "address show dev lan0")).contains("192.168.87.1/24");
    }
}
