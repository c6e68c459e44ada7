package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static bauta.forward.Rig.SECOND_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.flow.FlowSettings;
import bauta.nat.Filtering;
import bauta.wire.PacketBytes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What RFC 4787 wants of UDP, requirement by requirement, seen from both ends. */
class Rfc4787Test {
    private static final long MARGIN = 10_000_000_000L;
    private static final int TOO_BIG = 0x0304;

    private final Rig rig = new Rig();

    private Ends out(int host, int port, int peer, int peerPort) {
        rig.fromLan(PacketBytes.udp(host, port, peer, peerPort, 20));
        return Ends.of(rig.toWan());
    }

    private void in(int peer, int peerPort, int port) {
        rig.fromWan(PacketBytes.udp(peer, peerPort, OUR, port, 20));
    }

    private void assertComesIn(int peer, int peerPort, int externalPort, int host, int port) {
        in(peer, peerPort, externalPort);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(peer, peerPort, host, port));
    }

    private void assertFiltered(int peer, int peerPort, int port, DropReason reason) {
        long before = rig.drops.value(reason);
        in(peer, peerPort, port);
        rig.assertSilent();
        assertThat(rig.drops.value(reason)).isEqualTo(before + 1);
    }

    private void wait(Duration time) {
        rig.timers.advance(time.toNanos());
    }

    @Test
    void req1OneMappingServesEveryDestination() {
        out(HOST_B, 4000, PEER, 9);
        Ends first = out(HOST, 4000, PEER, 5000);
        assertThat(first.sourcePort()).isNotEqualTo(4000);
        assertThat(out(HOST, 4000, PEER, 5001).sourcePort()).isEqualTo(first.sourcePort());
        assertThat(out(HOST, 4000, OTHER_PEER, 80).sourcePort()).isEqualTo(first.sourcePort());
        assertThat(out(HOST, 4001, PEER, 5000).sourcePort()).isNotEqualTo(first.sourcePort());
    }

    @Test
    void req3NoPortBelongsToTwo() {
        Set<Ends> seen = new HashSet<>();
        for (int host = HOST; host < HOST + 40; host++) {
            for (int port = 7000; port < 7010; port++) {
                Ends ends = out(host, port, PEER, 5000);
                assertThat(ends.source()).isEqualTo(OUR);
                assertThat(seen.add(ends)).as("%s is taken", ends).isTrue();
            }
        }
    }

    @Test
    void req3aPortsStayInTheirRange() {
        assertThat(out(HOST, 500, PEER, 500).sourcePort()).isEqualTo(500);
        for (int host = HOST_B; host < HOST_B + 30; host++) {
            assertThat(out(host, 500, PEER, 500).sourcePort()).isBetween(1, 1023);
            assertThat(out(host, 1500, PEER, 500).sourcePort()).isGreaterThan(1023);
        }
    }

    @Test
    void req4ParityIsKept() {
        for (int host = HOST; host < HOST + 40; host++) {
            assertThat(out(host, 6000, PEER, 5000).sourcePort() & 1).isZero();
            assertThat(out(host, 6001, PEER, 5000).sourcePort() & 1).isEqualTo(1);
        }
    }

    @Test
    void req5AMappingLivesFiveMinutes() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        wait(Duration.ofMinutes(5).minusNanos(MARGIN));
        assertComesIn(PEER, 5000, port, HOST, 4000);
        wait(Duration.ofMinutes(5).plusNanos(MARGIN));
        assertFiltered(PEER, 5000, port, DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req5aQuestionsToDnsAndNtpLiveHalfAMinute() {
        for (int service : new int[] {53, 123}) {
            int port = out(HOST, 4000 + service, PEER, service).sourcePort();
            wait(Duration.ofSeconds(30).minusNanos(MARGIN));
            assertComesIn(PEER, service, port, HOST, 4000 + service);
            wait(Duration.ofSeconds(30).plusNanos(MARGIN));
            assertFiltered(PEER, service, port, DropReason.INBOUND_NO_MAPPING);
        }
    }

    @Test
    void req5bTheTimeCanBeSet() {
        FlowSettings before = FlowSettings.ofCapacity(1024);
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        rig.path.rules(
                NatRules.timers(
                        new FlowSettings(
                                1024,
                                before.tcpTransitory(),
                                before.tcpEstablished(),
                                Duration.ofMinutes(9),
                                before.udpShort(),
                                before.icmp(),
                                before.other())));
        out(HOST, 4000, PEER, 5000);
        wait(Duration.ofMinutes(9).minusNanos(MARGIN));
        assertComesIn(PEER, 5000, port, HOST, 4000);
        wait(Duration.ofMinutes(9).plusNanos(MARGIN));
        assertFiltered(PEER, 5000, port, DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req6WhatGoesOutKeepsAMappingAlive() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        for (int i = 0; i < 6; i++) {
            wait(Duration.ofMinutes(4));
            assertThat(out(HOST, 4000, PEER, 5000).sourcePort()).isEqualTo(port);
        }
        assertComesIn(PEER, 5000, port, HOST, 4000);
    }

    @Test
    void req6NobodyOutsideHoldsAMappingOpen() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        wait(Duration.ofMinutes(2));
        assertComesIn(PEER, 1, port, HOST, 4000);
        wait(Duration.ofMinutes(2));
        assertComesIn(PEER, 1, port, HOST, 4000);
        assertComesIn(PEER, 2, port, HOST, 4000);
        wait(Duration.ofMinutes(2));
        assertFiltered(PEER, 3, port, DropReason.INBOUND_FILTERED);
        wait(Duration.ofMinutes(2));
        assertFiltered(PEER, 1, port, DropReason.INBOUND_FILTERED);
        wait(Duration.ofMinutes(2));
        assertFiltered(PEER, 2, port, DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req8WhoWasSpokenToMayAnswerFromAnyPort() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        assertComesIn(PEER, 5000, port, HOST, 4000);
        assertComesIn(PEER, 6000, port, HOST, 4000);
        assertFiltered(OTHER_PEER, 5000, port, DropReason.INBOUND_FILTERED);
        assertFiltered(PEER, 5000, port + 2, DropReason.INBOUND_NO_MAPPING);
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 6000, 20));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, port, PEER, 6000));
        out(HOST, 4001, OTHER_PEER, 5000);
        assertFiltered(OTHER_PEER, 5000, port, DropReason.INBOUND_FILTERED);
    }

    @Test
    void req8aEverybodyMaySendByChoice() {
        rig.path.rules(NatRules.filtering(Filtering.ENDPOINT_INDEPENDENT));
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        assertComesIn(OTHER_PEER, 1, port, HOST, 4000);
        assertFiltered(OTHER_PEER, 1, port + 2, DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req9TwoHostsMeetAtTheExternalAddress() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        int other = out(HOST_B, 7000, PEER, 5000).sourcePort();
        rig.fromLan(PacketBytes.udp(HOST_B, 7000, OUR, port, 30));
        assertThat(Ends.of(rig.toLan()))
                .as("external source address and port (REQ-9a)")
                .isEqualTo(Ends.of(OUR, other, HOST, 4000));
        rig.fromLan(PacketBytes.udp(HOST, 4000, OUR, other, 30));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OUR, port, HOST_B, 7000));
        rig.assertSilent();
        rig.assertDropped();
    }

    @Test
    void req9AHostThatHasSpokenToNobodyGetsAnExternalPortForIt() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        rig.fromSecondLan(PacketBytes.udp(SECOND_HOST, 4000, OUR, port, 30));
        Ends seen = Ends.of(rig.toLan());
        assertThat(seen.source()).isEqualTo(OUR);
        assertThat(seen.sourcePort()).isNotEqualTo(4000);
        rig.fromLan(PacketBytes.udp(HOST, 4000, OUR, seen.sourcePort(), 30));
        assertThat(Ends.of(rig.toSecondLan())).isEqualTo(Ends.of(OUR, port, SECOND_HOST, 4000));
    }

    @Test
    void req9AHostMeetsItself() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        int own = out(HOST, 4001, PEER, 5000).sourcePort();
        rig.fromLan(PacketBytes.udp(HOST, 4001, OUR, port, 30));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OUR, own, HOST, 4000));
    }

    @Test
    void req11TheSameMappingAndFilterAtAnyTime() {
        Set<Integer> ports = new HashSet<>();
        for (int round = 0; round < 50; round++) {
            for (int other = 0; other < 10; other++) {
                out(HOST_B + other, 8000 + round, PEER, 5000);
            }
            ports.add(out(HOST, 4000, round % 2 == 0 ? PEER : OTHER_PEER, round + 1).sourcePort());
            assertComesIn(PEER, 999, ports.iterator().next(), HOST, 4000);
        }
        assertThat(ports).hasSize(1);
    }

    @Test
    void req12NoIcmpMessageEndsAMapping() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        int[] kinds = {0x0300, 0x0301, 0x0302, 0x0303, TOO_BIG, 0x030d, 0x0b00, 0x0b01, 0x0c00};
        for (int from : new int[] {PEER, OTHER_PEER}) {
            for (int kind : kinds) {
                rig.fromWan(PacketBytes.icmpError(from, OUR, kind, 0, sent, sent.length));
                rig.toLan();
            }
        }
        assertComesIn(PEER, 5000, Ends.of(sent).sourcePort(), HOST, 4000);
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        rig.assertDropped();
    }

    @Test
    void req12bUnreachableReachesTheSender() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        rig.fromWan(PacketBytes.icmpError(PEER, OUR, 0x0303, 0, sent, sent.length));
        byte[] error = rig.toLan();
        assertThat(Ends.quoted(error)).isEqualTo(Ends.of(HOST, 4000, PEER, 5000));
    }

    @Test
    void req13ADatagramThatMustStayWholeIsAnsweredWithTheMtu() {
        byte[] big = PacketBytes.udp(HOST, 4000, PEER, 5000, 1470);
        rig.fromLan(big);
        byte[] error = rig.toLan();
        assertThat(error).isEqualTo(PacketBytes.icmpError(ROUTER, HOST, TOO_BIG, 1492, big, 548));
    }

    @Test
    void req13aADatagramThatMayBeCutIsCutAndSentInOrder() {
        rig.fromLan(PacketBytes.mayFragment(PacketBytes.udp(HOST, 4000, PEER, 5000, 1470), 7));
        byte[] first = rig.toWan();
        byte[] second = rig.toWan();
        assertThat(first[6] << 8 | first[7] & 0xff).as("first, more follow").isEqualTo(0x2000);
        assertThat(first.length).isLessThanOrEqualTo(1492);
        assertThat((second[6] & 0x1f) << 8 | second[7] & 0xff).isEqualTo((first.length - 20) / 8);
        assertThat(first.length + second.length - 20).isEqualTo(28 + 1470);
        rig.assertSilent();
    }

    @Test
    void req14PiecesOutOfOrderArrive() {
        int port = out(HOST, 4000, PEER, 5000).sourcePort();
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(PEER, 5000, OUR, port, 1200), 7);
        rig.fromWan(PacketBytes.fragment(whole, 800, 408));
        rig.assertSilent();
        rig.fromWan(PacketBytes.fragment(whole, 0, 800));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 5000, HOST, 4000));
        byte[] later = rig.toLan();
        assertThat(later[6] << 8 | later[7] & 0xff).isEqualTo(100);
        rig.assertDropped();
    }
}
