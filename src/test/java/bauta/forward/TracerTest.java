package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.firewall.Firewall;
import bauta.forward.policy.Policies;
import bauta.nat.PortForwards;
import bauta.nat.TargetSlots;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The live trace of one conversation. */
class TracerTest {
    private final Rig rig = new Rig();

    private static Optional<TraceFilter> of(int host, int port) {
        return Optional.of(
                new TraceFilter(
                        Optional.of(17),
                        Optional.of(new Ipv4Address(host)),
                        Optional.of(port),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void bothDirectionsAreSeenInBothForms() {
        rig.path.trace(of(HOST, 4000));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 1));
        rig.fromLan(PacketBytes.udp(HOST, 4001, PEER, 5000, 1));
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 1));
        assertThat(rig.path.traced())
                .extracting(TraceLine::event)
                .containsExactly(
                        TraceLine.Event.ARRIVED,
                        TraceLine.Event.LEFT,
                        TraceLine.Event.ARRIVED,
                        TraceLine.Event.LEFT);
        assertThat(rig.path.traced().get(1).source()).isEqualTo(new Ipv4Address(OUR));
        assertThat(rig.path.traced().get(3).destination()).isEqualTo(new Ipv4Address(HOST));
    }

    /** Before the first packet there is no flow that would tell which host it is for. */
    @Test
    void theFirstPacketOfAForwardIsSeenByTheAddressInside() {
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                Firewall.defaultDeny(),
                                PortForwards.of(
                                        List.of(NatRules.port(8080, HOST, 80)),
                                        new TargetSlots())));
        rig.path.trace(of(HOST, 80));
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 8081, 1));
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 8080, 1));
        assertThat(rig.path.traced())
                .extracting(line -> line.event() + " " + line.destination())
                .containsExactly(
                        "ARRIVED " + new Ipv4Address(OUR), "LEFT " + new Ipv4Address(HOST));
        rig.fromLan(PacketBytes.udp(HOST, 80, PEER, 5000, 1));
        assertThat(rig.path.traced()).hasSize(4);
    }

    @Test
    void theEndIsSeenWithItsReason() {
        rig.path.trace(of(PEER, 5000));
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 1));
        assertThat(rig.path.traced().getLast().event()).isEqualTo(TraceLine.Event.DROPPED);
        assertThat(rig.path.traced().getLast().reason()).isEqualTo(DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void itEndsByLinesAndByTime() {
        rig.path.trace(of(PEER, 5000));
        for (int i = 0; i < 1000; i++) {
            rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 1));
        }
        assertThat(rig.path.traced()).hasSize(Tracer.MOST_LINES);
        rig.path.trace(of(PEER, 5000));
        rig.timers.advance(Tracer.LONGEST_NANOS + 1);
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 1));
        assertThat(rig.path.traced()).isEmpty();
    }
}
