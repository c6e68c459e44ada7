package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.forward.WhyQuestion.Ingress;
import bauta.nat.ExplicitMapping;
import bauta.nat.ExplicitMappings;
import bauta.nat.Filtering;
import bauta.nat.PeerFilter;
import bauta.nat.PortClaim;
import bauta.nat.PortRange;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.PacketBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mappings that leases hold, seen from both ends. */
class ExplicitMappingPathTest {
    private static final int UDP = 17;
    private static final int OTHER_ADDRESS = Ipv4Address.parse("203.0.113.77").bits();

    private final Rig rig = new Rig();

    private void open(int id, PeerFilter... filters) {
        ExplicitMappings.Answer answer =
                rig.path
                        .explicitMappings()
                        .open(
                                new ExplicitMapping(
                                        id,
                                        UDP,
                                        new Ipv4Address(HOST),
                                        6881,
                                        new PortClaim(7000, true, new PortRange(1024, 65_535)),
                                        List.of(filters),
                                        false));
        assertThat(answer).isEqualTo(new ExplicitMappings.Answer.Open(new Ipv4Address(OUR), 7000));
    }

    private void in(int peer, int port) {
        rig.fromWan(PacketBytes.udp(peer, port, OUR, 7000, 20));
    }

    private void assertComesIn(int peer, int port) {
        in(peer, port);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(peer, port, HOST, 6881));
    }

    private void assertEnds(int peer, int port, DropReason reason) {
        long before = rig.drops.value(reason);
        in(peer, port);
        rig.assertSilent();
        assertThat(rig.drops.value(reason)).isEqualTo(before + 1);
    }

    @Test
    void anyPeerComesInAndIsAnsweredByTheSamePort() {
        assertEnds(PEER, 9, DropReason.INBOUND_NO_MAPPING);
        open(1);
        assertComesIn(PEER, 9);
        rig.fromLan(PacketBytes.udp(HOST, 6881, PEER, 9, 20));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, 7000, PEER, 9));
        rig.fromLan(PacketBytes.udp(HOST, 6881, OTHER_PEER, 53, 20));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, 7000, OTHER_PEER, 53));
        assertThat(rig.path.explicitMappings().flows()).containsEntry(1, 1L);
    }

    @Test
    void nobodyNewComesInAfterItsEnd() {
        open(1);
        assertComesIn(PEER, 9);
        rig.path.explicitMappings().close(1);
        assertComesIn(PEER, 9);
        assertEnds(PEER, 10, DropReason.INBOUND_FILTERED);
        assertEnds(OTHER_PEER, 9, DropReason.INBOUND_FILTERED);
    }

    @Test
    void cutEndsWhatCameInByIt() {
        open(1);
        assertComesIn(PEER, 9);
        rig.path.cut(1);
        assertEnds(PEER, 9, DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void aFilterHoldsEvenWhereFilteringIsOff() {
        rig.path.rules(NatRules.filtering(Filtering.ENDPOINT_INDEPENDENT));
        open(1, new PeerFilter(Ipv4Prefix.parse(new Ipv4Address(PEER) + "/32"), 0));
        assertComesIn(PEER, 9);
        assertEnds(OTHER_PEER, 9, DropReason.INBOUND_FILTERED);
    }

    @Test
    void aNeighbourReachesItByTheExternalAddress() {
        open(1);
        rig.fromLan(PacketBytes.udp(HOST_B, 5000, OUR, 7000, 20));
        Ends ends = Ends.of(rig.toLan());
        assertThat(ends).isEqualTo(Ends.of(OUR, 5000, HOST, 6881));
    }

    @Test
    void livesOnAtAnotherAddress() {
        open(1);
        rig.path.detach(0);
        rig.attach(OTHER_ADDRESS, 1492);
        rig.fromWan(PacketBytes.udp(PEER, 9, OTHER_ADDRESS, 7000, 20));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 9, HOST, 6881));
    }

    @Test
    void aForwardThatComesHasThePort() {
        open(1);
        rig.path.rules(NatRules.forwards(NatRules.port(7000, HOST_B, 80)));
        in(PEER, 9);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 9, HOST_B, 80));
        assertThat(rig.path.explicitMappings().flows()).isEmpty();
    }

    @Test
    void whyNamesTheLease() {
        open(12);
        WhyAnswer answer =
                rig.path.why(
                        new WhyQuestion(
                                Ingress.UPLINK,
                                0,
                                new Ipv4Address(PEER),
                                new Ipv4Address(OUR),
                                UDP,
                                9,
                                7000,
                                0,
                                0,
                                0,
                                0,
                                64,
                                40));
        assertThat(answer.steps())
                .filteredOn(step -> step.stage() == WhyStage.MAPPING)
                .singleElement()
                .satisfies(step -> assertThat(step.rule()).contains("mapping-12"));
    }
}
