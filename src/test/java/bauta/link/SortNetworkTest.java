package bauta.link;

import static bauta.link.Frames.ethernet;
import static bauta.link.Frames.ipv4;
import static bauta.link.RouterFixture.HOST_MAC;
import static bauta.link.RouterFixture.LAN_MAC;
import static bauta.link.RouterFixture.MODEM_MAC;
import static bauta.link.RouterFixture.WAN_MAC;
import static bauta.link.RouterFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every rule of the sorting program, one row each, in the kernel. */
@Tag("network")
class SortNetworkTest {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ROUTER = 0xc0a85701;
    private static final int HOST = 0xc0a85702;
    private static final int OUTSIDE = 0xcb007101;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int NOT_FIRST = 0x0010;
    private static final long ALL = 0xffff_ffff_ffffL;
    private static final long GROUP = 0x01_00_5e_00_00_fbL;
    private static final long SEARCHES = 0x01_00_5e_7f_ff_faL;

    private static RouterFixture router;

    private record Case(String name, String frame, String way) {}

    private static Case row(String name, byte[] frame, String way) {
        return new Case(name, Frames.hex(frame), way);
    }

    @BeforeAll
    static void start() {
        router = new RouterFixture(LinkSettings.defaults());
    }

    @AfterAll
    static void stop() {
        router.close();
    }

    private static byte[] lan(int protocol, int destination, int fragment, byte[] payload) {
        return ethernet(
                LAN_MAC, HOST_MAC, 0x0800, ipv4(protocol, HOST, destination, fragment, payload));
    }

    private static byte[] broadcast(int protocol, int destination, byte[] payload) {
        return ethernet(ALL, HOST_MAC, 0x0800, ipv4(protocol, HOST, destination, 0, payload));
    }

    private static byte[] patched(byte[] frame, int at, int value) {
        byte[] copy = frame.clone();
        copy[at] = (byte) value;
        return copy;
    }

    @Test
    void sortsPacketsOfTheLan() {
        byte[] dns = Frames.udp(1000, 53, 0);
        List<Case> cases =
                List.of(
                        row("to the world", lan(UDP, OUTSIDE, 0, dns), "bulk"),
                        row("open UDP service", lan(UDP, ROUTER, 0, dns), "kernel"),
                        row(
                                "open TCP service",
                                lan(TCP, ROUTER, 0, Frames.tcpSyn(1, 80)),
                                "kernel"),
                        row(
                                "TCP on a port open for UDP",
                                lan(TCP, ROUTER, 0, Frames.tcpSyn(1, 53)),
                                "bulk"),
                        row(
                                "closed UDP service",
                                lan(UDP, ROUTER, 0, Frames.udp(53, 54, 0)),
                                "bulk"),
                        row("echo request", lan(ICMP, ROUTER, 0, Frames.echoRequest(1)), "kernel"),
                        row("echo reply", lan(ICMP, ROUTER, 0, new byte[8]), "bulk"),
                        row("other protocol", lan(2, ROUTER, 0, new byte[8]), "bulk"),
                        row("first fragment", lan(UDP, ROUTER, MORE_FRAGMENTS, dns), "bulk"),
                        row("later fragment", lan(UDP, ROUTER, NOT_FIRST, dns), "bulk"),
                        row("IP options", patched(lan(UDP, ROUTER, 0, dns), 14, 0x46), "bulk"),
                        row(
                                "IP version 5",
                                patched(lan(UDP, ROUTER, 0, dns), 14, 0x55),
                                "IPV4_BAD_VERSION"));
        cases.forEach(given -> check(router.lan, given));
    }

    @Test
    void whatTheKernelTakesIsCountedByService() {
        InputMap.Service syslog = new InputMap.Service(UDP, 514);
        router.lan.input(RouterFixture.INPUT.udp(514));
        byte[] message = Frames.udp(1000, 514, 4);
        for (int i = 0; i < 3; i++) {
            check(router.lan, row("a message", lan(UDP, ROUTER, 0, message), "kernel"));
        }
        assertThat(taken()).containsEntry(syslog, new InputMap.Taken(3, 3 * (20 + 8 + 4)));
        router.lan.input(RouterFixture.INPUT.udp(514).tcp(8080));
        assertThat(taken()).containsEntry(syslog, new InputMap.Taken(3, 3 * (20 + 8 + 4)));
        router.lan.input(RouterFixture.INPUT);
        assertThat(taken()).doesNotContainKey(syslog);
        router.lan.input(RouterFixture.INPUT.udp(514));
        assertThat(taken()).containsEntry(syslog, InputMap.Taken.NOTHING);
        router.lan.input(RouterFixture.INPUT);
    }

    private static Map<InputMap.Service, InputMap.Taken> taken() {
        return router.loop.ask(router.lan::taken);
    }

    @Test
    void sortsBroadcastsAndShortFrames() {
        byte[] dns = Frames.udp(1000, 53, 0);
        List<Case> cases =
                List.of(
                        row("DHCP broadcast", broadcast(UDP, -1, Frames.udp(68, 67, 0)), "kernel"),
                        row(
                                "DHCP answer of another server",
                                broadcast(UDP, -1, Frames.udp(67, 68, 0)),
                                "kernel"),
                        row(
                                "other broadcast",
                                broadcast(UDP, -1, Frames.udp(137, 137, 0)),
                                "IPV4_BROADCAST"),
                        row(
                                "TCP broadcast",
                                broadcast(TCP, -1, Frames.tcpSyn(68, 67)),
                                "IPV4_BROADCAST"),
                        row(
                                "unicast address in a broadcast frame",
                                broadcast(UDP, ROUTER, Frames.udp(68, 67, 0)),
                                "IPV4_BROADCAST"),
                        row(
                                "ARP",
                                ethernet(
                                        ALL,
                                        HOST_MAC,
                                        0x0806,
                                        Frames.arpRequest(HOST_MAC, HOST, ROUTER)),
                                "kernel"),
                        row(
                                "short ARP",
                                Arrays.copyOf(ethernet(ALL, HOST_MAC, 0x0806, new byte[28]), 41),
                                "ARP_TRUNCATED"),
                        row(
                                "short IPv4",
                                Arrays.copyOf(lan(UDP, OUTSIDE, 0, dns), 33),
                                "IPV4_TRUNCATED"),
                        row(
                                "short IPv4 for us, no port",
                                Arrays.copyOf(lan(UDP, ROUTER, 0, dns), 36),
                                "bulk"));
        cases.forEach(given -> check(router.lan, given));
    }

    @Test
    void sortsWhatIsNotForTheRouter() {
        byte[] dns = Frames.udp(1000, 53, 0);
        List<Case> cases =
                List.of(
                        row(
                                "other MAC",
                                ethernet(
                                        MODEM_MAC,
                                        HOST_MAC,
                                        0x0800,
                                        ipv4(UDP, HOST, OUTSIDE, 0, dns)),
                                "ETHERNET_NOT_OURS"),
                        row(
                                "group source",
                                ethernet(LAN_MAC, GROUP, 0x0800, ipv4(UDP, HOST, OUTSIDE, 0, dns)),
                                "ETHERNET_BAD_SOURCE"),
                        row(
                                "multicast",
                                ethernet(
                                        GROUP,
                                        HOST_MAC,
                                        0x0800,
                                        ipv4(UDP, HOST, 0xe00000fb, 0, dns)),
                                "ETHERNET_UNWANTED_MULTICAST"),
                        row(
                                "VLAN",
                                ethernet(LAN_MAC, HOST_MAC, 0x8100, new byte[40]),
                                "ETHERNET_UNEXPECTED_VLAN"),
                        row(
                                "service VLAN",
                                ethernet(LAN_MAC, HOST_MAC, 0x88a8, new byte[40]),
                                "ETHERNET_UNEXPECTED_VLAN"),
                        row(
                                "IPv6",
                                ethernet(LAN_MAC, HOST_MAC, 0x86dd, new byte[40]),
                                "IPV6_NOT_SUPPORTED"),
                        row(
                                "IPv6 multicast",
                                ethernet(0x33_33_00_00_00_01L, HOST_MAC, 0x86dd, new byte[40]),
                                "IPV6_NOT_SUPPORTED"),
                        row(
                                "PPPoE from inside",
                                ethernet(LAN_MAC, HOST_MAC, 0x8863, new byte[40]),
                                "ETHERNET_UNKNOWN_TYPE"));
        cases.forEach(given -> check(router.lan, given));
    }

    private static byte[] search(int group, int port) {
        return ethernet(
                SEARCHES, HOST_MAC, 0x0800, ipv4(UDP, HOST, group, 0, Frames.udp(1000, port, 0)));
    }

    @Test
    void sortsSearchesForServices() {
        List<Case> cases =
                List.of(
                        row("search", search(0xeffffffa, 1900), "kernel"),
                        row(
                                "closed port of the group",
                                search(0xeffffffa, 1901),
                                "ETHERNET_UNWANTED_MULTICAST"),
                        row(
                                "another group of that hardware address",
                                search(0xe07ffffa, 1900),
                                "ETHERNET_UNWANTED_MULTICAST"),
                        row(
                                "TCP to the group",
                                ethernet(
                                        SEARCHES,
                                        HOST_MAC,
                                        0x0800,
                                        ipv4(TCP, HOST, 0xeffffffa, 0, Frames.tcpSyn(1, 1900))),
                                "ETHERNET_UNWANTED_MULTICAST"),
                        row(
                                "short search",
                                Arrays.copyOf(search(0xeffffffa, 1900), 36),
                                "UDP_TRUNCATED"));
        cases.forEach(given -> check(router.lan, given));
        check(
                router.wan,
                row(
                        "search from the WAN",
                        search(0xeffffffa, 1900),
                        "ETHERNET_UNWANTED_MULTICAST"));
    }

    @Test
    void sortsTheWan() {
        byte[] data = Frames.pppoeSession(1, 0x0021, 30);
        List<Case> cases =
                List.of(
                        row(
                                "discovery",
                                ethernet(WAN_MAC, MODEM_MAC, 0x8863, new byte[20]),
                                "control"),
                        row(
                                "discovery broadcast",
                                ethernet(ALL, MODEM_MAC, 0x8863, new byte[20]),
                                "control"),
                        row(
                                "LCP",
                                ethernet(
                                        WAN_MAC,
                                        MODEM_MAC,
                                        0x8864,
                                        Frames.pppoeSession(1, 0xc021, 8)),
                                "control"),
                        row(
                                "IPCP",
                                ethernet(
                                        WAN_MAC,
                                        MODEM_MAC,
                                        0x8864,
                                        Frames.pppoeSession(1, 0x8021, 8)),
                                "control"),
                        row(
                                "IPv4 in a session",
                                ethernet(WAN_MAC, MODEM_MAC, 0x8864, data),
                                "bulk"),
                        row(
                                "session of another host",
                                ethernet(HOST_MAC, MODEM_MAC, 0x8864, data),
                                "ETHERNET_NOT_OURS"),
                        row(
                                "short session",
                                Arrays.copyOf(ethernet(WAN_MAC, MODEM_MAC, 0x8864, data), 21),
                                "PPPOE_TRUNCATED"),
                        row(
                                "bare IPv4",
                                ethernet(
                                        WAN_MAC,
                                        MODEM_MAC,
                                        0x0800,
                                        ipv4(UDP, OUTSIDE, ROUTER, 0, Frames.udp(1, 53, 0))),
                                "ETHERNET_UNKNOWN_TYPE"),
                        row(
                                "ARP",
                                ethernet(
                                        ALL,
                                        MODEM_MAC,
                                        0x0806,
                                        Frames.arpRequest(MODEM_MAC, OUTSIDE, ROUTER)),
                                "ETHERNET_UNKNOWN_TYPE"),
                        row(
                                "DHCP broadcast",
                                ethernet(
                                        ALL,
                                        MODEM_MAC,
                                        0x0800,
                                        ipv4(UDP, 0, -1, 0, Frames.udp(68, 67, 0))),
                                "ETHERNET_UNKNOWN_TYPE"),
                        row(
                                "IPv6",
                                ethernet(WAN_MAC, MODEM_MAC, 0x86dd, new byte[40]),
                                "IPV6_NOT_SUPPORTED"));
        cases.forEach(given -> check(router.wan, given));
    }

    private static void check(XdpPort port, Case given) {
        Map<String, Long> before = counts(port);
        (port == router.lan ? router.host : router.modem)
                .send(HexFormat.of().parseHex(given.frame()));
        try {
            await(() -> !counts(port).equals(before));
        } catch (AssertionError e) {
            throw new AssertionError(given.name() + ": not counted at all", e);
        }
        Map<String, Long> expected = new LinkedHashMap<>(before);
        expected.merge(given.way(), 1L, Long::sum);
        assertThat(counts(port)).as(given.name()).isEqualTo(expected);
    }

    private static Map<String, Long> counts(XdpPort port) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String way : PortProgram.WAYS) {
            counts.put(way, router.counter(port, way));
        }
        port.drops().forEach((reason, count) -> counts.put(reason.name(), count));
        return counts;
    }
}
