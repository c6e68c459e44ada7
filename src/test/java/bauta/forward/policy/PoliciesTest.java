package bauta.forward.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.firewall.Field;
import bauta.firewall.Match;
import bauta.firewall.PacketFacts;
import bauta.firewall.RangeSet;
import bauta.firewall.Zone;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final UplinkUp ALL_UP = uplink -> true;

    private static PacketFacts packet(String source, String destination) {
        PacketFacts facts = new PacketFacts();
        facts.fromZone = Zone.LAN;
        facts.toZone = Zone.WAN;
        facts.addresses =
                (long) Ipv4Address.parse(source).bits() << 32
                        | Ipv4Address.parse(destination).bits() & 0xffff_ffffL;
        facts.protocol = 6;
        facts.hasPorts = true;
        facts.destinationPort = 80;
        return facts;
    }

    private static Match match(String source, String destination) {
        return Match.ANY
                .with(Field.SOURCE, RangeSet.addresses(source))
                .with(Field.DESTINATION, RangeSet.addresses(destination));
    }

    private static PolicyRule marking(String id, Match match, int mark, int mask) {
        PolicyWay way = new PolicyWay(List.of(), 0, mark, mask);
        return new PolicyRule(id, id, true, match, PolicyAction.MARK, way, 40);
    }

    private static PolicyRule by(String id, Match match, PolicyWay way) {
        return new PolicyRule(id, id, true, match, PolicyAction.MASQUERADE, way, 41);
    }

    private record Wish(String source, String destination, PolicyAction want) {}

    /** "Masquerade what comes from A and goes to B, route the rest." */
    @Test
    void theTutorialsWish() {
        Policies policies =
                Policies.of(
                        List.of(
                                new PolicyRule(
                                        "a-to-b",
                                        match("192.168.87.0/24", "203.0.113.0/24"),
                                        PolicyAction.MASQUERADE,
                                        40),
                                new PolicyRule("rest", Match.ANY, PolicyAction.ROUTE, 41)));
        List<Wish> wishes =
                List.of(
                        new Wish("192.168.87.9", "203.0.113.5", PolicyAction.MASQUERADE),
                        new Wish("192.168.87.9", "203.0.114.5", PolicyAction.ROUTE),
                        new Wish("192.168.88.9", "203.0.113.5", PolicyAction.ROUTE),
                        new Wish("192.168.88.9", "198.51.100.1", PolicyAction.ROUTE));
        for (Wish wish : wishes) {
            int found = policies.find(packet(wish.source, wish.destination));
            assertThat(policies.action(found)).as(wish.toString()).isEqualTo(wish.want);
        }
    }

    @Test
    void theFirstDecidesAndThoseSwitchedOffDoNotCount() {
        PolicyRule off =
                new PolicyRule("off", "", false, Match.ANY, PolicyAction.DROP, PolicyWay.PLAIN, 40);
        PolicyRule host =
                new PolicyRule("host", match("10.0.0.1", "0.0.0.0/0"), PolicyAction.REJECT, 41);
        Policies policies = Policies.of(List.of(off, host));
        int found = policies.find(packet("10.0.0.1", "198.51.100.1"));
        assertThat(policies.id(found)).isEqualTo("host");
        assertThat(policies.slot(found)).isEqualTo(41);
        assertThat(policies.find(packet("10.0.0.2", "198.51.100.1"))).isEqualTo(Policies.NONE);
    }

    @Test
    void marksGoOnAndLaterPoliciesSeeThem() {
        Policies policies =
                Policies.of(
                        List.of(
                                marking("low", Match.ANY, 0x05, 0x0f),
                                marking("high", Match.ANY.mark(5, 0xf), 0xa0, 0xf0),
                                marking("never", Match.ANY.mark(6, 0xf), 0xb0, 0xf0),
                                by(
                                        "marked",
                                        Match.ANY.mark(0xa5, 0xff),
                                        new PolicyWay(List.of(3), 0, 0, 0))));
        PacketFacts facts = packet("10.0.0.1", "198.51.100.1");
        facts.mark = 0x700;
        int found = policies.find(facts);
        assertThat(policies.id(found)).isEqualTo("marked");
        assertThat(facts.mark).isEqualTo(0x7a5);
        assertThat(facts.markings).isEqualTo(2);
        assertThat(facts.markedBy).startsWith(0, 1);
        assertThat(policies.mark(found, facts.mark)).isEqualTo(0x7a5);
        assertThat(policies.uplink(found, facts, ALL_UP, true)).isEqualTo(3);
    }

    @Test
    void marksAreBounded() {
        List<PolicyRule> rules = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rules.add(marking("m" + i, Match.ANY, i, -1));
        }
        PacketFacts facts = packet("10.0.0.1", "198.51.100.1");
        assertThat(Policies.of(rules).find(facts)).isEqualTo(Policies.NONE);
        assertThat(facts.markings).isEqualTo(PacketFacts.MAX_MARKINGS);
        assertThat(facts.mark).isEqualTo(PacketFacts.MAX_MARKINGS - 1);
    }

    @Test
    void theFirstUplinkThatIsUp() {
        Policies policies =
                Policies.of(
                        List.of(
                                by("two", Match.ANY, new PolicyWay(List.of(4, 2), 7, 0, 0)),
                                new PolicyRule("plain", Match.ANY, PolicyAction.ROUTE, 42)));
        PacketFacts facts = packet("10.0.0.1", "198.51.100.1");
        assertThat(policies.uplink(0, facts, ALL_UP, true)).isEqualTo(4);
        assertThat(policies.uplink(0, facts, uplink -> uplink != 4, true)).isEqualTo(2);
        assertThat(policies.uplink(0, facts, uplink -> false, true)).isEqualTo(Policies.NO_UPLINK);
        assertThat(policies.uplink(1, facts, ALL_UP, true)).isEqualTo(Policies.DEFAULT_ROUTE);
        assertThat(policies.externalAddress(0)).isEqualTo(7);
        assertThat(policies.externalAddress(1)).isZero();
    }

    private static Policies shared(Scheduling scheduling, List<Integer> weights) {
        List<Integer> uplinks = List.of(0, 1, 2).subList(0, weights.size());
        UplinkChoice choice = new UplinkChoice(uplinks, weights, Optional.of(scheduling));
        return Policies.of(List.of(by("shared", Match.ANY, new PolicyWay(choice, 0, 0, 0))));
    }

    private static List<Integer> picks(Policies policies, UplinkUp up, boolean commit) {
        List<Integer> picks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            picks.add(policies.uplink(0, packet("10.0.0.1", "198.51.100.1"), up, commit));
        }
        return picks;
    }

    @Test
    void uplinksTakeTurns() {
        Policies turns = shared(Scheduling.RR, List.of(1, 1, 1));
        assertThat(picks(turns, ALL_UP, false)).containsOnly(0);
        assertThat(picks(turns, ALL_UP, true)).containsExactly(0, 1, 2, 0, 1, 2);
        Policies next = shared(Scheduling.RR, List.of(1, 1, 1));
        turns.uplink(0, packet("10.0.0.1", "198.51.100.1"), ALL_UP, true);
        next.follows(turns);
        assertThat(picks(next, ALL_UP, true)).as("a new set").containsExactly(1, 2, 0, 1, 2, 0);
        turns.uplink(0, packet("10.0.0.1", "198.51.100.1"), uplink -> uplink == 2, true);
        assertThat(picks(turns, uplink -> uplink != 1, true)).containsExactly(0, 2, 0, 2, 0, 2);
        assertThat(picks(turns, uplink -> false, true)).containsOnly(Policies.NO_UPLINK);
        assertThat(picks(shared(Scheduling.WRR, List.of(2, 1)), ALL_UP, true))
                .satisfies(list -> assertThat(Collections.frequency(list, 0)).isEqualTo(4));
    }

    @Test
    void aDestinationKeepsItsUplink() {
        int[] flows = {0, 0, 0};
        UplinkUp up =
                new UplinkUp() {
                    @Override
                    public boolean isUp(int uplink) {
                        return true;
                    }

                    @Override
                    public int flows(int uplink) {
                        return flows[uplink];
                    }
                };
        Policies least = shared(Scheduling.LC, List.of(1, 1, 1));
        Policies local = shared(Scheduling.LBLC, List.of(1, 1, 1));
        PacketFacts facts = packet("10.0.0.1", "198.51.100.1");
        int first = local.uplink(0, facts, up, true);
        flows[first] = 1;
        assertThat(local.uplink(0, facts, up, true)).isEqualTo(first);
        assertThat(least.uplink(0, facts, up, true)).isNotEqualTo(first);
    }

    @Test
    void addressesOneToOne() {
        OneToOne pair =
                new OneToOne(
                        "servers",
                        2,
                        Ipv4Prefix.parse("203.0.113.16/28"),
                        Ipv4Prefix.parse("192.168.87.32/28"),
                        50);
        Policies policies = Policies.of(List.of(), List.of(pair));
        int inside = Ipv4Address.parse("192.168.87.37").bits();
        int outside = Ipv4Address.parse("203.0.113.21").bits();
        assertThat(policies.oneToOneFrom(inside)).isZero();
        assertThat(policies.oneToOneTo(2, outside)).isZero();
        assertThat(policies.oneToOneTo(1, outside)).isEqualTo(Policies.NONE);
        assertThat(policies.oneToOneFrom(outside)).isEqualTo(Policies.NONE);
        assertThat(policies.oneToOne(0).externalFor(inside)).isEqualTo(outside);
        assertThat(policies.oneToOne(0).internalFor(outside)).isEqualTo(inside);
        assertThatThrownBy(() -> Policies.of(List.of(), Collections.nCopies(257, pair)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new OneToOne("x", 0, pair.external(), Ipv4Prefix.parse("10.0.0.0/24"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
