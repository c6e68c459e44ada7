package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Frames that no friend sends: each is counted under a name, nothing is thrown, nothing is lost.
 */
class HostileTest {
    private static final int[] HOSTS = {
        HOST, HOST_B, PEER, OTHER_PEER, OUR, ROUTER, 0, -1, 0x7f000001, 0xe0000001, 0xc0a857ff
    };

    private record Case(String name, boolean lan, String hex, DropReason want) {
        Case(String name, boolean lan, byte[] frame, DropReason want) {
            this(name, lan, HexFormat.of().formatHex(frame), want);
        }
    }

    static byte[] lan(byte[] packet) {
        return Rig.ethernet(packet, Rig.LAN_MAC, 0x0800);
    }

    static byte[] wan(byte[] packet) {
        return Rig.session(packet, Rig.SESSION);
    }

    private static byte[] with(byte[] frame, int index, int value) {
        byte[] copy = frame.clone();
        copy[index] = (byte) value;
        return copy;
    }

    private static byte[] options(String hex) {
        byte[] options = HexFormat.of().parseHex(hex);
        byte[] plain = PacketBytes.udp(HOST, 1, PEER, 2, 4);
        byte[] packet = new byte[plain.length + options.length];
        System.arraycopy(plain, 0, packet, 0, 20);
        System.arraycopy(options, 0, packet, 20, options.length);
        System.arraycopy(plain, 20, packet, 20 + options.length, plain.length - 20);
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        Ipv4Header.putHeaderLength(buf, 0, 20 + options.length);
        Ipv4Header.putTotalLength(buf, 0, packet.length);
        Ipv4Header.writeChecksum(buf, 0);
        return packet;
    }

    private static byte[] protocol(int source, int destination, int number) {
        byte[] packet = PacketBytes.udp(source, 1, destination, 2, 4);
        packet[9] = (byte) number;
        Ipv4Header.writeChecksum(Unpooled.wrappedBuffer(packet), 0);
        return packet;
    }

    private static byte[] udpFrom(int source) {
        return PacketBytes.udp(source, 1, PEER, 2, 4);
    }

    private static byte[] udpTo(int destination) {
        return PacketBytes.udp(HOST, 1, destination, 2, 4);
    }

    private static int ip(String text) {
        return Ipv4Address.parse(text).bits();
    }

    private static final byte[] OUT = udpTo(PEER);
    private static final byte[] IN = PacketBytes.udp(PEER, 2, OUR, 1, 4);

    private static byte[] tcpWithOffset(int octet) {
        return with(PacketBytes.tcp(HOST, 1, PEER, 2, TcpHeader.SYN, 0), 32, octet);
    }

    private static List<Case> cases() {
        return Stream.of(lanFrames(), lanAddresses(), lineFrames(), lineAddresses())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Case> lanFrames() {
        return List.of(
                new Case("empty", true, new byte[0], DropReason.ETHERNET_TRUNCATED),
                new Case("13 bytes", true, new byte[13], DropReason.ETHERNET_TRUNCATED),
                new Case(
                        "group source", true, with(lan(OUT), 6, 3), DropReason.ETHERNET_BAD_SOURCE),
                new Case("not ours", true, with(lan(OUT), 5, 9), DropReason.ETHERNET_NOT_OURS),
                new Case(
                        "multicast",
                        true,
                        with(lan(OUT), 0, 1),
                        DropReason.ETHERNET_UNWANTED_MULTICAST),
                new Case(
                        "IPv6",
                        true,
                        Rig.ethernet(OUT, Rig.LAN_MAC, 0x86dd),
                        DropReason.IPV6_NOT_SUPPORTED),
                new Case(
                        "VLAN",
                        true,
                        Rig.ethernet(OUT, Rig.LAN_MAC, 0x8100),
                        DropReason.ETHERNET_UNEXPECTED_VLAN),
                new Case(
                        "IPX",
                        true,
                        Rig.ethernet(OUT, Rig.LAN_MAC, 0x8137),
                        DropReason.ETHERNET_UNKNOWN_TYPE),
                new Case("no packet", true, lan(new byte[0]), DropReason.IPV4_TRUNCATED),
                new Case("version 5", true, with(lan(OUT), 14, 0x55), DropReason.IPV4_BAD_VERSION),
                new Case(
                        "header length",
                        true,
                        with(lan(OUT), 14, 0x42),
                        DropReason.IPV4_BAD_HEADER_LENGTH),
                new Case(
                        "total length",
                        true,
                        with(lan(OUT), 17, 200),
                        DropReason.IPV4_BAD_TOTAL_LENGTH),
                new Case("sum", true, with(lan(OUT), 24, 9), DropReason.IPV4_BAD_CHECKSUM),
                new Case("UDP length", true, lan(with(OUT, 25, 99)), DropReason.UDP_BAD_LENGTH),
                new Case(
                        "null scan",
                        true,
                        lan(PacketBytes.tcp(HOST, 1, PEER, 2, 0, 0)),
                        DropReason.TCP_BAD_FLAGS),
                new Case("TCP offset", true, lan(tcpWithOffset(0xf0)), DropReason.TCP_BAD_OFFSET));
    }

    private static List<Case> lanAddresses() {
        return List.of(
                new Case(
                        "loose route",
                        true,
                        lan(options("83070400000000" + "00")),
                        DropReason.IPV4_BAD_OPTION),
                new Case(
                        "strict route", true, lan(options("01890404")), DropReason.IPV4_BAD_OPTION),
                new Case(
                        "option of length 0",
                        true,
                        lan(options("07000000")),
                        DropReason.IPV4_BAD_OPTION),
                new Case(
                        "option too long",
                        true,
                        lan(options("07090000")),
                        DropReason.IPV4_BAD_OPTION),
                new Case("spoofed", true, lan(udpFrom(ip("10.0.0.1"))), DropReason.IPV4_SPOOFED),
                new Case("as the router", true, lan(udpFrom(ROUTER)), DropReason.IPV4_SPOOFED),
                new Case(
                        "as the network",
                        true,
                        lan(udpFrom(ip("192.168.87.0"))),
                        DropReason.IPV4_SPOOFED),
                new Case(
                        "as everybody",
                        true,
                        lan(udpFrom(ip("192.168.87.255"))),
                        DropReason.IPV4_SPOOFED),
                new Case("as nobody", true, lan(udpFrom(0)), DropReason.IPV4_SPOOFED),
                new Case("to loopback", true, lan(udpTo(ip("127.0.0.1"))), DropReason.IPV4_MARTIAN),
                new Case(
                        "to link-local",
                        true,
                        lan(udpTo(ip("169.254.1.1"))),
                        DropReason.IPV4_MARTIAN),
                new Case("to class E", true, lan(udpTo(ip("250.0.0.1"))), DropReason.IPV4_MARTIAN),
                new Case("to everybody", true, lan(udpTo(-1)), DropReason.IPV4_BROADCAST),
                new Case(
                        "to a group", true, lan(udpTo(ip("239.1.2.3"))), DropReason.IPV4_BROADCAST),
                new Case("to a LAN host", true, lan(udpTo(HOST_B)), DropReason.IPV4_NO_ROUTE),
                new Case(
                        "echo reply of nothing",
                        true,
                        lan(PacketBytes.echo(HOST, PEER, false, 1, 1)),
                        DropReason.ICMP_UNSUPPORTED_TYPE));
    }

    private static List<Case> lineFrames() {
        return List.of(
                new Case(
                        "SYN and FIN",
                        false,
                        wan(PacketBytes.tcp(PEER, 1, OUR, 2, 3, 0)),
                        DropReason.TCP_BAD_FLAGS),
                new Case("empty", false, new byte[0], DropReason.ETHERNET_TRUNCATED),
                new Case("no PPPoE", false, Arrays.copyOf(wan(IN), 19), DropReason.PPPOE_TRUNCATED),
                new Case("version", false, with(wan(IN), 14, 0x21), DropReason.PPPOE_BAD_VERSION),
                new Case("length", false, with(wan(IN), 19, 99), DropReason.PPPOE_BAD_LENGTH),
                new Case("code", false, with(wan(IN), 15, 9), DropReason.PPPOE_BAD_CODE),
                new Case("no PPP", false, with(wan(IN), 19, 1), DropReason.PPP_TRUNCATED),
                new Case("session", false, with(wan(IN), 17, 1), DropReason.PPPOE_UNKNOWN_SESSION),
                new Case("AC", false, with(wan(IN), 11, 1), DropReason.PPPOE_UNKNOWN_SESSION),
                new Case("IPv6", false, with(wan(IN), 21, 0x57), DropReason.IPV6_NOT_SUPPORTED),
                new Case(
                        "CCP data",
                        false,
                        with(wan(IN), 21, 0xfd),
                        DropReason.PPP_UNKNOWN_PROTOCOL),
                new Case(
                        "bare IPv4",
                        false,
                        with(with(wan(IN), 12, 8), 13, 0),
                        DropReason.ETHERNET_UNKNOWN_TYPE),
                new Case(
                        "VLAN",
                        false,
                        with(with(wan(IN), 12, 0x81), 13, 0),
                        DropReason.ETHERNET_UNEXPECTED_VLAN),
                new Case(
                        "group",
                        false,
                        with(wan(IN), 0, 1),
                        DropReason.ETHERNET_UNWANTED_MULTICAST));
    }

    private static List<Case> lineAddresses() {
        return List.of(
                new Case(
                        "from the LAN",
                        false,
                        wan(PacketBytes.udp(HOST, 1, OUR, 2, 3)),
                        DropReason.IPV4_SPOOFED),
                new Case(
                        "from ourselves",
                        false,
                        wan(PacketBytes.udp(OUR, 1, OUR, 2, 3)),
                        DropReason.IPV4_LAND),
                new Case(
                        "from our LAN address",
                        false,
                        wan(PacketBytes.udp(ROUTER, 1, OUR, 2, 3)),
                        DropReason.IPV4_SPOOFED),
                new Case(
                        "a host to itself",
                        true,
                        lan(PacketBytes.udp(HOST, 1, HOST, 2, 3)),
                        DropReason.IPV4_LAND),
                new Case(
                        "from a private network",
                        false,
                        wan(PacketBytes.udp(ip("10.1.2.3"), 1, OUR, 2, 3)),
                        DropReason.IPV4_BOGON),
                new Case(
                        "from a group",
                        false,
                        wan(PacketBytes.udp(ip("224.0.0.1"), 1, OUR, 2, 3)),
                        DropReason.IPV4_MARTIAN),
                new Case(
                        "to a group",
                        false,
                        wan(PacketBytes.udp(PEER, 1, ip("224.0.0.1"), 2, 3)),
                        DropReason.IPV4_BROADCAST),
                new Case(
                        "to the LAN",
                        false,
                        wan(PacketBytes.udp(PEER, 1, HOST, 2, 3)),
                        DropReason.INBOUND_NO_MAPPING),
                new Case("GRE", false, wan(protocol(PEER, OUR, 47)), DropReason.INBOUND_TO_ROUTER));
    }

    @Test
    void eachHasItsName() {
        for (Case row : cases()) {
            Rig rig = new Rig();
            byte[] frame = HexFormat.of().parseHex(row.hex);
            if (row.lan) {
                rig.frameFromLan(frame);
            } else {
                rig.frameFromWan(frame);
                rig.assertSilent();
            }
            assertThat(rig.drops.nonZero().keySet()).as(row.name).containsExactly(row.want);
        }
    }

    @Test
    void theRoutersOwnPacketsMustBeItsOwn() {
        Rig rig = new Rig();
        rig.fromRouter(PacketBytes.udp(ROUTER, 1, PEER, 2, 3));
        rig.fromRouter(with(PacketBytes.udp(OUR, 1, PEER, 2, 3), 0, 0x65));
        rig.assertSilent();
        rig.assertDropped(DropReason.IPV4_SPOOFED, DropReason.IPV6_NOT_SUPPORTED);
    }

    @Test
    void aHostCannotAnswerInAPeersName() {
        Rig rig = new Rig();
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.toWan();
        rig.fromLan(PacketBytes.udp(PEER, 5000, OUR, 4000, 1));
        rig.assertSilent();
        rig.assertDropped(DropReason.IPV4_SPOOFED);
    }

    @Test
    void randomTrafficKeepsTheBalance() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Rig rig = new Rig(32);
            for (int i = 0; i < 1_500; i++) {
                step(rig, random);
            }
            rig.timers.advance(20_000_000_000_000L);
            rig.assertBalance();
            assertThat(rig.path.status().flow().flows()).as("seed %d", seed).isZero();
            assertThat(rig.path.status().nat().mappings()).isZero();
        }
    }

    private static void step(Rig rig, Random random) {
        byte[] packet = packet(random);
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> rig.frameFromLan(spoil(lan(packet), random));
            case 8, 9, 10, 11, 12, 13, 14 -> rig.frameFromWan(spoil(wan(packet), random));
            case 15, 16 -> rig.fromRouter(spoil(packet, random));
            case 17 -> rig.timers.advance(random.nextInt(30) * 1_000_000_000L);
            case 18 -> rig.neighbours.forget(HOST);
            case 19 -> rig.neighbours.answer(HOST);
            case 20 -> rig.neighbours.giveUp(HOST);
            case 21 -> rig.path.detach(0);
            default -> rig.attach(random.nextInt(4) == 0 ? OUR + 1 : OUR, 1000);
        }
        rig.assertBalance();
        echo(rig, random);
    }

    /** Sends some of what came out back as answers, so that flows really run. */
    private static void echo(Rig rig, Random random) {
        while (rig.lan.waiting() + rig.tun.waiting() > 0) {
            if (rig.lan.waiting() > 0) {
                rig.lan.take();
            } else {
                rig.tun.take();
            }
        }
        while (rig.wan.waiting() > 0) {
            byte[] frame = rig.wan.take();
            byte[] packet = Arrays.copyOfRange(frame, 22, frame.length);
            if (random.nextBoolean()) {
                ByteBuf buf = Unpooled.wrappedBuffer(packet);
                int source = Ipv4Header.source(buf, 0);
                buf.setInt(12, Ipv4Header.destination(buf, 0));
                buf.setInt(16, source);
                buf.setInt(20, Integer.rotateLeft(buf.getInt(20), 16));
                Ipv4Header.writeChecksum(buf, 0);
                rig.frameFromWan(spoil(wan(packet), random));
            } else if (random.nextBoolean()) {
                int length = Math.min(packet.length, random.nextInt(60));
                rig.fromWan(PacketBytes.icmpError(PEER, OUR, 0x0303, 0, packet, length));
            }
        }
    }

    static byte[] packet(Random random) {
        int source = HOSTS[random.nextInt(random.nextInt(4) == 0 ? HOSTS.length : 3)];
        int destination = HOSTS[2 + random.nextInt(random.nextInt(4) == 0 ? 9 : 3)];
        int port = 1 + random.nextInt(40);
        int flags = random.nextInt(4) == 0 ? random.nextInt(256) : 2;
        byte[] packet =
                switch (random.nextInt(5)) {
                    case 0 ->
                            PacketBytes.tcp(
                                    source,
                                    port,
                                    destination,
                                    443,
                                    flags,
                                    0,
                                    randomOptions(random));
                    case 1 -> PacketBytes.echo(source, destination, random.nextBoolean(), port, 9);
                    case 2 -> PacketBytes.icmp(source, destination, random.nextInt(0x1000), 0, 40);
                    default -> PacketBytes.udp(source, port, destination, 53, random.nextInt(1400));
                };
        if (random.nextInt(4) == 0) {
            packet = PacketBytes.withTtl(packet, random.nextInt(3));
        }
        if (random.nextInt(3) == 0 && packet.length > 100) {
            byte[] whole = PacketBytes.mayFragment(packet, random.nextInt(5));
            int offset = 8 * random.nextInt((packet.length - 20) / 8);
            int length = Math.min(8 * (1 + random.nextInt(20)), packet.length - 20 - offset);
            return PacketBytes.fragment(whole, random.nextBoolean() ? 0 : offset, length);
        }
        return packet;
    }

    private static byte[] randomOptions(Random random) {
        byte[] options = new byte[4 * random.nextInt(4)];
        for (int i = 0; i < options.length; i++) {
            options[i] = (byte) random.nextInt(6);
        }
        return options;
    }

    /**
     * Now and then cuts a frame or turns bits of it over; half the time with the sum made right.
     */
    static byte[] spoil(byte[] frame, Random random) {
        byte[] spoiled = frame;
        if (random.nextInt(8) == 0) {
            spoiled = Arrays.copyOf(spoiled, random.nextInt(spoiled.length + 1));
        }
        if (random.nextInt(4) == 0 && spoiled.length > 0) {
            spoiled = spoiled.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return spoiled;
    }
}
