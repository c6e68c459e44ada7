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
import bauta.forward.ForwardMode;
import bauta.forward.ForwardRules;
import bauta.forward.policy.Policies;
import bauta.forward.policy.PolicyAction;
import bauta.forward.policy.PolicyRule;
import bauta.forward.policy.PolicyWay;
import bauta.nat.Filtering;
import bauta.nat.ForwardKind;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.NatBehaviour;
import bauta.nat.PortForwards;
import bauta.nat.PortRange;
import bauta.nat.PortSelection;
import bauta.nat.TargetSlots;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a household, twice: as the router gets them, and as the oracle reads them. Web
 * servers on .2 (8080) and in turn on .3 and .4 (8081), a game on .3 (UDP 7000 to 7003), one door
 * without a server (8082) and one for a friend alone (8083); the first network may not use SSH, and
 * nobody outside at {@link #ENEMY} may begin anything.
 */
final class House {
    static final int WEB = 8080;
    static final int FARM = 8081;
    static final int EMPTY = 8082;
    static final int FRIENDS = 8083;
    static final int GAME = 7000;
    static final int GAMES = 4;
    static final int DISCARD = 9;
    static final int SSH = 22;
    static final int FRIEND = End.ip(45, 1, 100, 9);
    static final int ENEMY = End.ip(45, 1, 100, 12);
    private static final int FIRST = End.ip(192, 168, 87, 2);
    private static final int SECOND = FIRST + 1;
    private static final int THIRD = FIRST + 2;
    private static final PortRange GAME_PORTS = new PortRange(GAME, GAME + GAMES - 1);

    private final RuleSlots slots;
    private final TargetSlots targets = new TargetSlots();
    private Choice choice = new Choice(ForwardMode.WITH_UPLINK, false, false, false, false);

    /**
     * What is in force.
     *
     * @param mode whether packets of the house are forwarded
     * @param forwards whether there are forwards
     * @param strict whether there are rules of the firewall and policies
     * @param open whether filtering is endpoint-independent
     * @param random whether external ports are random
     */
    record Choice(
            ForwardMode mode, boolean forwards, boolean strict, boolean open, boolean random) {
        Choice with(ForwardMode other) {
            return new Choice(other, forwards, strict, open, random);
        }
    }

    House(RuleCounters counters) {
        this.slots = new RuleSlots(counters);
    }

    Choice choice() {
        return choice;
    }

    /** Makes other rules the ones in force. */
    ForwardRules choose(Choice now) {
        choice = now;
        ForwardRules plain = ForwardRules.standing(now.mode, List.of());
        Filtering filtering =
                now.open ? Filtering.ENDPOINT_INDEPENDENT : Filtering.ADDRESS_DEPENDENT;
        NatBehaviour behaviour =
                new NatBehaviour(
                        now.random ? PortSelection.RANDOM : PortSelection.PRESERVE,
                        filtering,
                        filtering,
                        NatBehaviour.ALL_PORTS,
                        0);
        return new ForwardRules(
                plain.mode(),
                plain.uses(),
                now.strict ? policies() : plain.policies(),
                now.strict ? RuleFirewall.of(rules()) : plain.firewall(),
                PortForwards.of(now.forwards ? doors() : List.of(), targets),
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
        Match discard =
                Match.ANY
                        .with(Field.PROTOCOL, RangeSet.of(Datagram.UDP))
                        .with(Field.DESTINATION_PORT, RangeSet.of(DISCARD));
        return Policies.of(
                List.of(
                        new PolicyRule(
                                "no-discard",
                                "no discard",
                                true,
                                discard,
                                PolicyAction.REJECT,
                                PolicyWay.PLAIN,
                                slots.slot("policy/no-discard"))));
    }

    private List<FirewallRule> rules() {
        Match ssh =
                Match.ANY
                        .from(Zone.LAN)
                        .to(Zone.WAN)
                        .with(Field.FROM_NETWORK, RangeSet.of(0))
                        .with(Field.PROTOCOL, RangeSet.of(Datagram.TCP))
                        .with(Field.DESTINATION_PORT, RangeSet.of(SSH));
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

    private List<ForwardRule> doors() {
        List<ForwardRule> doors = new ArrayList<>();
        doors.add(door("web", tcp(WEB), List.of(target(FIRST, 80, 1))));
        doors.add(door("farm", tcp(FARM), List.of(target(SECOND, 80, 1), target(THIRD, 80, 2))));
        doors.add(door("empty", tcp(EMPTY), List.of(target(SECOND, 80, 0))));
        ForwardMatch friends =
                new ForwardMatch(
                        Set.of(),
                        Set.of(),
                        Set.of(Datagram.TCP),
                        PortRange.of(FRIENDS),
                        List.of(Ipv4Prefix.parse(End.text(FRIEND) + "/32")),
                        0,
                        0);
        doors.add(door("friends", friends, List.of(target(FIRST, 80, 1))));
        ForwardMatch game = ForwardMatch.ports(Set.of(Datagram.UDP), GAME_PORTS);
        doors.add(door("game", game, List.of(target(SECOND, GAME, 1))));
        return doors;
    }

    private static ForwardMatch tcp(int port) {
        return ForwardMatch.ports(Set.of(Datagram.TCP), PortRange.of(port));
    }

    private static ForwardTarget target(int address, int port, int weight) {
        return new ForwardTarget(new Ipv4Address(address), port, weight, 0);
    }

    private ForwardRule door(String id, ForwardMatch match, List<ForwardTarget> behind) {
        return new ForwardRule(
                id,
                slots.slot("forward/" + id),
                ForwardKind.PORTS,
                match,
                Scheduling.WRR,
                behind,
                Optional.empty(),
                true);
    }

    // As the oracle reads them

    /** Whether a forward leads from an external port to an inside one, for a peer. */
    boolean leads(int protocol, int port, End target, int peer) {
        if (!choice.forwards) {
            return false;
        }
        boolean inside = !Soundness.isPublic(peer);
        if (protocol == Datagram.UDP) {
            return GAME_PORTS.contains(port) && target.equals(new End(SECOND, port));
        }
        return protocol == Datagram.TCP
                && target.port() == 80
                && switch (port) {
                    case WEB -> target.address() == FIRST;
                    case FARM -> target.address() == SECOND || target.address() == THIRD;
                    case FRIENDS -> target.address() == FIRST && (inside || peer == FRIEND);
                    default -> false;
                };
    }

    /** Whether a peer outside must be let in by a forward. */
    boolean invites(int protocol, int port, int peer) {
        boolean door =
                protocol == Datagram.UDP
                        ? GAME_PORTS.contains(port)
                        : protocol == Datagram.TCP
                                && (port == WEB
                                        || port == FARM
                                        || port == FRIENDS && peer == FRIEND);
        return choice.forwards && door && !refuses(peer);
    }

    /** Whether dynamic mappings have to keep off an external port. */
    boolean isReserved(int protocol, int port) {
        boolean door =
                protocol == Datagram.UDP && GAME_PORTS.contains(port)
                        || protocol == Datagram.TCP && port >= WEB && port <= FRIENDS;
        return choice.forwards && door;
    }

    /** Whether nobody there may begin anything. */
    boolean refuses(int peer) {
        return choice.strict && peer == ENEMY;
    }

    /** Whether a new conversation may not leave the house. */
    boolean keeps(Side from, int protocol, int port) {
        return choice.strict
                && (protocol == Datagram.TCP && port == SSH && from.equals(Side.lan(0))
                        || protocol == Datagram.UDP && port == DISCARD && from.isLan());
    }
}
