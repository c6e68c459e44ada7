package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IcmpTest {
    private static final int HOP = Ipv4Address.parse("10.9.8.7").bits();
    private static final int TTL = 0x0b00;
    private static final int PORT = 0x0303;
    private static final int TOO_BIG = 0x0304;
    private final Rig rig = new Rig();

    /** Asserts an ICMP error from an address of ours that quotes a packet as it was sent. */
    private static void assertError(
            byte[] error, int source, int destination, int typeAndCode, int rest, byte[] quoted) {
        int length = Math.min(quoted.length, 548);
        assertThat(error)
                .isEqualTo(
                        PacketBytes.icmpError(
                                source, destination, typeAndCode, rest, quoted, length));
    }

    @Test
    void timeToLiveEndsWithAnError() {
        byte[] packet = PacketBytes.withTtl(PacketBytes.udp(HOST, 4000, PEER, 33434, 32), 1);
        rig.fromLan(packet);
        assertError(rig.toLan(), ROUTER, HOST, TTL, 0, packet);
        assertThat(rig.path.status().flow().flows()).as("no flow was made").isZero();
        rig.assertDropped(DropReason.IPV4_TTL_EXCEEDED);
    }

    @Test
    void timeToLiveOfAnAnswerEndsWithAnErrorToThePeer() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.toWan();
        byte[] packet = PacketBytes.withTtl(PacketBytes.udp(PEER, 5000, OUR, 4000, 32), 1);
        rig.fromWan(packet);
        assertError(rig.toWan(), OUR, PEER, TTL, 0, packet);
    }

    @Test
    void tooBigIsToldWithTheNextHopMtu() {
        byte[] packet = PacketBytes.udp(HOST, 4000, PEER, 5000, 1472);
        rig.fromLan(packet);
        assertError(rig.toLan(), ROUTER, HOST, TOO_BIG, 1492, packet);
        rig.assertDropped(DropReason.IPV4_TOO_BIG);
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1464));
        rig.toWan();
    }

    @Test
    void nothingIsToldAboutErrorsFragmentsAndBroadcasts() {
        byte[] error =
                PacketBytes.icmpError(
                        HOST, PEER, PORT, 0, PacketBytes.udp(PEER, 1, HOST, 2, 8), 36);
        rig.fromLan(PacketBytes.withTtl(error, 1));
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, PEER, 2, 1000), 9);
        rig.fromLan(PacketBytes.fragment(whole, 0, 800));
        rig.toWan();
        rig.fromLan(PacketBytes.withTtl(PacketBytes.fragment(whole, 800, 208), 1));
        byte[] answer = PacketBytes.mayFragment(PacketBytes.udp(PEER, 2, OUR, 1, 1000), 9);
        rig.fromWan(PacketBytes.fragment(answer, 0, 800));
        rig.toLan();
        rig.fromWan(PacketBytes.withTtl(PacketBytes.fragment(answer, 800, 208), 1));
        int everybody = Ipv4Address.parse("192.168.87.255").bits();
        rig.fromLan(PacketBytes.udp(HOST, 1, everybody, 2, 1));
        rig.fromLan(PacketBytes.udp(HOST, 1, -1, 2, 1));
        rig.fromLan(PacketBytes.udp(HOST, 1, Ipv4Address.parse("224.0.0.251").bits(), 2, 1));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.IPV4_TTL_EXCEEDED)).isEqualTo(3);
        assertThat(rig.drops.value(DropReason.IPV4_BROADCAST)).isEqualTo(3);
    }

    @Test
    void errorsAreRateLimited() {
        for (int i = 0; i < 200; i++) {
            rig.fromLan(PacketBytes.withTtl(PacketBytes.udp(HOST, 4000, PEER, i, 1), 1));
        }
        assertThat(rig.lan.count()).isEqualTo(ForwardSettings.ERROR_BURST);
        assertThat(rig.drops.value(DropReason.IPV4_TTL_EXCEEDED)).isEqualTo(200);
        assertThat(rig.drops.value(DropReason.ICMP_RATE_LIMITED)).isEqualTo(150);
        rig.timers.advance(100_000_000L);
        rig.fromLan(PacketBytes.withTtl(PacketBytes.udp(HOST, 4000, PEER, 1, 1), 1));
        assertThat(rig.lan.count()).isEqualTo(ForwardSettings.ERROR_BURST + 1);
    }

    /** HOST_B takes port 4000 first, so that HOST's external port differs. */
    private byte[] outUdp() {
        rig.fromLan(PacketBytes.udp(HOST_B, 4000, PEER, 5000, 40));
        rig.toWan();
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 40));
        return rig.toWan();
    }

    @Test
    void anErrorAboutADatagramReachesItsSender() {
        byte[] out = outUdp();
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, PORT, 0, out, out.length));
        byte[] sent = PacketBytes.withTtl(PacketBytes.udp(HOST, 4000, PEER, 5000, 40), 63);
        assertThat(rig.toLan())
                .isEqualTo(
                        PacketBytes.withTtl(
                                PacketBytes.icmpError(HOP, HOST, PORT, 0, sent, sent.length), 63));
        rig.assertDropped();
    }

    @Test
    void fragmentationNeededKeepsItsMtu() {
        byte[] out = outUdp();
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, TOO_BIG, 1280, out, 28));
        byte[] in = rig.toLan();
        assertThat((in[26] & 0xff) << 8 | in[27] & 0xff).isEqualTo(1280);
        assertThat(Arrays.copyOfRange(in, 28, 56))
                .isEqualTo(
                        Arrays.copyOf(
                                PacketBytes.withTtl(
                                        PacketBytes.udp(HOST, 4000, PEER, 5000, 40), 63),
                                28));
    }

    @Test
    void anErrorAboutASegmentCutBeforeItsChecksumIsTranslated() {
        rig.fromLan(PacketBytes.tcp(HOST_B, 4000, PEER, 443, TcpHeader.SYN, 0));
        rig.toWan();
        rig.fromLan(PacketBytes.tcp(HOST, 4000, PEER, 443, TcpHeader.SYN, 0));
        byte[] out = rig.toWan();
        for (int quoted = 28; quoted <= 40; quoted++) {
            rig.fromWan(PacketBytes.icmpError(HOP, OUR, PORT, 0, out, quoted));
            byte[] sent =
                    PacketBytes.withTtl(
                            PacketBytes.tcp(HOST, 4000, PEER, 443, TcpHeader.SYN, 0), 63);
            byte[] want = PacketBytes.icmpError(HOP, HOST, PORT, 0, sent, quoted);
            if (quoted >= 38) {
                assertThat(rig.toLan()).isEqualTo(PacketBytes.withTtl(want, 63));
            } else {
                byte[] got = rig.toLan();
                int whole = Math.min(quoted, 36);
                assertThat(Arrays.copyOfRange(got, 28, 28 + whole))
                        .isEqualTo(Arrays.copyOf(sent, whole));
                assertThat(Arrays.copyOfRange(got, 28 + whole, 28 + quoted))
                        .as("half a checksum stays as it came")
                        .isEqualTo(Arrays.copyOfRange(out, whole, quoted));
            }
        }
    }

    @Test
    void anErrorAboutAPingReachesItsSender() {
        rig.fromLan(PacketBytes.echo(HOST_B, PEER, true, 9, 20));
        rig.toWan();
        rig.fromLan(PacketBytes.echo(HOST, PEER, true, 9, 20));
        byte[] out = rig.toWan();
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, TTL, 0, out, out.length));
        byte[] sent = PacketBytes.withTtl(PacketBytes.echo(HOST, PEER, true, 9, 20), 63);
        assertThat(rig.toLan())
                .isEqualTo(
                        PacketBytes.withTtl(
                                PacketBytes.icmpError(HOP, HOST, TTL, 0, sent, sent.length), 63));
    }

    @Test
    void anErrorFromAHostReachesThePeer() {
        byte[] out = outUdp();
        int port = (out[20] & 0xff) << 8 | out[21] & 0xff;
        byte[] answer = PacketBytes.udp(PEER, 5000, OUR, port, 40);
        rig.fromWan(answer);
        byte[] in = rig.toLan();
        rig.fromLan(PacketBytes.icmpError(HOST, PEER, PORT, 0, in, in.length));
        byte[] quoted = PacketBytes.withTtl(answer, 63);
        assertThat(rig.toWan())
                .isEqualTo(
                        PacketBytes.withTtl(
                                PacketBytes.icmpError(OUR, PEER, PORT, 0, quoted, quoted.length),
                                63));
        rig.assertDropped();
    }

    @Test
    void anErrorThatIsTooBigAndMustStayWholeEndsWithoutAWord() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.toWan();
        byte[] in = PacketBytes.udp(PEER, 5000, HOST, 4000, 1464);
        rig.fromLan(PacketBytes.icmpError(HOST, PEER, PORT, 0, in, 1465));
        rig.assertSilent();
        rig.assertDropped(DropReason.IPV4_TOO_BIG);
        rig.fromLan(PacketBytes.icmpError(HOST, PEER, PORT, 0, in, 1464));
        assertThat(rig.toWan()).hasSize(1492);
    }

    @Test
    void anErrorAboutTheRoutersOwnPacketReachesTheRouter() {
        rig.fromRouter(PacketBytes.udp(OUR, 4000, PEER, 53, 40));
        byte[] out = rig.toWan();
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, PORT, 0, out, out.length));
        assertThat(rig.toRouter())
                .isEqualTo(PacketBytes.icmpError(HOP, OUR, PORT, 0, out, out.length));
    }

    private record Bad(String name, String hex, DropReason want) {
        Bad(String name, byte[] packet, DropReason want) {
            this(name, HexFormat.of().formatHex(packet), want);
        }
    }

    @Test
    void badErrorsAreNamed() {
        byte[] out = outUdp();
        byte[] wrongSum = PacketBytes.icmpError(HOP, OUR, PORT, 0, out, out.length);
        wrongSum[40] ^= 1;
        byte[] stranger = PacketBytes.udp(OUR, 1, PEER, 2, 30);
        byte[] laterPiece = PacketBytes.mayFragment(out, 7);
        laterPiece[7] = 9;
        for (Bad row :
                new Bad[] {
                    new Bad("wrong sum", wrongSum, DropReason.ICMP_BAD_CHECKSUM),
                    new Bad(
                            "27 bytes quoted",
                            PacketBytes.icmpError(HOP, OUR, PORT, 0, out, 27),
                            DropReason.ICMP_ERROR_TRUNCATED),
                    new Bad(
                            "nothing quoted",
                            PacketBytes.icmpError(HOP, OUR, PORT, 0, out, 0),
                            DropReason.ICMP_ERROR_TRUNCATED),
                    new Bad(
                            "no such flow",
                            PacketBytes.icmpError(HOP, OUR, PORT, 0, stranger, 40),
                            DropReason.ICMP_ERROR_NO_FLOW),
                    new Bad(
                            "a later piece",
                            PacketBytes.icmpError(HOP, OUR, PORT, 0, laterPiece, 40),
                            DropReason.ICMP_ERROR_NO_FLOW),
                    new Bad(
                            "redirect",
                            PacketBytes.icmpError(HOP, OUR, 0x0501, 0, out, out.length),
                            DropReason.ICMP_UNSUPPORTED_TYPE),
                    new Bad(
                            "source quench",
                            PacketBytes.icmpError(HOP, OUR, 0x0400, 0, out, out.length),
                            DropReason.ICMP_UNSUPPORTED_TYPE),
                    new Bad(
                            "timestamp",
                            PacketBytes.icmp(HOP, OUR, 0x0d00, 0, 12),
                            DropReason.ICMP_UNSUPPORTED_TYPE),
                    new Bad(
                            "an error about an error",
                            PacketBytes.icmpError(
                                    HOP,
                                    OUR,
                                    PORT,
                                    0,
                                    PacketBytes.icmpError(OUR, HOP, PORT, 0, out, 36),
                                    64),
                            DropReason.ICMP_ERROR_NO_FLOW)
                }) {
            long before = rig.drops.value(row.want);
            rig.fromWan(HexFormat.of().parseHex(row.hex));
            assertThat(rig.drops.value(row.want)).as(row.name).isEqualTo(before + 1);
            rig.assertSilent();
        }
    }

    @Test
    void aPeerIsToldWhenTheHostIsGone() {
        byte[] out = outUdp();
        int port = (out[20] & 0xff) << 8 | out[21] & 0xff;
        rig.neighbours.forget(HOST);
        byte[] answer = PacketBytes.udp(PEER, 5000, OUR, port, 40);
        rig.fromWan(answer);
        rig.assertSilent();
        rig.neighbours.giveUp(HOST);
        assertError(rig.toWan(), OUR, PEER, 0x0301, 0, PacketBytes.withTtl(answer, 63));
        rig.assertBalance();
        rig.assertDropped(DropReason.NEIGHBOUR_UNREACHABLE);
    }
}
