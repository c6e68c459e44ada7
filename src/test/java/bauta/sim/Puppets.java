package bauta.sim;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Two TCP ends without sense: each says what a die tells it, with sequence numbers that fit. So the
 * router's states are walked where no honest connection goes.
 */
final class Puppets {
    private static final int STEPS = 14;

    private final Net net;
    private final Box box;
    private final Oracle oracle;
    private final Traffic traffic;
    private final Random random;
    private @Nullable Crossing last;
    private final int[] first = new int[2];
    private final int[] next = new int[2];

    Puppets(Net net, Box box, Oracle oracle, Traffic traffic) {
        this.net = net;
        this.box = box;
        this.oracle = oracle;
        this.traffic = traffic;
        this.random = net.random();
    }

    /** Everything that happens passes here. */
    void crossed(Crossing crossing) {
        last = crossing;
    }

    void act() {
        Host client = traffic.client();
        End inside = new End(client.address(), 20_000 + random.nextInt(8_000));
        End peer = new End(traffic.server().address(), 443);
        for (int i = 0; i < 2; i++) {
            first[i] = random.nextInt();
            next[i] = first[i];
        }
        say(client.side(), inside, peer, 0, Datagram.SYN);
        End external = external();
        if (external != null && random.nextInt(6) == 0) {
            lateAnswer(client.side(), inside, peer, external);
            return;
        }
        for (int i = 0; external != null && i < STEPS; i++) {
            int who = random.nextInt(2);
            int flags = flags(i);
            if (who == 0) {
                say(client.side(), inside, peer, 0, flags);
            } else {
                say(Side.uplink(0), peer, external, 1, flags);
            }
        }
    }

    /** The opener says SYN again while it is open; that is answered only after both have ended. */
    private void lateAnswer(Side side, End inside, End peer, End external) {
        int ack = Datagram.ACK;
        say(Side.uplink(0), peer, external, 1, Datagram.SYN | ack);
        say(side, inside, peer, 0, ack);
        int open = next[0];
        first[0] = open + 200_000;
        next[0] = first[0];
        say(side, inside, peer, 0, Datagram.SYN);
        int again = next[0];
        next[0] = open;
        say(side, inside, peer, 0, Datagram.FIN | ack);
        say(Side.uplink(0), peer, external, 1, Datagram.FIN | ack);
        next[0] = again;
        say(Side.uplink(0), peer, external, 1, Datagram.SYN | ack);
    }

    private @Nullable End external() {
        Crossing crossing = last;
        if (crossing == null || crossing.out().isEmpty()) {
            return null;
        }
        Emission emission = crossing.out().getFirst();
        return emission.side().isUplink() ? emission.packet().from() : null;
    }

    /** What fits the beginning more often at the beginning. */
    private int flags(int step) {
        int ack = Datagram.ACK;
        int[] all = {
            ack,
            ack,
            ack | Datagram.PSH,
            Datagram.SYN,
            Datagram.SYN | ack,
            Datagram.SYN | ack,
            Datagram.FIN | ack,
            Datagram.FIN | ack,
            Datagram.RST,
            Datagram.RST | ack
        };
        return all[random.nextInt(step < 3 ? 6 : all.length)];
    }

    private void say(Side side, End from, End to, int who, int flags) {
        boolean syn = (flags & Datagram.SYN) != 0;
        boolean bare = flags == Datagram.SYN;
        if (bare && next[who] != first[who] && random.nextBoolean()) {
            first[who] = next[who] + 100_000 + random.nextInt(1_000_000);
            next[who] = first[who];
        }
        int sequence = syn ? first[who] : next[who];
        int ack = (flags & Datagram.ACK) != 0 ? next[1 - who] : 0;
        byte[] data = new byte[(flags & Datagram.PSH) != 0 ? 10 : 0];
        Datagram packet =
                Datagram.tcp(
                        from,
                        to,
                        new Datagram.Segment(sequence, ack, flags, 8_000),
                        new byte[0],
                        data);
        oracle.enemy(() -> net.give(side, packet));
        boolean fin = (flags & Datagram.FIN) != 0;
        int end = sequence + data.length + (syn || fin ? 1 : 0);
        if (end - next[who] > 0) {
            next[who] = end;
        }
    }

    boolean canAct() {
        return box.isUp();
    }
}
