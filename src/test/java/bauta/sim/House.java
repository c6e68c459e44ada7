package bauta.sim;

import bauta.engine.RuleCounters;
import bauta.engine.RuleSlots;
import bauta.firewall.Field;
import bauta.firewall.FirewallRule;
import bauta.firewall.Match;
import bauta.firewall.RangeSet;
import bauta.firewall.RateLimit;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.forward.ForwardRules;
import bauta.forward.policy.OneToOne;
import bauta.forward.policy.Policies;
import bauta.forward.policy.PolicyAction;
import bauta.forward.policy.PolicyRule;
import bauta.forward.policy.PolicyWay;
import bauta.nat.Filtering;
import bauta.nat.NatBehaviour;
import bauta.nat.PortSelection;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a household, twice: as the router gets them, and as the oracle reads them. The first
 * network may not use SSH, nobody outside at {@link #ENEMY} may begin anything; the second network
 * has an external address of its own, which what is marked, secure web of the first, has too; one
 * host has one for itself alone. Who is let in is up to {@link Doors}.
 */
final class House {
    static final int DISCARD = 9;
    static final int SSH = 22;
    static final int SECURE = 443;
    static final int ENEMY = End.ip(45, 1, 100, 12);
    private static final int SECURE_MARK = 0x20;
    private static final int SECURE_MASK = 0xf0;

    private final RuleSlots slots;
    private final Doors doors;
    private Choice choice = Choice.none();

    House(RuleCounters counters, VirtualTime time) {
        this.slots = new RuleSlots(counters);
        this.doors = new Doors(slots, new Trigger(time));
    }

    Choice choice() {
        return choice;
    }

    /** Makes other rules the ones in force. */
    ForwardRules choose(Choice now) {
        choice = now;
        ForwardRules plain = ForwardRules.standing(now.mode(), List.of());
        Filtering filtering =
                now.has(Choice.Part.OPEN)
                        ? Filtering.ENDPOINT_INDEPENDENT
                        : Filtering.ADDRESS_DEPENDENT;
        NatBehaviour behaviour =
                new NatBehaviour(
                        now.has(Choice.Part.RANDOM) ? PortSelection.RANDOM : PortSelection.PRESERVE,
                        filtering,
                        filtering,
                        now.has(Choice.Part.FEW_PORTS) ? Scarcity.FEW : NatBehaviour.ALL_PORTS,
                        0);
        return new ForwardRules(
                plain.mode(),
                plain.uses(),
                policies(),
                RuleFirewall.of(rules()),
                doors.choose(now),
                behaviour,
                Optional.empty(),
                true,
                false);
    }

    /** Returns where packets of a rule are counted, or -1. */
    int slotOf(String rule) {
        for (String kind : List.of("rule/", "forward/", "policy/")) {
            if (slots.find(kind + rule).isPresent()) {
                return slots.find(kind + rule).getAsInt();
            }
        }
        return -1;
    }

    private Policies policies() {
        List<PolicyRule> rules = new ArrayList<>();
        if (choice.has(Choice.Part.STRICT)) {
            Match discard = port(Datagram.UDP, DISCARD);
            rules.add(policy("no-discard", discard, PolicyAction.REJECT, PolicyWay.PLAIN));
        }
        if (choice.has(Choice.Part.FACES)) {
            PolicyWay way = new PolicyWay(List.of(), 0, Doors.MARK, Doors.MARK_MASK);
            Match served = port(Datagram.TCP, Doors.MARKED);
            rules.add(policy("served", served, PolicyAction.MARK, way));
        }
        if (!choice.has(Choice.Part.NAMES)) {
            return Policies.of(rules);
        }
        PolicyWay second = new PolicyWay(List.of(), External.SECOND, 0, 0);
        PolicyWay mark = new PolicyWay(List.of(), 0, SECURE_MARK, SECURE_MASK);
        Match secure = port(Datagram.TCP, SECURE).with(Field.FROM_NETWORK, RangeSet.of(0));
        Match marked = Match.ANY.mark(SECURE_MARK, SECURE_MASK);
        Match network = Match.ANY.with(Field.FROM_NETWORK, RangeSet.of(1));
        rules.add(policy("secure", secure, PolicyAction.MARK, mark));
        rules.add(policy("by-mark", marked, PolicyAction.MASQUERADE, second));
        rules.add(policy("by-network", network, PolicyAction.MASQUERADE, second));
        return Policies.of(rules, List.of(pair()));
    }

    private OneToOne pair() {
        return new OneToOne(
                "pair",
                0,
                new Ipv4Prefix(new Ipv4Address(External.PAIR), 32),
                new Ipv4Prefix(new Ipv4Address(External.PAIRED), 32),
                slots.slot("policy/pair"));
    }

    private static Match port(int protocol, int port) {
        return Match.ANY
                .with(Field.PROTOCOL, RangeSet.of(protocol))
                .with(Field.DESTINATION_PORT, RangeSet.of(port));
    }

    private PolicyRule policy(String id, Match match, PolicyAction action, PolicyWay way) {
        return new PolicyRule(id, id, true, match, action, way, slots.slot("policy/" + id));
    }

    private List<FirewallRule> rules() {
        List<FirewallRule> rules = new ArrayList<>();
        if (choice.has(Choice.Part.STRICT)) {
            rules.addAll(strict());
        }
        if (choice.has(Choice.Part.NAMES)) {
            Match web =
                    port(Datagram.TCP, Doors.HTTP)
                            .from(Zone.WAN)
                            .with(Field.DESTINATION, RangeSet.of(External.PAIRED));
            rules.add(
                    new FirewallRule("pair-web", web, Verdict.ACCEPT, slots.slot("rule/pair-web")));
        }
        return rules;
    }

    private List<FirewallRule> strict() {
        Match ssh =
                port(Datagram.TCP, SSH)
                        .from(Zone.LAN)
                        .to(Zone.WAN)
                        .with(Field.FROM_NETWORK, RangeSet.of(0));
        Match enemy = Match.ANY.from(Zone.WAN).with(Field.SOURCE, RangeSet.of(ENEMY));
        Match pings =
                Match.ANY
                        .from(Zone.LAN)
                        .to(Zone.WAN)
                        .with(Field.PROTOCOL, RangeSet.of(Datagram.ICMP));
        FirewallRule noMore =
                new FirewallRule("no-more-pings", pings, Verdict.DROP, slots.slot("rule/pings"));
        return List.of(
                new FirewallRule("no-ssh", ssh, Verdict.REJECT, slots.slot("rule/no-ssh")),
                new FirewallRule("no-enemy", enemy, Verdict.DROP, slots.slot("rule/no-enemy")),
                new FirewallRule(
                        "few-pings",
                        "few pings",
                        true,
                        pings,
                        Verdict.ACCEPT,
                        Optional.of(new RateLimit(1, Duration.ofSeconds(1), 1)),
                        Optional.empty(),
                        false,
                        slots.slot("rule/few-pings")),
                noMore);
    }

    // As the oracle reads them

    /** Who is let in. */
    Doors doors() {
        return doors;
    }

    /**
     * The external address of a conversation that begins inside.
     *
     * @param main the uplink's own
     */
    int nameOf(Ledger.Key key, int main) {
        Side side = Soundness.sideOf(key.inside().address());
        if (!choice.has(Choice.Part.NAMES) || !side.isLan()) {
            return main;
        }
        boolean secure =
                side.number() == 0 && key.protocol() == Datagram.TCP && key.peer().port() == SECURE;
        return key.inside().address() == External.PAIRED
                ? External.PAIR
                : side.number() == 1 || secure ? External.SECOND : main;
    }

    /** Whether nobody there may begin anything. */
    boolean refuses(int peer) {
        return choice.has(Choice.Part.STRICT) && peer == ENEMY;
    }

    /** Whether a new conversation may not leave the house. */
    boolean keeps(Side from, int protocol, int port) {
        return choice.has(Choice.Part.STRICT)
                && (protocol == Datagram.TCP && port == SSH && from.equals(Side.lan(0))
                        || protocol == Datagram.UDP && port == DISCARD && from.isLan());
    }
}
