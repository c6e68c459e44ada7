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
import bauta.firewall.FirewallRule;
import bauta.firewall.Match;
import bauta.firewall.RangeSet;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.forward.policy.OneToOne;
import bauta.forward.policy.Policies;
import bauta.forward.policy.PolicyAction;
import bauta.forward.policy.PolicyRule;
import bauta.forward.policy.PolicyWay;
import bauta.nat.PortForwards;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.Ipv4Prefix;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Policies of masquerading in the packet path. */
class PolicyPathTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int PROHIBITED = 0x030d;
    private static final int SLOT = 40;
    private static final int OTHER_SLOT = 41;
    private static final int SECOND_OUR = Ipv4Address.parse("203.0.113.21").bits();

    private final Rig rig = new Rig();

    private void policies(PolicyRule... rules) {
        with(Policies.of(List.of(rules)), Firewall.defaultDeny());
    }

    private void with(Policies policies, Firewall firewall) {
        rig.path.rules(ForwardRules.standing().with(policies, firewall, PortForwards.NONE));
    }

    private static PolicyRule policy(Match match, PolicyAction action, int slot) {
        return new PolicyRule(action + "-" + slot, match, action, slot);
    }

    private static PolicyRule policy(Match match, PolicyAction action, PolicyWay way) {
        return new PolicyRule("p", "", true, match, action, way, SLOT);
    }

    private static Match destination(String text) {
        return Match.ANY.with(Field.DESTINATION, RangeSet.addresses(text));
    }

    private static int source(byte[] packet) {
        return Ipv4Header.source(Unpooled.wrappedBuffer(packet), 0);
    }

    private static int typeAndCode(byte[] icmp) {
        assertThat(icmp[9]).as("protocol").isEqualTo((byte) 1);
        return (icmp[20] & 0xff) << 8 | icmp[21] & 0xff;
    }

    private static byte[] routed(byte[] packet) {
        return PacketBytes.withTtl(packet, 63);
    }

    private void attachWithSecondAddress() {
        rig.path.attach(
                new UplinkAttachment(
                        0,
                        "internet",
                        new Ipv4Address(OUR),
                        1492,
                        rig.wan,
                        Rig.WAN_MAC,
                        Rig.AC_MAC,
                        Rig.SESSION,
                        List.of(new Ipv4Address(SECOND_OUR))));
    }

    /** "Masquerade what comes from A and goes to B, route the rest." */
    @Test
    void theTutorialsWish() {
        policies(
                policy(
                        destination("198.51.100.9")
                                .with(Field.SOURCE, RangeSet.addresses("192.168.87.0/24")),
                        PolicyAction.MASQUERADE,
                        SLOT),
                policy(Match.ANY.to(Zone.WAN), PolicyAction.ROUTE, OTHER_SLOT));

        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).as("from A to B").isEqualTo(OUR);
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 30));
        rig.toLan();

        byte[] elsewhere = PacketBytes.udp(HOST, 4000, OTHER_PEER, 5000, 30);
        rig.fromLan(elsewhere);
        assertThat(rig.toWan()).as("from A to another").isEqualTo(routed(elsewhere));
        byte[] back = PacketBytes.udp(OTHER_PEER, 5000, HOST, 4000, 30);
        rig.fromWan(back);
        assertThat(rig.toLan()).isEqualTo(routed(back));

        byte[] other = PacketBytes.tcp(SECOND_HOST, 4000, PEER, 80, SYN, 0);
        rig.fromSecondLan(other);
        assertThat(source(rig.toWan())).as("from another to B").isEqualTo(SECOND_HOST);

        rig.assertDropped();
        rig.fromWan(PacketBytes.udp(OTHER_PEER, 5000, HOST, 4001, 30));
        rig.assertSilent();
        assertThat(rig.counters.packets(SLOT)).isEqualTo(2);
        assertThat(rig.counters.packets(OTHER_SLOT)).isEqualTo(3);
        assertThat(rig.counters.bytes(OTHER_SLOT))
                .isEqualTo((long) elsewhere.length + back.length + other.length);
    }

    @Test
    void dropIsSilentAndRejectTells() {
        policies(
                policy(destination("198.51.100.9"), PolicyAction.DROP, SLOT),
                policy(destination("198.51.100.10"), PolicyAction.REJECT, OTHER_SLOT));
        byte[] dropped = PacketBytes.udp(HOST, 4000, PEER, 5000, 30);
        rig.fromLan(dropped);
        rig.assertSilent();
        rig.fromLan(PacketBytes.udp(HOST, 4000, OTHER_PEER, 5000, 30));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER + 7, 5000, 30));
        assertThat(source(rig.toWan())).as("no policy").isEqualTo(OUR);
        assertThat(rig.drops.value(DropReason.POLICY_RULE)).isEqualTo(2);
        assertThat(rig.counters.packets(SLOT)).isEqualTo(1);
        assertThat(rig.counters.bytes(SLOT)).isEqualTo(dropped.length);
        assertThat(rig.counters.packets(OTHER_SLOT)).isEqualTo(1);
    }

    private record Case(String name, Match match, Supplier<byte[]> given, boolean taken) {}

    private static byte[] tos(int tos) {
        byte[] packet = PacketBytes.udp(HOST, 4000, PEER, 5000, 30);
        packet[1] = (byte) tos;
        PacketBytes.mend(packet);
        return packet;
    }

    private static List<Case> cases() {
        Match notPeer =
                Match.ANY
                        .to(Zone.WAN)
                        .with(Field.DESTINATION, RangeSet.addresses("198.51.100.9").except());
        Supplier<byte[]> plain = () -> PacketBytes.udp(HOST, 4000, PEER, 5000, 30);
        Supplier<byte[]> syn = () -> PacketBytes.tcp(HOST, 4000, PEER, 25, SYN, 0);
        Match asking = Match.ANY.with(Field.SYN, RangeSet.of(1));
        Match ports = Match.ANY.with(Field.DESTINATION_PORT, RangeSet.range(5000, 5010));
        return List.of(
                new Case("negated, the one", notPeer, plain, false),
                new Case(
                        "negated, another",
                        notPeer,
                        () -> PacketBytes.udp(HOST, 4000, OTHER_PEER, 5000, 30),
                        true),
                new Case("DSCP", Match.ANY.tos(46 << 2, 0xfc), () -> tos(46 << 2), true),
                new Case("no DSCP", Match.ANY.tos(46 << 2, 0xfc), plain, false),
                new Case("SYN", asking, syn, true),
                new Case("SYN, of UDP", asking, plain, false),
                new Case("ports", ports, plain, true),
                new Case("other ports", ports, syn, false),
                new Case(
                        "network", Match.ANY.with(Field.FROM_NETWORK, RangeSet.of(0)), plain, true),
                new Case(
                        "another network",
                        Match.ANY.with(Field.FROM_NETWORK, RangeSet.of(1)),
                        plain,
                        false),
                new Case("uplink", Match.ANY.with(Field.UPLINK, RangeSet.of(0)), plain, true),
                new Case(
                        "another uplink",
                        Match.ANY.with(Field.UPLINK, RangeSet.of(1)),
                        plain,
                        false));
    }

    @Test
    void eachPartOfAMatchCounts() {
        for (Case row : cases()) {
            Rig fresh = new Rig();
            fresh.path.rules(
                    ForwardRules.standing()
                            .with(
                                    Policies.of(
                                            List.of(policy(row.match, PolicyAction.DROP, SLOT))),
                                    Firewall.defaultDeny(),
                                    PortForwards.NONE));
            fresh.fromLan(row.given.get());
            assertThat(fresh.wan.waiting()).as(row.name).isEqualTo(row.taken ? 0 : 1);
        }
    }

    @Test
    void aMarkLeadsToTheNextPolicy() {
        policies(
                new PolicyRule(
                        "mark",
                        "",
                        true,
                        destination("198.51.100.9"),
                        PolicyAction.MARK,
                        new PolicyWay(List.of(), 0, 5, 0xff),
                        SLOT),
                policy(Match.ANY.mark(5, 0xff), PolicyAction.DROP, OTHER_SLOT));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        rig.assertSilent();
        rig.fromLan(PacketBytes.udp(HOST, 4000, OTHER_PEER, 5000, 30));
        rig.toWan();
        rig.assertDropped(DropReason.POLICY_RULE);
        assertThat(rig.counters.packets(SLOT)).isEqualTo(1);
        assertThat(rig.counters.packets(OTHER_SLOT)).isEqualTo(1);
    }

    @Test
    void aPolicyChoosesTheExternalAddress() {
        attachWithSecondAddress();
        policies(
                policy(
                        destination("198.51.100.9"),
                        PolicyAction.MASQUERADE,
                        new PolicyWay(List.of(), SECOND_OUR, 0, 0)));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(SECOND_OUR);
        rig.fromWan(PacketBytes.udp(PEER, 5000, SECOND_OUR, 4000, 30));
        rig.toLan();
        rig.fromLan(PacketBytes.udp(HOST_B, 4000, OTHER_PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(OUR);
        rig.assertDropped();
    }

    /** RFC 4787 REQ-1: one external endpoint for all, those by our own address among them. */
    @Test
    void theExternalAddressIsTheSameByOurOwnAddress() {
        attachWithSecondAddress();
        policies(
                policy(
                        Match.ANY.with(Field.FROM_NETWORK, RangeSet.of(1)),
                        PolicyAction.MASQUERADE,
                        new PolicyWay(List.of(), SECOND_OUR, 0, 0)));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        rig.toWan();
        rig.fromSecondLan(PacketBytes.udp(SECOND_HOST, 4000, PEER, 5000, 30));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(SECOND_OUR, 4000, PEER, 5000));
        rig.fromSecondLan(PacketBytes.udp(SECOND_HOST, 4000, OUR, 4000, 30));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(SECOND_OUR, 4000, HOST, 4000));
        assertThat(rig.path.status().nat().mappings()).isEqualTo(2);
    }

    @Test
    void whatAPolicyForbidsDoesNotTakeTheWayByOurOwnAddress() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        rig.toWan();
        policies(
                policy(
                        Match.ANY.with(Field.FROM_NETWORK, RangeSet.of(1)),
                        PolicyAction.DROP,
                        SLOT));
        rig.fromSecondLan(PacketBytes.udp(SECOND_HOST, 4000, OUR, 4000, 30));
        rig.assertSilent();
        rig.assertDropped(DropReason.POLICY_RULE);
    }

    @Test
    void flowsUnderAnAddressThatNoPolicyGivesEnd() {
        attachWithSecondAddress();
        policies(
                policy(
                        Match.ANY,
                        PolicyAction.MASQUERADE,
                        new PolicyWay(List.of(), SECOND_OUR, 0, 0)));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(SECOND_OUR);
        policies();
        assertThat(rig.path.status().flow().flows()).isZero();
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(OUR);
        policies();
        assertThat(rig.path.status().flow().flows()).as("as before").isEqualTo(1);
    }

    @Test
    void flowsOfAHostThatLosesItsAddressEnd() {
        attachWithSecondAddress();
        OneToOne pair =
                new OneToOne(
                        "pair",
                        0,
                        new Ipv4Prefix(new Ipv4Address(SECOND_OUR), 32),
                        new Ipv4Prefix(new Ipv4Address(HOST), 32),
                        SLOT);
        with(Policies.of(List.of(), List.of(pair)), Firewall.defaultDeny());
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(SECOND_OUR);
        policies();
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(OUR);
    }

    @Test
    void anAddressThatIsGivenToAHostTakesNoOtherFlowsAlong() {
        attachWithSecondAddress();
        ForwardRules standing = ForwardRules.standing();
        PortForwards forwards = NatRules.forwards(NatRules.port(8080, HOST_B, 80)).forwards();
        rig.path.rules(standing.with(standing.policies(), standing.firewall(), forwards));
        rig.fromWan(PacketBytes.udp(PEER, 5000, SECOND_OUR, 8080, 30));
        rig.toLan();
        OneToOne pair =
                new OneToOne(
                        "pair",
                        0,
                        new Ipv4Prefix(new Ipv4Address(SECOND_OUR), 32),
                        new Ipv4Prefix(new Ipv4Address(HOST), 32),
                        SLOT);
        rig.path.rules(
                standing.with(
                        Policies.of(List.of(), List.of(pair)), standing.firewall(), forwards));
        assertThat(rig.path.status().flow().flows()).isZero();
    }

    @Test
    void aPolicyWithoutAnUplinkThatIsUpHasNoRoute() {
        policies(
                policy(
                        destination("198.51.100.9"),
                        PolicyAction.MASQUERADE,
                        new PolicyWay(List.of(3), 0, 0, 0)));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(0x0300);
        rig.assertDropped(DropReason.IPV4_NO_ROUTE);
    }

    @Test
    void aHostWithAnAddressOfItsOwnIsReachedWhereARuleSaysSo() {
        attachWithSecondAddress();
        OneToOne pair =
                new OneToOne(
                        "pair",
                        0,
                        new Ipv4Prefix(new Ipv4Address(SECOND_OUR), 32),
                        new Ipv4Prefix(new Ipv4Address(HOST), 32),
                        SLOT);
        Policies policies = Policies.of(List.of(), List.of(pair));
        with(policies, Firewall.defaultDeny());
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 30));
        assertThat(source(rig.toWan())).isEqualTo(SECOND_OUR);
        rig.fromWan(PacketBytes.udp(PEER, 5000, SECOND_OUR, 4000, 30));
        rig.toLan();
        rig.fromWan(PacketBytes.tcp(PEER, 50_000, SECOND_OUR, 22, SYN, 0));
        rig.assertSilent();
        Match ssh =
                Match.ANY
                        .from(Zone.WAN)
                        .with(Field.DESTINATION, RangeSet.of(HOST))
                        .with(Field.DESTINATION_PORT, RangeSet.of(22));
        with(
                Policies.of(List.of(), List.of(pair)),
                RuleFirewall.of(List.of(new FirewallRule("ssh", ssh, Verdict.ACCEPT, OTHER_SLOT))));
        rig.fromWan(PacketBytes.tcp(PEER, 50_000, SECOND_OUR, 22, SYN, 0));
        rig.toLan();
        rig.fromLan(PacketBytes.tcp(HOST, 22, PEER, 50_000, SYN | TcpHeader.ACK, 0));
        assertThat(source(rig.toWan())).isEqualTo(SECOND_OUR);
        assertThat(rig.counters.packets(OTHER_SLOT)).isEqualTo(2);
    }
}
