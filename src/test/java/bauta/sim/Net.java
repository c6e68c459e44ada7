package bauta.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What lies around the router: the networks of the house, and a line to the outside that loses,
 * doubles, delays and overtakes, with hops that count the time to live and one narrow path.
 */
final class Net {
    private static final int NARROW = 1300;
    private static final int HOPS = 3;
    private static final int HOP = End.ip(198, 51, 100, 254);

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Story story;
    private final Calls calls;
    private final Map<Integer, Host> inside = new HashMap<>();
    private final Map<Integer, Host> outside = new HashMap<>();
    private final Host router;
    private @Nullable Box box;
    private @Nullable House house;
    private final @Nullable End[] seen = new End[8];
    private Weather weather = Weather.CALM;

    /**
     * How bad the line is.
     *
     * @param loss share of packets lost
     * @param doubled share of packets that come twice
     * @param late share of packets that are overtaken
     */
    record Weather(double loss, double doubled, double late) {
        static final Weather CALM = new Weather(0, 0, 0);
    }

    Net(long seed, boolean told) {
        this.random = new Random(mixed(seed));
        this.story = new Story(time, told);
        this.calls = new Calls(story, this::house);
        this.router = new Host(this, Side.ROUTER, 0, false);
    }

    /** Seeds that follow each other would have the first dice in common. */
    private static long mixed(long seed) {
        long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    void connect(Box itsBox, House itsHouse) {
        box = itsBox;
        house = itsHouse;
    }

    private House house() {
        if (house == null) {
            throw new IllegalStateException("no house yet");
        }
        return house;
    }

    private Box box() {
        if (box == null) {
            throw new IllegalStateException("no router yet");
        }
        return box;
    }

    Host addInside(int lan, int address) {
        Host host = new Host(this, Side.lan(lan), address, false);
        inside.put(address, host);
        return host;
    }

    Host addOutside(int address) {
        Host host = new Host(this, Side.uplink(0), address, true);
        outside.put(address, host);
        return host;
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    Story story() {
        return story;
    }

    Calls calls() {
        return calls;
    }

    Host router() {
        return router;
    }

    Collection<Host> outside() {
        return outside.values();
    }

    void weather(Weather now) {
        weather = now;
    }

    int mtu(Host host) {
        return host.isOutside() ? 1500 : Box.mtu(host.side());
    }

    int mss(Host host) {
        return mtu(host) - 40;
    }

    TcpEnd.Habits habits() {
        int window = 1_000 + random.nextInt(random.nextBoolean() ? 8_000 : 120_000);
        int scale = random.nextInt(4) == 0 ? -1 : random.nextInt(8);
        int first = random.nextInt(3) == 0 ? -random.nextInt(4_000) : random.nextInt();
        long wait = (1 + random.nextInt(20)) * VirtualTime.SECOND;
        int seen = scale < 0 ? Math.min(window, 0xffff) : window >>> scale << scale;
        return new TcpEnd.Habits(first, seen, scale, wait);
    }

    /** An external port that was in use lately. */
    End seen() {
        End end = seen[random.nextInt(seen.length)];
        return end == null ? new End(router.address(), 5000) : end;
    }

    // Carrying

    void carryPieces(Host from, Datagram packet, int mtu) {
        int step = mtu - packet.header() & -8;
        step = Math.max(64, step / (1 + random.nextInt(3)) & -8);
        List<Datagram> pieces = new ArrayList<>();
        for (int at = 0; at < packet.dataLength(); at += step) {
            pieces.add(packet.piece(at, Math.min(step, packet.dataLength() - at)));
        }
        if (random.nextInt(4) == 0) {
            java.util.Collections.shuffle(pieces, random);
        }
        pieces.forEach(piece -> carry(from, piece));
    }

    /** A host hands a packet to its link. */
    void carry(Host from, Datagram packet) {
        if (from.isOutside()) {
            overTheLine(() -> fromCloud(packet));
        } else {
            time.after(50_000, () -> give(from.side(), packet));
        }
    }

    private void fromCloud(Datagram packet) {
        int ttl = packet.ttl() - HOPS;
        if (ttl > 0) {
            give(Side.uplink(0), packet.withTtl(ttl));
        }
    }

    private void overTheLine(Runnable what) {
        if (random.nextDouble() < weather.loss) {
            return;
        }
        int times = random.nextDouble() < weather.doubled ? 2 : 1;
        for (int i = 0; i < times; i++) {
            boolean late = random.nextDouble() < weather.late;
            long delay = 5 * VirtualTime.MILLI;
            delay += late ? random.nextInt(200) * VirtualTime.MILLI : i * 700_000L;
            time.after(delay, what);
        }
    }

    /** A packet reaches the router. */
    void give(Side side, Datagram packet) {
        box().give(side, Framing.frame(side, packet));
    }

    /** Carries on what came out of the router. */
    void spread(Crossing crossing) {
        story.note(crossing::toString);
        for (Emission emission : crossing.out()) {
            if (emission.kind() != Emission.Kind.WAITS) {
                leave(emission.side(), emission.packet());
            }
        }
    }

    private void leave(Side side, Datagram packet) {
        switch (side.kind()) {
            case LAN -> arrive(inside.get(packet.destination()), packet);
            case ROUTER -> arrive(router, packet);
            case UPLINK -> {
                if (packet.protocol() == Datagram.UDP && packet.hasTransport()) {
                    seen[random.nextInt(seen.length)] = packet.from();
                }
                overTheLine(() -> intoCloud(packet));
            }
        }
    }

    private void arrive(@Nullable Host host, Datagram packet) {
        if (host != null) {
            time.after(100_000, () -> host.receive(packet));
        }
    }

    private void intoCloud(Datagram packet) {
        Host host = outside.get(packet.destination());
        boolean mayTell = !packet.isIcmpError() && packet.offset() == 0;
        if (packet.ttl() <= HOPS) {
            if (mayTell) {
                int hop = HOP - Math.max(0, packet.ttl() - 1);
                hopSays(packet.error(hop, 0x0b00, 0, 28 + random.nextInt(40)));
            }
        } else if (host == null) {
            if (mayTell && random.nextBoolean()) {
                hopSays(packet.error(HOP, 0x0301, 0, 28));
            }
        } else if (isNarrow(host) && packet.length() > NARROW) {
            tooLong(packet, host, mayTell);
        } else {
            host.receive(packet.withTtl(packet.ttl() - HOPS));
        }
    }

    private void tooLong(Datagram packet, Host host, boolean mayTell) {
        if (!packet.dontFragment()) {
            int step = NARROW - packet.header() & -8;
            for (int at = 0; at < packet.dataLength(); at += step) {
                host.receive(packet.piece(at, Math.min(step, packet.dataLength() - at)));
            }
        } else if (mayTell) {
            hopSays(packet.error(HOP, 0x0304, NARROW, 28 + random.nextInt(500)));
        }
    }

    private static boolean isNarrow(Host host) {
        return (host.address() & 7) == 7;
    }

    private void hopSays(Datagram error) {
        overTheLine(() -> give(Side.uplink(0), error));
    }

    /** A host was told of trouble with a packet it sent. */
    void told(Host host, Datagram error) {
        Datagram quoted = error.quoted();
        if (quoted.source() != host.address()) {
            throw new Violation("quote", host + " is told about " + error);
        }
        host.told(error);
    }
}
