package bauta.sim;

import java.util.List;
import java.util.Random;

/**
 * Who wants to break in, or to break connections: outside, not on the path, but a good guesser of
 * addresses and ports; and inside, a host that lies.
 */
final class Enemy {
    private final Net net;
    private final Box box;
    private final Oracle oracle;
    private final Traffic traffic;
    private final Random random;

    Enemy(Net net, Box box, Oracle oracle, Traffic traffic) {
        this.net = net;
        this.box = box;
        this.oracle = oracle;
        this.traffic = traffic;
        this.random = net.random();
    }

    private void give(Side side, Datagram packet) {
        oracle.enemy(() -> net.give(side, packet));
    }

    void act() {
        switch (random.nextInt(13)) {
            case 0, 1 -> breakConnection();
            case 2 -> stray();
            case 3 -> liar();
            case 4 -> noise();
            case 5 -> pieces();
            case 6 -> errors();
            case 7 -> scan();
            case 8 -> strangeFrames();
            case 9 -> oddOptions();
            case 10 -> stub();
            case 11 -> tunnels();
            default -> flood();
        }
    }

    private int port() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> random.nextInt(0x10000);
            case 2 -> random.nextInt(4) == 0 ? Doors.MARKED : Doors.WEB + random.nextInt(4);
            case 3 ->
                    random.nextBoolean()
                            ? Doors.GAME + random.nextInt(5)
                            : Trigger.FIRST + random.nextInt(Trigger.PORTS);
            default -> 5000 + random.nextInt(12);
        };
    }

    private End stranger() {
        int address =
                random.nextInt(3) == 0
                        ? traffic.server().address()
                        : End.ip(46, 0, 2, 1 + random.nextInt(200));
        return new End(address, random.nextInt(3) == 0 ? 443 : port());
    }

    private End us() {
        int address =
                switch (random.nextInt(6)) {
                    case 0 -> External.SECOND;
                    case 1 -> External.PAIR;
                    default -> box.address();
                };
        return new End(address, port());
    }

    /** A segment outside the window of a connection, or a reset that is not exact (RFC 5961). */
    private void breakConnection() {
        Host server = traffic.server();
        List<TcpEnd> open = server.openEnds();
        if (open.isEmpty()) {
            return;
        }
        TcpEnd end = open.get(random.nextInt(open.size()));
        int flags =
                switch (random.nextInt(4)) {
                    case 0, 1 -> Datagram.RST;
                    case 2 -> Datagram.SYN;
                    default -> Datagram.ACK;
                };
        if (end.state() != TcpEnd.State.OPEN) {
            flags = Datagram.RST;
        }
        int far = 0x1000_0000 + random.nextInt(0x4000_0000);
        Datagram.Segment segment =
                new Datagram.Segment(end.nextToSend() + far, end.expected() + far, flags, 1000);
        byte[] data = flags == Datagram.ACK ? new byte[20] : new byte[0];
        Datagram packet = Datagram.tcp(end.local(), end.remote(), segment, new byte[0], data);
        give(Side.uplink(0), packet);
        boolean passed =
                oracle.lastOut().stream().anyMatch(emission -> !emission.side().isUplink());
        boolean openers = flags == Datagram.SYN && end.isClient();
        if (passed && !openers && isWatched(end)) {
            throw new Violation("off the path", packet + " passed");
        }
    }

    /**
     * Whether the router has seen a connection from its beginning, and nothing in between. A SYN in
     * the opener's name may pass: the other end answers it by a challenge.
     */
    private boolean isWatched(TcpEnd end) {
        Call call = end.call();
        boolean whole = call != null && call.excuse.isEmpty();
        return whole && end.state() == TcpEnd.State.OPEN && box.status().flow().evicted() == 0;
    }

    /** To a port that may be mapped, from somebody who was not asked. */
    private void stray() {
        End from = stranger();
        Datagram packet =
                switch (random.nextInt(4)) {
                    case 0 -> segment(from, us(), random.nextInt(64));
                    case 1 ->
                            Datagram.icmp(
                                    from.address(),
                                    box.address(),
                                    random.nextBoolean() ? 0 : 0x0800,
                                    random.nextInt(6) << 16,
                                    new byte[20]);
                    default -> Datagram.udp(from, us(), new byte[random.nextInt(50)]);
                };
        give(Side.uplink(0), packet);
    }

    private Datagram segment(End from, End to, int flags) {
        Datagram.Segment segment =
                new Datagram.Segment(
                        random.nextInt(), random.nextInt(), flags, random.nextInt(0x10000));
        return Datagram.tcp(from, to, segment, new byte[0], new byte[random.nextInt(30)]);
    }

    private int liesAbout() {
        return switch (random.nextInt(12)) {
            case 0 -> traffic.server().address();
            case 1 -> box.address();
            case 2 -> 0;
            case 3 -> -1;
            case 4 -> End.ip(127, 0, 0, 1);
            case 5 -> End.ip(224, 0, 0, 5);
            case 6 -> End.ip(192, 168, 87, 255);
            case 7 -> End.ip(192, 168, 87, 1);
            case 8 -> End.ip(169, 254, 3, 4);
            case 9 -> End.ip(250, 1, 2, 3);
            case 10 -> End.ip(10, 1, 2, 3);
            default -> traffic.client().address();
        };
    }

    /** Addresses that cannot be. */
    private void liar() {
        Side side = side();
        boolean source = random.nextBoolean();
        int honestSource = side.isUplink() ? stranger().address() : traffic.client().address();
        int honestTarget = side.isUplink() ? box.address() : traffic.server().address();
        End from = new End(source ? liesAbout() : honestSource, port());
        End to = new End(source ? honestTarget : liesAbout(), port());
        Datagram packet =
                switch (random.nextInt(4)) {
                    case 0 -> segment(from, to, Datagram.SYN);
                    case 1 -> Datagram.of(47, from.address(), to.address(), new byte[20]);
                    default -> Datagram.udp(from, to, new byte[10]);
                };
        give(side, packet);
    }

    private Side side() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Side.uplink(0);
            case 2 -> Side.ROUTER;
            default -> Side.lan(random.nextInt(Box.LANS));
        };
    }

    /** A good frame with some bits turned, or cut. */
    private void noise() {
        Side side = side();
        End from = side.isUplink() ? stranger() : new End(traffic.client().address(), port());
        End to = side.isUplink() ? us() : new End(traffic.server().address(), port());
        Datagram packet =
                switch (random.nextInt(3)) {
                    case 0 -> segment(from, to, random.nextInt(256));
                    case 1 -> Datagram.udp(from, to, new byte[random.nextInt(60)]);
                    default ->
                            Datagram.icmp(
                                    from.address(),
                                    to.address(),
                                    random.nextInt(0x1400),
                                    random.nextInt(),
                                    new byte[random.nextInt(60)]);
                };
        byte[] frame = Framing.frame(side, packet);
        if (random.nextBoolean()) {
            frame = java.util.Arrays.copyOf(frame, random.nextInt(frame.length + 1));
        }
        for (int i = random.nextInt(4); i > 0 && frame.length > 0; i--) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        giveFrame(side, frame);
    }

    private void giveFrame(Side side, byte[] frame) {
        oracle.enemy(() -> box.give(side, frame));
    }

    /** Pieces that overlap, never come, come twice, or hide the ports. */
    private void pieces() {
        boolean in = random.nextBoolean();
        End from = in ? stranger() : new End(traffic.client().address(), port());
        End to = in ? us() : new End(traffic.server().address(), 9000);
        byte[] payload = Payload.of(random.nextInt(), 200 + random.nextInt(1_000));
        Datagram whole = Datagram.udp(from, to, payload).mayBeCut(30_000 + random.nextInt(20));
        Side side = in ? Side.uplink(0) : Soundness.sideOf(from.address());
        int count = 1 + random.nextInt(24);
        for (int i = 0; i < count; i++) {
            int offset = random.nextInt(4) == 0 ? 0 : 8 * random.nextInt(whole.dataLength() / 8);
            int length = Math.min(8 * (1 + random.nextInt(12)), whole.dataLength() - offset);
            give(side, whole.piece(offset, Math.max(1, length - random.nextInt(8) / 7)));
        }
    }

    /** ICMP errors about packets that nobody sent, or that are damaged. */
    private void errors() {
        boolean in = random.nextBoolean();
        int from = in ? stranger().address() : traffic.client().address();
        End ours = in ? us() : new End(from, port());
        End theirs = new End(traffic.server().address(), random.nextBoolean() ? 443 : 4000);
        Datagram about =
                switch (random.nextInt(4)) {
                    case 0 -> segment(ours, theirs, Datagram.ACK);
                    case 1 ->
                            Datagram.icmp(
                                    ours.address(),
                                    theirs.address(),
                                    0x0800,
                                    random.nextInt(6) << 16,
                                    new byte[20]);
                    default -> Datagram.udp(in ? ours : theirs, in ? theirs : ours, new byte[9]);
                };
        int type = random.nextInt(6) == 0 ? random.nextInt(0x2000) : 0x0300 + random.nextInt(16);
        byte[] quoted = java.util.Arrays.copyOf(about.bytes(), random.nextInt(about.length() + 1));
        int to = in ? box.address() : theirs.address();
        Datagram error = Datagram.icmp(from, to, type, 0, quoted);
        boolean damaged = random.nextInt(3) == 0;
        give(in ? Side.uplink(0) : Soundness.sideOf(from), damaged ? damaged(error) : error);
    }

    /** The same with an ICMP checksum that is wrong. */
    private static Datagram damaged(Datagram error) {
        byte[] bytes = error.bytes().clone();
        bytes[error.header() + 2] ^= 1;
        return new Datagram(bytes);
    }

    /** Hosts that speak plain GRE to one peer: nothing tells their answers apart. */
    private void tunnels() {
        int gre = 47;
        int peer = traffic.server().address();
        for (int i = 0; i < 3; i++) {
            Host host = traffic.client();
            give(host.side(), Datagram.of(gre, host.address(), peer, new byte[20]));
        }
    }

    private void scan() {
        End from = new End(traffic.client().address(), port());
        boolean outward = random.nextBoolean();
        int first = random.nextInt(60_000);
        int flags = random.nextInt(3) == 0 ? random.nextInt(64) : Datagram.SYN;
        for (int i = 0; i < 12; i++) {
            if (outward) {
                End to = new End(traffic.server().address(), first + i);
                give(Soundness.sideOf(from.address()), segment(from, to, flags));
            } else {
                give(Side.uplink(0), segment(stranger(), new End(box.address(), first + i), flags));
            }
        }
    }

    private void strangeFrames() {
        Side side = random.nextBoolean() ? Side.uplink(0) : Side.lan(random.nextInt(Box.LANS));
        Datagram packet =
                side.isUplink()
                        ? Datagram.udp(stranger(), us(), new byte[5])
                        : Datagram.udp(
                                new End(traffic.client().address(), 1), stranger(), new byte[5]);
        byte[] frame = Framing.frame(side, packet);
        int[][] changes = {
            {0, 1}, {0, 0x33}, {6, 1}, {5, 9}, {12, 0x86}, {12, 0x81}, {13, 0x37}, {14, 0x21},
            {14, 0x65}, {15, 9}, {17, 1}, {19, 1}, {19, 255}, {20, 0x80}, {21, 0x57}, {11, 7}
        };
        int[] change = changes[random.nextInt(changes.length)];
        frame[change[0]] = (byte) change[1];
        if (change[0] == 12) {
            frame[13] = (byte) (change[1] == 0x86 ? 0xdd : 0);
        }
        giveFrame(side, frame);
    }

    private void oddOptions() {
        byte[][] options = {
            {(byte) 131, 7, 4, 0, 0, 0, 0, 0},
            {1, (byte) 137, 4, 4},
            {7, 0, 0, 0},
            {7, 9, 0, 0},
            {7, 7, 4, 1, 2, 3, 4, 0},
            {(byte) 148, 4, 0, 0},
            {1, 1, 1, 0}
        };
        Host client = traffic.client();
        Datagram packet =
                Datagram.udp(
                        new End(client.address(), port()),
                        new End(traffic.server().address(), 9000),
                        new byte[random.nextInt(30)]);
        give(client.side(), packet.withOptions(options[random.nextInt(options.length)]));
    }

    /** Packets that end before their transport header does, or whose header lies about lengths. */
    private void stub() {
        Side side = side();
        int[] protocols = {Datagram.ICMP, Datagram.TCP, Datagram.UDP};
        int from = side.isUplink() ? stranger().address() : traffic.client().address();
        int to = side.isUplink() ? box.address() : traffic.server().address();
        for (int protocol : protocols) {
            give(side, Datagram.of(protocol, from, to, new byte[random.nextInt(8)]));
        }
        byte[] lie = new byte[24];
        lie[12] = (byte) (random.nextBoolean() ? 0x10 : 0xf0);
        give(side, Datagram.of(Datagram.TCP, from, to, lie));
        give(side, Datagram.of(Datagram.UDP, from, to, lie));
    }

    private void flood() {
        Host client = traffic.client();
        int count = random.nextInt(4) == 0 ? 90 : 10;
        for (int i = 0; i < count; i++) {
            End from = new End(client.address(), 10_000 + random.nextInt(50_000));
            give(
                    client.side(),
                    segment(from, new End(traffic.server().address(), 443), Datagram.SYN));
        }
    }
}
