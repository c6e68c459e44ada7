package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.SECOND_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.flow.FlowSettings;
import bauta.nat.Filtering;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What RFC 5382 wants of TCP, requirement by requirement, seen from both ends. */
class Rfc5382Test {
    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final int FIN = TcpHeader.FIN;
    private static final int RST = TcpHeader.RST;
    private static final long MARGIN = 10_000_000_000L;
    private static final Duration ESTABLISHED = Duration.ofMinutes(124);
    private static final Duration TRANSITORY = Duration.ofMinutes(4);

    private final Rig rig = new Rig();

    private Ends out(int host, int port, int peer, int peerPort, int flags) {
        rig.fromLan(PacketBytes.tcp(host, port, peer, peerPort, flags, 0));
        return Ends.of(rig.toWan());
    }

    private void in(int peer, int peerPort, int port, int flags) {
        rig.fromWan(PacketBytes.tcp(peer, peerPort, OUR, port, flags, 0));
    }

    private void assertComesIn(int peer, int peerPort, int port, int flags, Ends want) {
        in(peer, peerPort, port, flags);
        assertThat(Ends.of(rig.toLan())).isEqualTo(want);
    }

    private void assertSilence(int peer, int peerPort, int port, int flags, DropReason reason) {
        long before = rig.drops.value(reason);
        in(peer, peerPort, port, flags);
        rig.assertSilent();
        assertThat(rig.drops.value(reason)).isEqualTo(before + 1);
    }

    private int open(int host, int port, int peer, int peerPort) {
        int external = out(host, port, peer, peerPort, SYN).sourcePort();
        Ends inside = Ends.of(peer, peerPort, host, port);
        assertComesIn(peer, peerPort, external, SYN | ACK, inside);
        out(host, port, peer, peerPort, ACK);
        return external;
    }

    private void wait(Duration time) {
        rig.timers.advance(time.toNanos());
    }

    @Test
    void req1OneMappingServesEveryDestination() {
        out(HOST_B, 4000, PEER, 9, SYN);
        int port = out(HOST, 4000, PEER, 80, SYN).sourcePort();
        assertThat(port).isNotEqualTo(4000);
        assertThat(out(HOST, 4000, PEER, 81, SYN).sourcePort()).isEqualTo(port);
        assertThat(out(HOST, 4000, OTHER_PEER, 80, SYN).sourcePort()).isEqualTo(port);
    }

    @Test
    void req2AConnectionOpensRunsAndClosesInEveryValidOrder() {
        Ends inside = Ends.of(PEER, 80, HOST, 4000);
        for (boolean insideFirst : new boolean[] {true, false}) {
            open(HOST, 4000, PEER, 80);
            rig.fromLan(PacketBytes.tcp(HOST, 4000, PEER, 80, ACK, 100));
            rig.toWan();
            assertComesIn(PEER, 80, 4000, ACK, inside);
            if (insideFirst) {
                out(HOST, 4000, PEER, 80, FIN | ACK);
                assertComesIn(PEER, 80, 4000, ACK, inside);
                assertComesIn(PEER, 80, 4000, FIN | ACK, inside);
            } else {
                assertComesIn(PEER, 80, 4000, FIN | ACK, inside);
                out(HOST, 4000, PEER, 80, ACK);
                out(HOST, 4000, PEER, 80, FIN | ACK);
            }
            assertComesIn(PEER, 80, 4000, ACK, inside);
            out(HOST, 4000, PEER, 80, ACK);
        }
        rig.assertDropped();
        assertThat(rig.path.status().flow().flows()).as("the same one, begun anew").isEqualTo(1);
    }

    @Test
    void req2AConnectionFromOutsideOpensWhereItIsPermitted() {
        rig.path.rules(NatRules.forwards(NatRules.port(8080, HOST, 80)));
        assertComesIn(PEER, 5000, 8080, SYN, Ends.of(PEER, 5000, HOST, 80));
        assertThat(out(HOST, 80, PEER, 5000, SYN | ACK)).isEqualTo(Ends.of(OUR, 8080, PEER, 5000));
        assertComesIn(PEER, 5000, 8080, ACK, Ends.of(PEER, 5000, HOST, 80));
        out(HOST, 80, PEER, 5000, FIN | ACK);
        assertComesIn(PEER, 5000, 8080, FIN | ACK, Ends.of(PEER, 5000, HOST, 80));
        rig.assertDropped();
    }

    @Test
    void req2aBothEndsMayOpenAtOnce() {
        out(HOST, 4000, PEER, 80, SYN);
        Ends inside = Ends.of(PEER, 80, HOST, 4000);
        assertComesIn(PEER, 80, 4000, SYN, inside);
        out(HOST, 4000, PEER, 80, SYN | ACK);
        assertComesIn(PEER, 80, 4000, SYN | ACK, inside);
        out(HOST, 4000, PEER, 80, ACK);
        assertComesIn(PEER, 80, 4000, ACK, inside);
        wait(ESTABLISHED.minusNanos(MARGIN));
        assertComesIn(PEER, 80, 4000, ACK, inside);
        rig.assertDropped();
    }

    @Test
    void req3WhoWasSpokenToMayConnectFromAnyPort() {
        open(HOST, 4000, PEER, 80);
        assertComesIn(PEER, 5000, 4000, SYN, Ends.of(PEER, 5000, HOST, 4000));
        assertThat(out(HOST, 4000, PEER, 5000, SYN | ACK))
                .isEqualTo(Ends.of(OUR, 4000, PEER, 5000));
        assertSilence(OTHER_PEER, 80, 4000, SYN, DropReason.INBOUND_FILTERED);
    }

    @Test
    void req3aEverybodyMayConnectByChoice() {
        rig.path.rules(NatRules.filtering(Filtering.ENDPOINT_INDEPENDENT));
        open(HOST, 4000, PEER, 80);
        assertComesIn(OTHER_PEER, 5000, 4000, SYN, Ends.of(OTHER_PEER, 5000, HOST, 4000));
    }

    @Test
    void req4AnUnsolicitedSynIsMetBySilence() {
        assertSilence(PEER, 5000, 4000, SYN, DropReason.INBOUND_NO_MAPPING);
        wait(Duration.ofSeconds(30));
        rig.assertSilent();
    }

    @Test
    void req4ByChoiceItIsAnsweredAfterSixSeconds() {
        rig.path.rules(NatRules.answeringSyns());
        byte[] syn = PacketBytes.tcp(PEER, 5000, OUR, 4000, SYN, 0);
        rig.fromWan(syn);
        wait(Duration.ofMillis(5900));
        rig.assertSilent();
        wait(Duration.ofSeconds(2));
        byte[] error = rig.toWan();
        assertThat(error).isEqualTo(PacketBytes.icmpError(OUR, PEER, 0x0303, 0, syn, syn.length));
        rig.assertSilent();
    }

    @Test
    void req4NotWhenTheInsideOpensTheSameConnectionMeanwhile() {
        rig.path.rules(NatRules.answeringSyns());
        in(PEER, 5000, 4000, SYN);
        wait(Duration.ofSeconds(2));
        out(HOST, 4000, PEER, 5000, SYN);
        wait(Duration.ofSeconds(10));
        rig.assertSilent();
        rig.assertDropped(DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req5AnOpenConnectionLivesTwoHoursAndFourMinutes() {
        open(HOST, 4000, PEER, 80);
        wait(ESTABLISHED.minusNanos(MARGIN));
        assertComesIn(PEER, 80, 4000, ACK, Ends.of(PEER, 80, HOST, 4000));
        wait(ESTABLISHED.plusNanos(MARGIN));
        assertSilence(PEER, 80, 4000, ACK, DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req5OneThatIsNotOpenOrClosingLivesFourMinutes() {
        out(HOST, 4000, PEER, 80, SYN);
        open(HOST, 4001, PEER, 80);
        out(HOST, 4001, PEER, 80, FIN | ACK);
        in(PEER, 80, 4001, FIN | ACK);
        rig.toLan();
        open(HOST, 4002, PEER, 80);
        out(HOST, 4002, PEER, 80, RST | ACK);
        open(HOST, 4003, PEER, 80);
        in(PEER, 80, 4003, SYN | ACK);
        rig.toLan();
        wait(TRANSITORY.minusNanos(MARGIN));
        assertThat(rig.path.status().flow().flows()).isEqualTo(4);
        wait(Duration.ofNanos(2 * MARGIN));
        assertThat(rig.path.status().flow().flows()).as("the open one").isEqualTo(1);
        assertComesIn(PEER, 80, 4003, ACK, Ends.of(PEER, 80, HOST, 4003));
    }

    @Test
    void req5aTheTimesCanBeSet() {
        FlowSettings before = FlowSettings.ofCapacity(1024);
        rig.path.rules(
                NatRules.timers(
                        new FlowSettings(
                                1024,
                                Duration.ofMinutes(10),
                                Duration.ofHours(24),
                                before.udp(),
                                before.udpShort(),
                                before.icmp(),
                                before.other())));
        open(HOST, 4000, PEER, 80);
        out(HOST, 4001, PEER, 80, SYN);
        wait(Duration.ofMinutes(10).minusNanos(MARGIN));
        assertThat(rig.path.status().flow().flows()).isEqualTo(2);
        wait(Duration.ofNanos(2 * MARGIN));
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        wait(Duration.ofHours(23));
        assertComesIn(PEER, 80, 4000, ACK, Ends.of(PEER, 80, HOST, 4000));
    }

    @Test
    void req7NoPortBelongsToTwo() {
        Set<Ends> seen = new HashSet<>();
        for (int host = HOST; host < HOST + 40; host++) {
            for (int port = 7000; port < 7010; port++) {
                Ends ends = out(host, port, PEER, 80, SYN);
                assertThat(seen.add(ends)).as("%s is taken", ends).isTrue();
            }
        }
    }

    @Test
    void req8TwoHostsMeetAtTheExternalAddress() {
        int port = open(HOST, 4000, PEER, 80);
        rig.fromSecondLan(PacketBytes.tcp(SECOND_HOST, 4000, OUR, port, SYN, 0));
        Ends seen = Ends.of(rig.toLan());
        assertThat(seen.source()).as("external source address and port").isEqualTo(OUR);
        assertThat(seen.sourcePort()).isNotEqualTo(4000);
        rig.fromLan(PacketBytes.tcp(HOST, 4000, OUR, seen.sourcePort(), SYN | ACK, 0));
        assertThat(Ends.of(rig.toSecondLan())).isEqualTo(Ends.of(OUR, port, SECOND_HOST, 4000));
        rig.fromSecondLan(PacketBytes.tcp(SECOND_HOST, 4000, OUR, port, ACK, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(seen);
        rig.assertDropped();
    }

    @Test
    void req8AForwardIsReachedFromInsideToo() {
        rig.path.rules(NatRules.forwards(NatRules.port(8080, HOST, 80)));
        rig.fromLan(PacketBytes.tcp(HOST_B, 5000, OUR, 8080, SYN, 0));
        Ends seen = Ends.of(rig.toLan());
        assertThat(seen).isEqualTo(Ends.of(OUR, 5000, HOST, 80));
        rig.fromLan(PacketBytes.tcp(HOST, 80, OUR, 5000, SYN | ACK, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OUR, 8080, HOST_B, 5000));
        rig.assertDropped();
    }

    @Test
    void req9UnreachableReachesTheSender() {
        rig.fromLan(PacketBytes.tcp(HOST, 4000, PEER, 80, SYN, 0));
        byte[] sent = rig.toWan();
        for (int code = 0; code < 16; code++) {
            rig.fromWan(PacketBytes.icmpError(OTHER_PEER, OUR, 0x0300 | code, 0, sent, 28));
            byte[] error = rig.toLan();
            assertThat(error[21]).isEqualTo((byte) code);
            assertThat(Ends.quoted(error)).isEqualTo(Ends.of(HOST, 4000, PEER, 80));
        }
    }

    @Test
    void req10NoIcmpMessageEndsAConnection() {
        open(HOST, 4000, PEER, 80);
        rig.fromLan(PacketBytes.tcp(HOST, 4000, PEER, 80, ACK, 10));
        byte[] sent = rig.toWan();
        for (int kind : new int[] {0x0300, 0x0301, 0x0303, 0x0304, 0x0b00, 0x0c00}) {
            rig.fromWan(PacketBytes.icmpError(PEER, OUR, kind, 0, sent, 28));
            rig.toLan();
        }
        wait(ESTABLISHED.minusNanos(MARGIN));
        assertComesIn(PEER, 80, 4000, ACK, Ends.of(PEER, 80, HOST, 4000));
        rig.assertDropped();
    }
}
