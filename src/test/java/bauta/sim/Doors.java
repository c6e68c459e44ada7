package bauta.sim;

import bauta.engine.RuleSlots;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let in, twice: as the router gets it, and as the oracle reads it. Web servers on .2 (8080)
 * and in turn on .3 and .4 (8081), a game on .3 (UDP 7000 to 7003), one door without a server
 * (8082) and one for a friend alone (8083); what is marked, by its port 8090, goes to .2 and .3 in
 * turn; a {@link Trigger}; and .4 may be exposed to the rest.
 */
final class Doors {
    static final int WEB = 8080;
    static final int FARM = 8081;
    static final int EMPTY = 8082;
    static final int FRIENDS = 8083;
    static final int MARKED = 8090;
    static final int MARK = 7;
    static final int MARK_MASK = 0xf;
    static final int GAME = 7000;
    static final int GAMES = 4;
    static final int FRIEND = End.ip(45, 1, 100, 9);
    private static final int FIRST = End.ip(192, 168, 87, 2);
    private static final int SECOND = FIRST + 1;
    private static final int THIRD = FIRST + 2;
    static final int HTTP = 80;
    private static final PortRange GAME_PORTS = new PortRange(GAME, GAME + GAMES - 1);

    private final RuleSlots slots;
    private final TargetSlots targets = new TargetSlots();
    private final Trigger trigger;
    private Choice choice = Choice.none();

    Doors(RuleSlots slots, Trigger trigger) {
        this.slots = slots;
        this.trigger = trigger;
    }

    /** A host may have begun a flow of the trigger's kind. */
    void mayPull(int host) {
        if (choice.has(Choice.Part.FACES)) {
            trigger.perhaps(host);
        }
    }

    /** A host has begun one. */
    void pulls(int host) {
        if (choice.has(Choice.Part.FACES)) {
            trigger.begun(host);
        }
    }

    // As the router gets them

    PortForwards choose(Choice now) {
        choice = now;
        List<ForwardRule> rules = new ArrayList<>();
        if (now.has(Choice.Part.FORWARDS)) {
            rules.addAll(doors());
        }
        if (now.has(Choice.Part.FACES)) {
            rules.add(opened());
            rules.add(marked());
        } else {
            trigger.clear();
        }
        if (now.has(Choice.Part.EXPOSED)) {
            ForwardMatch all = ForwardMatch.ports(Set.of(), PortRange.ANY);
            rules.add(rule("exposed", ForwardKind.EXPOSED_HOST, all, List.of(target(THIRD, 0, 1))));
        }
        return PortForwards.of(rules, targets);
    }

    private List<ForwardRule> doors() {
        ForwardMatch friends =
                new ForwardMatch(
                        Set.of(),
                        Set.of(),
                        Set.of(Datagram.TCP),
                        PortRange.of(FRIENDS),
                        List.of(Ipv4Prefix.parse(End.text(FRIEND) + "/32")),
                        0,
                        0);
        ForwardMatch game = ForwardMatch.ports(Set.of(Datagram.UDP), GAME_PORTS);
        return List.of(
                door("web", tcp(WEB), List.of(target(FIRST, HTTP, 1))),
                door("farm", tcp(FARM), List.of(target(SECOND, HTTP, 1), target(THIRD, HTTP, 2))),
                door("empty", tcp(EMPTY), List.of(target(SECOND, HTTP, 0))),
                door("friends", friends, List.of(target(FIRST, HTTP, 1))),
                door("game", game, List.of(target(SECOND, GAME, 1))));
    }

    private ForwardRule opened() {
        PortRange ports = new PortRange(Trigger.FIRST, Trigger.FIRST + Trigger.PORTS - 1);
        PortTrigger by =
                new PortTrigger(
                        Set.of(Datagram.UDP), PortRange.of(Trigger.OPENED_BY), Trigger.LIFETIME);
        return new ForwardRule(
                "trigger",
                slots.slot("forward/trigger"),
                ForwardKind.TRIGGER,
                ForwardMatch.ports(Set.of(Datagram.UDP), ports),
                Scheduling.RR,
                List.of(),
                Optional.of(by),
                true);
    }

    private ForwardRule marked() {
        ForwardMatch match =
                new ForwardMatch(
                        Set.of(), Set.of(), Set.of(), PortRange.ANY, List.of(), MARK, MARK_MASK);
        return rule(
                "marked",
                ForwardKind.MARK,
                match,
                List.of(target(FIRST, 0, 1), target(SECOND, 0, 1)));
    }

    private static ForwardMatch tcp(int port) {
        return ForwardMatch.ports(Set.of(Datagram.TCP), PortRange.of(port));
    }

    private static ForwardTarget target(int address, int port, int weight) {
        return new ForwardTarget(new Ipv4Address(address), port, weight, 0);
    }

    private ForwardRule door(String id, ForwardMatch match, List<ForwardTarget> behind) {
        return rule(id, ForwardKind.PORTS, match, behind);
    }

    private ForwardRule rule(
            String id, ForwardKind kind, ForwardMatch match, List<ForwardTarget> behind) {
        return new ForwardRule(
                id,
                slots.slot("forward/" + id),
                kind,
                match,
                Scheduling.WRR,
                behind,
                Optional.empty(),
                true);
    }

    // As the oracle reads them

    private boolean isPair(End external) {
        return choice.has(Choice.Part.NAMES) && external.address() == External.PAIR;
    }

    /** Whether an external port leads to an inside one, for a peer; only mappings lead further. */
    boolean leads(int protocol, End external, End target, int peer) {
        int port = external.port();
        if (isPair(external)) {
            boolean admitted =
                    !Soundness.isPublic(peer) || protocol == Datagram.TCP && port == HTTP;
            return admitted && target.equals(new End(External.PAIRED, port));
        }
        if (isDoor(protocol, port)) {
            return leadsByDoor(protocol, port, target, peer);
        }
        if (isMarked(protocol, port)) {
            boolean server = target.address() == FIRST || target.address() == SECOND;
            return server && target.port() == port;
        }
        boolean opened = isOpened(protocol, port);
        if (opened && trigger.mayLead(target.address())) {
            return target.port() == port;
        }
        return choice.has(Choice.Part.EXPOSED)
                && !(opened && trigger.isSure())
                && target.equals(new End(THIRD, port));
    }

    /** The same for what runs already: a trigger keeps what it has let in. */
    boolean keeps(int protocol, End external, End target, int peer) {
        return leads(protocol, external, target, peer)
                || isOpened(protocol, external.port()) && target.port() == external.port();
    }

    private boolean isOpened(int protocol, int port) {
        return choice.has(Choice.Part.FACES) && protocol == Datagram.UDP && Trigger.has(port);
    }

    private boolean isMarked(int protocol, int port) {
        return choice.has(Choice.Part.FACES) && protocol == Datagram.TCP && port == MARKED;
    }

    private boolean isDoor(int protocol, int port) {
        boolean game = protocol == Datagram.UDP && GAME_PORTS.contains(port);
        boolean web = protocol == Datagram.TCP && port >= WEB && port <= FRIENDS;
        return choice.has(Choice.Part.FORWARDS) && (game || web);
    }

    private static boolean leadsByDoor(int protocol, int port, End target, int peer) {
        boolean inside = !Soundness.isPublic(peer);
        if (protocol == Datagram.UDP) {
            return target.equals(new End(SECOND, port));
        }
        return target.port() == HTTP
                && switch (port) {
                    case WEB -> target.address() == FIRST;
                    case FARM -> target.address() == SECOND || target.address() == THIRD;
                    case FRIENDS -> target.address() == FIRST && (inside || peer == FRIEND);
                    default -> false;
                };
    }

    /** Whether a peer outside must be let in, by something other than a mapping. */
    boolean invites(int protocol, End external, int peer) {
        int port = external.port();
        if (isPair(external)) {
            return protocol == Datagram.TCP && port == HTTP;
        }
        if (isDoor(protocol, port)) {
            return port != EMPTY && (port != FRIENDS || peer == FRIEND);
        }
        return isMarked(protocol, port) || isOpened(protocol, port) && trigger.isSure();
    }

    /** Whether somebody stands behind every port that nobody has a mapping for. */
    boolean isExposed(int protocol, End external) {
        return choice.has(Choice.Part.EXPOSED)
                && !isPair(external)
                && !isDoor(protocol, external.port());
    }

    /** Whether dynamic mappings have to keep off an external port. */
    boolean isReserved(int protocol, int port) {
        return isDoor(protocol, port);
    }

    /** Whether a connection from inside by a door of ours must come to a server. */
    boolean isSure(End door) {
        if (isPair(door)) {
            return door.port() == HTTP;
        }
        boolean open =
                isDoor(Datagram.TCP, door.port()) && (door.port() == WEB || door.port() == FARM);
        return open || isMarked(Datagram.TCP, door.port());
    }
}
