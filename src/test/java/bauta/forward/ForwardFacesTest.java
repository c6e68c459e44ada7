package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.SECOND_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.firewall.Field;
import bauta.firewall.Firewall;
import bauta.firewall.Match;
import bauta.firewall.RangeSet;
import bauta.flow.TrackedFlow;
import bauta.forward.policy.Policies;
import bauta.forward.policy.PolicyAction;
import bauta.forward.policy.PolicyRule;
import bauta.forward.policy.PolicyWay;
import bauta.forward.policy.UplinkChoice;
import bauta.nat.ForwardKind;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.PortForwards;
import bauta.nat.PortRange;
import bauta.nat.PortTrigger;
import bauta.nat.TargetSlots;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The four faces of a forward, with packets through the whole path. */
class ForwardFacesTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int MARK_SLOT = 40;
    private static final int NEW_ADDRESS = Ipv4Address.parse("203.0.113.77").bits();

    private final Rig rig = new Rig();
    private final TargetSlots slots = new TargetSlots();

    private void rules(ForwardRule... rules) {
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                Firewall.defaultDeny(),
                                PortForwards.of(List.of(rules), slots)));
    }

    private static ForwardTarget target(int host, int weight) {
        return new ForwardTarget(new Ipv4Address(host), 0, weight, 0);
    }

    private static ForwardRule of(
            String id, ForwardKind kind, ForwardMatch match, ForwardTarget... targets) {
        return new ForwardRule(
                id, -1, kind, match, Scheduling.WRR, List.of(targets), Optional.empty(), true);
    }

    private static ForwardRule exposed(int host) {
        return of(
                "exposed",
                ForwardKind.EXPOSED_HOST,
                ForwardMatch.ports(Set.of(), PortRange.ANY),
                target(host, 1));
    }

    private void assertComesIn(byte[] packet, Ends want) {
        rig.fromWan(packet);
        assertThat(Ends.of(rig.toLan())).isEqualTo(want);
    }

    private void assertSilence(byte[] packet, DropReason reason) {
        long before = rig.drops.value(reason);
        rig.fromWan(packet);
        rig.assertSilent();
        assertThat(rig.drops.value(reason)).isEqualTo(before + 1);
    }

    private static byte[] udp(int peer, int port) {
        return PacketBytes.udp(peer, 5000, OUR, port, 20);
    }

    @Test
    void aPortLeadsToItsServerAndTheAnswerComesFromThePort() {
        rules(NatRules.port(8080, HOST, 80));
        assertComesIn(
                PacketBytes.tcp(PEER, 5000, OUR, 8080, SYN, 0), Ends.of(PEER, 5000, HOST, 80));
        rig.fromLan(PacketBytes.tcp(HOST, 80, PEER, 5000, SYN | ACK, 0));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, 8080, PEER, 5000));
        assertSilence(
                PacketBytes.tcp(PEER, 5000, OUR, 8081, SYN, 0), DropReason.INBOUND_NO_MAPPING);
        assertSilence(
                PacketBytes.tcp(PEER, 5001, OUR, 8080, ACK, 0), DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void aFlowThatBeganOutsideIsShownWithItsInsideHost() {
        rules(NatRules.port(8080, HOST, 80));
        assertComesIn(
                PacketBytes.tcp(PEER, 5000, OUR, 8080, SYN, 0), Ends.of(PEER, 5000, HOST, 80));
        List<TrackedFlow> seen = new ArrayList<>();
        rig.path.flows(0, 2048, seen::add);
        TrackedFlow flow = seen.getFirst();
        assertThat(flow.inside()).isEqualTo(new TrackedFlow.End(new Ipv4Address(HOST), 80));
        assertThat(flow.outside()).isEqualTo(new TrackedFlow.End(new Ipv4Address(OUR), 8080));
        assertThat(flow.peer()).isEqualTo(new TrackedFlow.End(new Ipv4Address(PEER), 5000));
        assertThat(flow.received().packets()).isEqualTo(1);
        assertThat(flow.sent().packets()).isZero();
    }

    @Test
    void aRangeKeepsItsPlaces() {
        rules(
                ForwardRule.ports(
                        "range",
                        -1,
                        ForwardMatch.ports(Set.of(UDP), new PortRange(6000, 6009)),
                        new ForwardTarget(new Ipv4Address(HOST), 7000, 1, 0)));
        for (int i = 0; i < 10; i++) {
            assertComesIn(udp(PEER, 6000 + i), Ends.of(PEER, 5000, HOST, 7000 + i));
        }
        assertSilence(udp(PEER, 6010), DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void strangersAreMetBySilenceWhereSourcesAreLimited() {
        ForwardMatch friends =
                new ForwardMatch(
                        Set.of(),
                        Set.of(),
                        Set.of(UDP),
                        PortRange.of(22),
                        List.of(new Ipv4Prefix(new Ipv4Address(PEER), 32)),
                        0,
                        0);
        rules(of("ssh", ForwardKind.PORTS, friends, target(HOST, 1)));
        assertComesIn(udp(PEER, 22), Ends.of(PEER, 5000, HOST, 22));
        assertSilence(udp(OTHER_PEER, 22), DropReason.FORWARD_SOURCE_REFUSED);
    }

    @Test
    void severalServersTakeTurnsByWeightAndFlowsStay() {
        rules(
                of(
                        "web",
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(TCP), PortRange.of(80)),
                        target(HOST, 2),
                        target(HOST_B, 1)));
        StringBuilder got = new StringBuilder();
        for (int round = 0; round < 2; round++) {
            for (int port = 1; port <= 6; port++) {
                rig.fromWan(PacketBytes.tcp(PEER, port, OUR, 80, SYN, 0));
                got.append(Ends.of(rig.toLan()).destination() == HOST ? 'A' : 'B');
            }
        }
        assertThat(got).as("each asked twice").hasToString("AABAABAABAAB");
        assertThat(rig.path.status().flow().flows()).isEqualTo(6);
    }

    @Test
    void aServerWithoutWeightGetsNothing() {
        rules(
                of(
                        "web",
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(TCP), PortRange.of(80)),
                        target(HOST, 0)));
        assertSilence(PacketBytes.tcp(PEER, 1, OUR, 80, SYN, 0), DropReason.FORWARD_NO_TARGET);
    }

    @Test
    void theServersOwnTrafficLeavesByItsPort() {
        rules(NatRules.port(5060, HOST, 5060), NatRules.port(8080, HOST, 80));
        rig.fromLan(PacketBytes.udp(HOST_B, 5060, PEER, 5000, 20));
        assertThat(Ends.of(rig.toWan()).sourcePort()).as("it is not HOST_B's").isNotEqualTo(5060);
        rig.fromLan(PacketBytes.udp(HOST, 5060, PEER, 5000, 20));
        assertThat(Ends.of(rig.toWan()).sourcePort()).isEqualTo(5060);
        rig.fromLan(PacketBytes.udp(HOST, 80, PEER, 5000, 20));
        assertThat(Ends.of(rig.toWan()).sourcePort()).isEqualTo(8080);
        assertComesIn(udp(OTHER_PEER, 5060), Ends.of(OTHER_PEER, 5000, HOST, 5060));
    }

    @Test
    void aForwardIsReachedFromEveryNetworkOfTheHouse() {
        rules(NatRules.port(8080, HOST, 80));
        rig.fromSecondLan(PacketBytes.tcp(SECOND_HOST, 6000, OUR, 8080, SYN, 0));
        Ends seen = Ends.of(rig.toLan());
        assertThat(seen).isEqualTo(Ends.of(OUR, 6000, HOST, 80));
        rig.fromLan(PacketBytes.tcp(HOST, 80, OUR, 6000, SYN | ACK, 0));
        assertThat(Ends.of(rig.toSecondLan())).isEqualTo(Ends.of(OUR, 8080, SECOND_HOST, 6000));
        rig.fromLan(PacketBytes.tcp(HOST, 6001, OUR, 8080, SYN, 0));
        assertThat(Ends.of(rig.toLan())).as("itself").isEqualTo(Ends.of(OUR, 6001, HOST, 80));
        rig.assertDropped();
    }

    @Test
    void aForwardFollowsAChangedAddress() {
        rules(NatRules.port(8080, HOST, 80));
        rig.attach(NEW_ADDRESS, 1492);
        rig.fromWan(PacketBytes.tcp(PEER, 5000, NEW_ADDRESS, 8080, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 5000, HOST, 80));
        rig.fromLan(PacketBytes.tcp(HOST_B, 6000, NEW_ADDRESS, 8080, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(NEW_ADDRESS, 6000, HOST, 80));
        assertSilence(
                PacketBytes.tcp(PEER, 5000, OUR, 8080, SYN, 0), DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void aForwardThatGoesTakesItsFlowsAlong() {
        rules(NatRules.port(8080, HOST, 80), NatRules.port(8081, HOST, 81));
        assertComesIn(udp(PEER, 8080), Ends.of(PEER, 5000, HOST, 80));
        assertComesIn(udp(PEER, 8081), Ends.of(PEER, 5000, HOST, 81));
        rules(NatRules.port(8081, HOST, 81));
        assertSilence(udp(PEER, 8080), DropReason.INBOUND_NO_MAPPING);
        assertComesIn(udp(PEER, 8081), Ends.of(PEER, 5000, HOST, 81));
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
    }

    @Test
    void aForwardTakesItsPortFromTheMappingThatHadIt() {
        rig.fromLan(PacketBytes.tcp(HOST_B, 8080, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromSecondLan(PacketBytes.tcp(SECOND_HOST, 6000, OUR, 8080, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OUR, 6000, HOST_B, 8080));
        rig.fromSecondLan(PacketBytes.tcp(SECOND_HOST, 6001, OUR, 8080, SYN, 0));
        rig.toLan();
        rules(NatRules.port(8081, HOST, 81));
        assertThat(rig.path.status().flow().flows()).as("not concerned").isEqualTo(3);
        rules(NatRules.port(8080, HOST, 80));
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        while (rig.lan.waiting() > 0) {
            rig.toLan();
        }
        rig.fromSecondLan(PacketBytes.tcp(SECOND_HOST, 6000, OUR, 8080, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OUR, 6000, HOST, 80));
    }

    @Test
    void aForwardOfOtherAddressesTakesNoFlowAlong() {
        rules(NatRules.port(8080, HOST, 80));
        assertComesIn(udp(PEER, 8080), Ends.of(PEER, 5000, HOST, 80));
        rules(
                ForwardRule.ports(
                        "elsewhere",
                        -1,
                        new ForwardMatch(
                                Set.of(),
                                Set.of(NEW_ADDRESS),
                                Set.of(UDP),
                                PortRange.of(8080),
                                List.of(),
                                0,
                                0),
                        new ForwardTarget(new Ipv4Address(HOST), 80, 1, 0)));
        assertThat(rig.path.status().flow().flows()).isZero();
    }

    @Test
    void aTriggerOpensOnlyToWhoeverPulledIt() {
        rules(
                new ForwardRule(
                        "talk",
                        -1,
                        ForwardKind.TRIGGER,
                        ForwardMatch.ports(Set.of(UDP), new PortRange(6970, 6980)),
                        Scheduling.RR,
                        List.of(),
                        Optional.of(
                                new PortTrigger(
                                        Set.of(TCP), PortRange.of(554), Duration.ofSeconds(60))),
                        true));
        assertSilence(udp(OTHER_PEER, 6970), DropReason.INBOUND_NO_MAPPING);
        rig.fromLan(PacketBytes.tcp(HOST, 4000, PEER, 554, SYN, 0));
        rig.toWan();
        rig.fromLan(PacketBytes.tcp(HOST_B, 4000, PEER, 554, SYN, 0));
        rig.toWan();
        assertComesIn(udp(OTHER_PEER, 6970), Ends.of(OTHER_PEER, 5000, HOST, 6970));
        rig.timers.advance(Duration.ofSeconds(61).toNanos());
        assertSilence(
                PacketBytes.udp(OTHER_PEER, 5001, OUR, 6970, 20), DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void whatCarriesAMarkGoesToOneOfTheServers() {
        Match webFromPeer =
                Match.ANY
                        .with(Field.SOURCE, RangeSet.addresses(new Ipv4Address(PEER) + "/32"))
                        .with(Field.PROTOCOL, RangeSet.of(UDP));
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(
                                        List.of(
                                                new PolicyRule(
                                                        "mark",
                                                        "mark",
                                                        true,
                                                        webFromPeer,
                                                        PolicyAction.MARK,
                                                        new PolicyWay(
                                                                UplinkChoice.DEFAULT_ROUTE,
                                                                0,
                                                                5,
                                                                -1),
                                                        -1))),
                                Firewall.defaultDeny(),
                                PortForwards.of(
                                        List.of(
                                                of(
                                                        "marked",
                                                        ForwardKind.MARK,
                                                        ForwardMatch.mark(5),
                                                        target(HOST, 1),
                                                        target(HOST_B, 1))),
                                        slots)));
        assertComesIn(udp(PEER, 9000), Ends.of(PEER, 5000, HOST, 9000));
        assertComesIn(udp(PEER, 9001), Ends.of(PEER, 5000, HOST_B, 9001));
        assertComesIn(udp(PEER, 9000), Ends.of(PEER, 5000, HOST, 9000));
        assertSilence(udp(OTHER_PEER, 9000), DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void aMarkLeadsHostsOfTheHouseToTheServersToo() {
        Match game = Match.ANY.with(Field.DESTINATION_PORT, RangeSet.of(9000));
        PolicyWay way = new PolicyWay(UplinkChoice.DEFAULT_ROUTE, 0, 5, -1);
        PolicyRule mark =
                new PolicyRule("mark", "mark", true, game, PolicyAction.MARK, way, MARK_SLOT);
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of(mark)),
                                Firewall.defaultDeny(),
                                PortForwards.of(
                                        List.of(
                                                of(
                                                        "marked",
                                                        ForwardKind.MARK,
                                                        ForwardMatch.mark(5),
                                                        target(HOST, 1))),
                                        slots)));
        rig.fromSecondLan(PacketBytes.udp(SECOND_HOST, 6000, OUR, 9000, 20));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OUR, 6000, HOST, 9000));
        assertThat(rig.counters.packets(MARK_SLOT)).isEqualTo(1);
    }

    @Test
    void theExposedHostGetsWhatNothingElseHasClaimed() {
        rules(exposed(HOST_B), NatRules.port(8080, HOST, 80));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        rig.toWan();
        assertComesIn(udp(PEER, 8080), Ends.of(PEER, 5000, HOST, 80));
        assertComesIn(PacketBytes.udp(PEER, 5001, OUR, 4000, 20), Ends.of(PEER, 5001, HOST, 4000));
        assertComesIn(udp(PEER, 9000), Ends.of(PEER, 5000, HOST_B, 9000));
        rig.fromWan(PacketBytes.echo(PEER, OUR, true, 7, 20));
        assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(HOST_B);
        assertSilence(udp(OTHER_PEER, 4000), DropReason.INBOUND_FILTERED);
    }

    /** It is asked for after forwards and mappings, but that is no news to anybody. */
    @Test
    void whySpeaksOfForwardsOnce() {
        rules(exposed(HOST_B), NatRules.port(8080, HOST, 80));
        for (int port : new int[] {8080, 9000}) {
            WhyAnswer answer =
                    rig.path.why(
                            new WhyQuestion(
                                    WhyQuestion.Ingress.UPLINK,
                                    0,
                                    new Ipv4Address(PEER),
                                    new Ipv4Address(OUR),
                                    UDP,
                                    5000,
                                    port,
                                    0,
                                    0,
                                    0,
                                    0,
                                    64,
                                    0));
            assertThat(answer.fate()).isEqualTo(WhyAnswer.Fate.TO_LAN);
            assertThat(answer.steps())
                    .extracting(WhyStep::stage)
                    .containsOnlyOnce(WhyStage.FORWARD)
                    .doesNotContain(WhyStage.MAPPING);
        }
    }

    @Test
    void whatTheExposedHostHasTakenIsNobodysObstacle() {
        rules(exposed(HOST_B));
        assertComesIn(udp(PEER, 4000), Ends.of(PEER, 5000, HOST_B, 4000));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        Ends seen = Ends.of(rig.toWan());
        assertThat(seen.sourcePort()).isNotEqualTo(4000).isEven();
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, seen.sourcePort(), 20));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 5000, HOST, 4000));
        rig.assertDropped();
    }

    @Test
    void countsOfFlowsComeBackToZero() {
        ForwardRule least =
                new ForwardRule(
                        "least",
                        -1,
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(UDP), PortRange.of(9000)),
                        Scheduling.LC,
                        List.of(target(HOST, 1), target(HOST_B, 1)),
                        Optional.empty(),
                        true);
        rules(least);
        for (int round = 0; round < 3; round++) {
            for (int port = 1; port <= 4; port++) {
                rig.fromWan(PacketBytes.udp(PEER, port, OUR, 9000, 20));
                int want = port % 2 == 1 ? HOST : HOST_B;
                assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(want);
            }
            rules(least);
            rig.timers.advance(Duration.ofMinutes(6).toNanos());
            assertThat(rig.path.status().flow().flows()).isZero();
        }
    }
}
