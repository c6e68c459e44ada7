package bauta.sim;

import bauta.engine.DropReason;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyQuestion;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Asks the router what would become of a packet, then sends it: fate, reason and rule must be. */
final class WhyCheck {
    private static final int[] PROTOCOLS = {1, 6, 6, 6, 17, 17, 17, 47, 50, 132};

    private final Net net;
    private final Box box;
    private final House house;
    private final Oracle oracle;
    private final Traffic traffic;
    private final Random random;
    private @Nullable Crossing last;
    private long asked;

    WhyCheck(Net net, Box box, House house, Oracle oracle, Traffic traffic) {
        this.net = net;
        this.box = box;
        this.house = house;
        this.oracle = oracle;
        this.traffic = traffic;
        this.random = net.random();
    }

    long asked() {
        return asked;
    }

    /** Everything that happens passes here. */
    void crossed(Crossing crossing) {
        last = crossing;
    }

    void ask() {
        WhyQuestion question = question();
        Side side = side(question);
        Datagram packet = packet(question);
        asked++;
        WhyAnswer answer = box.why(question);
        int slot = answer.rule().map(house::slotOf).orElse(-1);
        long before = slot < 0 ? 0 : box.counters().packets(slot);
        net.story().note(() -> "why " + packet + ": " + answer);
        oracle.enemy(() -> net.give(side, packet));
        compare(answer, packet);
        if (slot >= 0 && box.counters().packets(slot) != before + 1) {
            throw new Violation("why", "not by rule " + answer.rule() + ": " + packet);
        }
    }

    private void compare(WhyAnswer answer, Datagram packet) {
        Crossing real = last;
        if (real == null) {
            throw new IllegalStateException("nothing happened");
        }
        boolean right =
                switch (answer.fate()) {
                    case TO_LAN -> left(real, Side.Kind.LAN, Emission.Kind.SENT);
                    case TO_UPLINK -> left(real, Side.Kind.UPLINK, Emission.Kind.SENT);
                    case TO_ROUTER -> left(real, Side.Kind.ROUTER, Emission.Kind.SENT);
                    case HELD -> waits(real);
                    case DROPPED -> real.drops().equals(List.of(answer.reason()));
                    case REJECTED -> real.drops().contains(answer.reason());
                };
        if (!right) {
            throw new Violation("why", answer + " but " + real + " for " + packet);
        }
    }

    private static boolean left(Crossing real, Side.Kind kind, Emission.Kind how) {
        return real.drops().isEmpty()
                && !real.out().isEmpty()
                && real.out().getFirst().side().kind() == kind
                && real.out().getFirst().kind() == how;
    }

    private static boolean waits(Crossing real) {
        return real.drops().equals(List.of(DropReason.NEIGHBOUR_QUEUE_FULL))
                || left(real, Side.Kind.LAN, Emission.Kind.WAITS);
    }

    private static Side side(WhyQuestion question) {
        return switch (question.from()) {
            case LAN -> Side.lan(question.number());
            case UPLINK -> Side.uplink(0);
            case ROUTER -> Side.ROUTER;
        };
    }

    private WhyQuestion question() {
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        boolean inward = random.nextInt(3) == 0;
        boolean own = !inward && random.nextInt(6) == 0;
        Host client = traffic.client();
        int source = inward ? traffic.server().address() : own ? box.address() : client.address();
        boolean ported = protocol == 6 || protocol == 17;
        return new WhyQuestion(
                inward
                        ? WhyQuestion.Ingress.UPLINK
                        : own ? WhyQuestion.Ingress.ROUTER : WhyQuestion.Ingress.LAN,
                inward || own ? 0 : client.side().number(),
                new Ipv4Address(random.nextInt(10) == 0 ? odd() : source),
                new Ipv4Address(random.nextInt(10) == 0 ? odd() : target(inward)),
                protocol,
                ported || protocol == 1 ? port() : 0,
                ported ? port() : 0,
                flags(),
                random.nextInt(5) == 0 ? random.nextInt(20) : 8,
                0,
                random.nextInt(8) == 0 ? 16 : 0,
                random.nextInt(8) == 0 ? random.nextInt(own ? 1 : 0, 3) : 64,
                random.nextInt(4) == 0 ? 1_400 + random.nextInt(101) : 40 + random.nextInt(400));
    }

    private int flags() {
        return random.nextInt(3) == 0 ? random.nextInt(64) : Datagram.SYN;
    }

    private int target(boolean inward) {
        if (inward) {
            return ours();
        }
        return switch (random.nextInt(6)) {
            case 0 -> ours();
            case 1 -> traffic.client().address();
            case 2 -> Box.routerAddress(random.nextInt(Box.LANS));
            default -> traffic.server().address();
        };
    }

    private int ours() {
        return switch (random.nextInt(5)) {
            case 0 -> External.SECOND;
            case 1 -> External.PAIR;
            default -> box.address();
        };
    }

    private int odd() {
        int[] odd = {
            0,
            -1,
            End.ip(127, 0, 0, 1),
            End.ip(10, 1, 1, 1),
            End.ip(224, 0, 0, 9),
            End.ip(192, 168, 87, 255),
            End.ip(192, 168, 87, 2),
            End.ip(169, 254, 0, 1)
        };
        return odd[random.nextInt(odd.length)];
    }

    private int port() {
        int[] ports = {
            5000 + random.nextInt(12),
            80,
            443,
            House.SSH,
            House.DISCARD,
            53,
            Doors.WEB + random.nextInt(4),
            Doors.MARKED,
            Doors.GAME + random.nextInt(5),
            Trigger.FIRST + random.nextInt(Trigger.PORTS),
            Trigger.OPENED_BY,
            9000
        };
        return ports[random.nextInt(ports.length)];
    }

    /** The packet that a question speaks of. */
    private static Datagram packet(WhyQuestion question) {
        End from = new End(question.source().bits(), question.sourcePort());
        End to = new End(question.destination().bits(), question.destinationPort());
        int header = question.protocol() == Datagram.TCP ? 20 : 8;
        byte[] rest = new byte[Math.max(0, question.length() - 20 - header)];
        Datagram packet =
                switch (question.protocol()) {
                    case Datagram.TCP ->
                            Datagram.tcp(
                                    from,
                                    to,
                                    new Datagram.Segment(1, 0, question.tcpFlags(), 0),
                                    new byte[0],
                                    rest);
                    case Datagram.UDP -> Datagram.udp(from, to, rest);
                    case Datagram.ICMP ->
                            Datagram.icmp(
                                    from.address(),
                                    to.address(),
                                    question.icmpType() << 8 | question.icmpCode(),
                                    question.sourcePort() << 16,
                                    rest);
                    default ->
                            Datagram.of(
                                    question.protocol(),
                                    from.address(),
                                    to.address(),
                                    new byte[8 + rest.length]);
                };
        return packet.withTos(question.tos()).withTtl(question.ttl());
    }
}
