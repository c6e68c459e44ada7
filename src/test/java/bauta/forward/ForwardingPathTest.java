package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForwardingPathTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final int RST = TcpHeader.RST;
    private static final int FIN = TcpHeader.FIN;

    private final Rig rig = new Rig();

    @Test
    void udpGoesOutMasqueradedAndItsAnswerComesBack() {
        rig.fromLan(PacketBytes.udp(HOST, 5353, PEER, 53, 30));
        assertThat(rig.toWan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.udp(OUR, 5353, PEER, 53, 30), 63));
        rig.fromWan(PacketBytes.udp(PEER, 53, OUR, 5353, 100));
        assertThat(rig.toLan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.udp(PEER, 53, HOST, 5353, 100), 63));
        rig.assertDropped();
        assertThat(rig.lan.flushes()).isPositive();
    }

    @Test
    void udpWithoutAChecksumStaysWithoutOne() {
        byte[] packet = PacketBytes.udp(HOST, 5353, PEER, 5000, 30);
        packet[26] = 0;
        packet[27] = 0;
        rig.fromLan(packet);
        byte[] out = rig.toWan();
        assertThat(out[26]).isZero();
        assertThat(out[27]).isZero();
    }

    @Test
    void twoHostsWithEqualPortsGetDifferentOnes() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.fromLan(PacketBytes.udp(HOST_B, 4000, PEER, 5000, 1));
        rig.toWan();
        byte[] second = rig.toWan();
        int port = (second[20] & 0xff) << 8 | second[21] & 0xff;
        assertThat(port).isNotEqualTo(4000).isGreaterThan(1023);
        assertThat(port & 1).as("parity").isZero();
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, port, 9));
        assertThat(rig.toLan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.udp(PEER, 5000, HOST_B, 4000, 9), 63));
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 9));
        assertThat(rig.toLan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.udp(PEER, 5000, HOST, 4000, 9), 63));
    }

    @Test
    void oneMappingServesAllPeersOfASocket() {
        rig.fromLan(PacketBytes.udp(HOST_B, 4000, PEER, 5000, 1));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.fromLan(PacketBytes.udp(HOST, 4000, OTHER_PEER, 6000, 1));
        rig.toWan();
        byte[] first = rig.toWan();
        byte[] second = rig.toWan();
        assertThat(new byte[] {second[20], second[21]})
                .isEqualTo(new byte[] {first[20], first[21]});
        assertThat(rig.path.status().nat().mappings()).isEqualTo(2);
        assertThat(rig.path.status().flow().flows()).isEqualTo(3);
    }

    @Test
    void pingGoesOutAndComesBack() {
        rig.fromLan(PacketBytes.echo(HOST, PEER, true, 77, 56));
        rig.fromLan(PacketBytes.echo(HOST_B, PEER, true, 77, 56));
        assertThat(rig.toWan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.echo(OUR, PEER, true, 77, 56), 63));
        byte[] second = rig.toWan();
        int identifier = (second[24] & 0xff) << 8 | second[25] & 0xff;
        assertThat(identifier).isNotEqualTo(77);
        rig.fromWan(PacketBytes.echo(PEER, OUR, false, identifier, 56));
        assertThat(rig.toLan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.echo(PEER, HOST_B, false, 77, 56), 63));
    }

    @Test
    void tcpOpensTransfersAndCloses() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        assertThat(rig.toWan())
                .isEqualTo(
                        PacketBytes.withTtl(PacketBytes.tcp(OUR, 40_000, PEER, 443, SYN, 0), 63));
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN | ACK, 0));
        assertThat(rig.toLan())
                .isEqualTo(
                        PacketBytes.withTtl(
                                PacketBytes.tcp(PEER, 443, HOST, 40_000, SYN | ACK, 0), 63));
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 500));
        rig.toWan();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, ACK | FIN, 1400));
        rig.toLan();
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK | FIN, 0));
        rig.toWan();
        rig.assertDropped();
        rig.timers.advance(245_000_000_000L);
        assertThat(rig.path.status().flow().flows()).isZero();
        assertThat(rig.path.status().nat().mappings()).isZero();
    }

    @Test
    void ethernetPaddingDoesNotTravel() {
        byte[] frame = Rig.ethernet(PacketBytes.udp(HOST, 5353, PEER, 53, 1), Rig.LAN_MAC, 0x0800);
        rig.frameFromLan(java.util.Arrays.copyOf(frame, 60));
        assertThat(rig.toWan()).hasSize(29);
        byte[] in = Rig.session(PacketBytes.udp(PEER, 53, OUR, 5353, 1), Rig.SESSION);
        rig.frameFromWan(java.util.Arrays.copyOf(in, 60));
        assertThat(rig.toLan()).hasSize(29);
    }

    @Test
    void segmentWithoutFlowIsReset() {
        rig.timers.advance(301_000_000_000L);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 10));
        byte[] reset = rig.toLan();
        byte[] want = PacketBytes.tcp(PEER, 443, HOST, 40_000, RST, 0);
        want[24 + 2] = 1001 >>> 8;
        want[24 + 3] = (byte) 1001;
        PacketBytes.mend(want);
        assertThat(reset).isEqualTo(want);
        rig.assertDropped(DropReason.TCP_NO_FLOW);
    }

    @Test
    void resetWithoutFlowIsNotAnswered() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, RST, 0));
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, RST | ACK, 0));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.TCP_NO_FLOW)).isEqualTo(2);
    }

    @Test
    void inboundWithoutAFlowIsDroppedSilently() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.toWan();
        rig.fromWan(PacketBytes.udp(OTHER_PEER, 5000, OUR, 4000, 1));
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4001, 1));
        rig.fromWan(PacketBytes.echo(PEER, OUR, true, 1, 1));
        rig.fromWan(PacketBytes.tcp(PEER, 5000, OUR, 4000, SYN, 0));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.INBOUND_FILTERED)).isEqualTo(1);
        assertThat(rig.drops.value(DropReason.INBOUND_NO_MAPPING)).isEqualTo(2);
        assertThat(rig.drops.value(DropReason.INBOUND_TO_ROUTER)).isEqualTo(1);
    }

    @Test
    void aPeerCannotOpenAConnectionInsideAFlow() {
        openTcp();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN, 0));
        rig.assertSilent();
        rig.assertDropped(DropReason.TCP_SYN_IN_FLOW);
    }

    @Test
    void aPeerCannotOpenAConnectionInAClosedFlow() {
        openTcp();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, RST, 0));
        rig.toLan();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN, 0));
        rig.assertSilent();
        rig.assertDropped(DropReason.TCP_SYN_IN_FLOW);
    }

    @Test
    void bothEndsMayOpenAtOnce() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN, 0));
        rig.toLan();
        rig.assertDropped();
    }

    private void openTcp() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN | ACK, 0));
        rig.toLan();
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 0));
        rig.toWan();
    }

    @Test
    void closedServicesOfTheRouterAnswer() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, ROUTER, 23, SYN, 0));
        byte[] reset = rig.toLan();
        assertThat(reset[33]).isEqualTo((byte) (RST | ACK));
        rig.fromLan(PacketBytes.udp(HOST, 40_000, ROUTER, 69, 5));
        byte[] error = rig.toLan();
        assertThat(error[20]).isEqualTo((byte) 3);
        assertThat(error[21]).isEqualTo((byte) 3);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, OUR, 80, SYN, 0));
        rig.toLan();
        assertThat(rig.drops.value(DropReason.ROUTER_SERVICE_CLOSED)).isEqualTo(3);
    }

    @Test
    void theRouterItselfUsesTheUplinkLikeAHost() {
        rig.fromLan(PacketBytes.udp(HOST, 40_000, PEER, 53, 5));
        rig.toWan();
        rig.fromRouter(PacketBytes.udp(OUR, 40_000, PEER, 53, 5));
        byte[] out = rig.toWan();
        int port = (out[20] & 0xff) << 8 | out[21] & 0xff;
        assertThat(port).isNotEqualTo(40_000);
        assertThat(out[8]).as("a host does not count its own hop").isEqualTo((byte) 64);
        rig.fromWan(PacketBytes.udp(PEER, 53, OUR, port, 7));
        assertThat(rig.toRouter()).isEqualTo(PacketBytes.udp(PEER, 53, OUR, 40_000, 7));
        rig.assertDropped();
    }

    @Test
    void withoutAnUplinkTheHostIsTold() {
        openTcp();
        rig.path.detach(0);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 5));
        byte[] known = rig.toLan();
        assertThat(known[20]).isEqualTo((byte) 3);
        assertThat(known[21]).isZero();
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 5));
        assertThat(rig.toLan()[20]).isEqualTo((byte) 3);
        assertThat(rig.drops.value(DropReason.IPV4_NO_ROUTE)).isEqualTo(2);
    }

    @Test
    void theSameAddressAgainKeepsFlows() {
        openTcp();
        rig.path.detach(0);
        rig.attach(OUR, 1454);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 5));
        rig.toWan();
        rig.assertDropped();
    }

    @Test
    void anotherAddressEndsFlowsAndResetsTheInside() {
        openTcp();
        rig.fromLan(PacketBytes.tcp(HOST, 50_000, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromLan(PacketBytes.udp(HOST, 40_000, PEER, 443, 0));
        rig.toWan();
        rig.path.detach(0);
        int next = Ipv4Address.parse("203.0.113.77").bits();
        rig.attach(next, 1492);
        byte[] open = rig.toLan();
        assertThat(HexFormat.of().formatHex(open, 20, 34)).startsWith("01bb9c40000003e900000000");
        assertThat(open[33]).isEqualTo((byte) RST);
        byte[] opening = rig.toLan();
        assertThat(HexFormat.of().formatHex(opening, 20, 34))
                .startsWith("01bbc35000000000000003e9");
        assertThat(opening[33]).isEqualTo((byte) (RST | ACK));
        assertThat(rig.path.status().flow().flows()).isZero();
        assertThat(rig.path.status().nat().mappings()).isZero();
        rig.assertBalance();
        rig.fromLan(PacketBytes.udp(HOST, 40_000, PEER, 443, 0));
        assertThat(rig.toWan())
                .isEqualTo(PacketBytes.withTtl(PacketBytes.udp(next, 40_000, PEER, 443, 0), 63));
    }

    @Test
    void anythingReceivedCountsAsLife() {
        rig.timers.advance(5_000_000_000L);
        rig.fromWan(PacketBytes.udp(PEER, 1, OUR, 2, 3));
        assertThat(rig.path.lastReceivedNanos(0)).isEqualTo(rig.timers.nanos());
        assertThat(rig.path.lastReceivedNanos(3)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void framesOfUnknownSessionsAreReported() {
        for (int i = 0; i < 100; i++) {
            rig.frameFromWan(Rig.session(PacketBytes.udp(PEER, 1, OUR, 2, 3), 7));
        }
        assertThat(rig.unknownSessions).hasSize(100).containsOnly(7);
        assertThat(rig.drops.value(DropReason.PPPOE_UNKNOWN_SESSION)).isEqualTo(100);
    }

    @Test
    void aPacketWaitsForItsNeighbour() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.toWan();
        rig.neighbours.forget(HOST);
        for (int i = 0; i < 5; i++) {
            rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, i));
        }
        assertThat(rig.path.status().held()).isEqualTo(3);
        rig.assertSilent();
        rig.neighbours.answer(HOST);
        assertThat(rig.lan.waiting()).isEqualTo(3);
        rig.assertBalance();
        assertThat(rig.drops.value(DropReason.NEIGHBOUR_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void whenPortsAreShortNoFlowDies() {
        Rig big = new Rig(70_000);
        big.wan.keep(false);
        big.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        for (int port = 1; port < 65_536; port++) {
            big.fromLan(PacketBytes.udp(HOST, port, PEER, 5000, 0));
        }
        big.wan.keep(true);
        long flows = big.path.status().flow().flows();
        long refused = big.drops.value(DropReason.NAT_HOST_BUDGET);
        assertThat(big.drops.nonZero().keySet())
                .containsOnly(DropReason.NAT_HOST_BUDGET, DropReason.ICMP_RATE_LIMITED);
        assertThat(big.path.status().nat().refused()).isEqualTo(refused);
        assertThat(flows + refused).isEqualTo(65_536);
        big.fromLan(PacketBytes.udp(HOST_B, 40_000, PEER, 5000, 0));
        big.toWan();
        assertThat(big.path.status().flow().flows()).isEqualTo(flows + 1);
        big.fromLan(PacketBytes.tcp(HOST_B, 40_000, PEER, 443, SYN, 0));
        big.toWan();
    }

    @Test
    void anUplinkWithAnAddressOfTheLanIsRefused() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.toWan();
        int inside = Ipv4Address.parse("192.168.87.77").bits();
        rig.attach(inside, 1492);
        rig.fromLan(PacketBytes.udp(inside, 1, PEER, 2, 5));
        assertThat(rig.toLan()[20]).as("net unreachable").isEqualTo((byte) 3);
        rig.fromRouter(PacketBytes.udp(inside, 1, PEER, 2, 5));
        rig.assertSilent();
        rig.assertDropped(DropReason.IPV4_NO_ROUTE, DropReason.IPV4_SPOOFED);
        rig.attach(OUR, 1492);
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 1));
        rig.toLan();
    }

    @Test
    void ticksAgainAfterATickThatFailed() {
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 4000, PEER, 5000, 3000), 1);
        rig.fromLan(PacketBytes.fragment(whole, 1400, 1400));
        assertThat(rig.path.status().held()).isEqualTo(1);
        rig.pool.release(0);
        assertThatThrownBy(() -> rig.timers.advance(TimeUnit.MINUTES.toNanos(2)))
                .hasMessageContaining("more frames than there are");
        assertThat(rig.timers.waiting()).isEqualTo(1);
    }
}
