package bauta.alg;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.nat.Mappings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's session without the rest of the router: S = 192.168.1.10 inside, seen as M =
 * 203.0.113.5, talks to D = 198.51.100.7. External ports count up from 61000. Each direction of a
 * stream begins with number 0, and all that leaves is acknowledged at once.
 */
public final class SessionProbe implements Control {
    /** The inside host. */
    public static final int S = 0xc0a8_010a;

    /** What it is seen as. */
    public static final int M = 0xcb00_7105;

    /** The far end. */
    public static final int D = 0xc633_6407;

    /** Ports of both ends. */
    public static final int S_PORT = 3000;

    private static final int D_PORT = 7000;
    private static final int AT = 4096;
    private static final int FIRST_PORT = 61_000;

    /** What was granted, without what was asked for again. */
    public final List<Expectation> granted = new ArrayList<>();

    /** What was refused. */
    public final List<Refusal> refused = new ArrayList<>();

    /** Whom expectations were narrowed to: address, first and last port. */
    public final List<List<Integer>> narrowed = new ArrayList<>();

    private final List<Expected> open = new ArrayList<>();
    private final Payload payload = new Payload();
    private final EditedStream[] streams = {new EditedStream(OPENER), new EditedStream(ANSWERER)};
    private final int[] numbers = new int[2];
    private final Session session;
    private final AlgProfile profile;
    private final int inside;
    private boolean reading = true;
    private int nextPort = FIRST_PORT;

    private SessionProbe(Alg alg, int inside) {
        this.inside = inside;
        this.profile = alg.profile();
        streams[OPENER].begin(-1);
        streams[ANSWERER].begin(-1);
        this.session = alg.attach(this);
    }

    /** S opens a flow to D. */
    public static SessionProbe outward(Alg alg) {
        return new SessionProbe(alg, OPENER);
    }

    /** D opens a flow to M, which a forward leads to S. */
    public static SessionProbe inward(Alg alg) {
        return new SessionProbe(alg, ANSWERER);
    }

    /**
     * Shows any bytes to a session, both ways. A step of the script is a byte for who speaks, two
     * for a length, then what is said. A datagram keeps its length; expectations are of ports that
     * may be opened, at the address of who awaits them.
     */
    public static void run(Alg alg, byte[] script) {
        outward(alg).play(script);
        inward(alg).play(script);
    }

    private void play(byte[] script) {
        int at = 0;
        while (script.length - at > 3) {
            int length = Math.min((script[at + 1] & 0xff) << 8 | script[at + 2] & 0xff, 1400);
            int end = Math.min(script.length, at + 3 + length);
            byte[] bytes = Arrays.copyOfRange(script, at + 3, end);
            if (session instanceof DatagramSession) {
                assertThat(datagram(script[at] & 1, bytes)).hasSameSizeAs(bytes);
            } else {
                segment(script[at] & 1, bytes);
            }
            at = end;
        }
        assertThat(openCount()).isLessThanOrEqualTo(profile.expectations());
        for (Expectation expectation : granted) {
            assertThat(expectation.port()).isBetween(1024, 0xffff);
            assertThat(expectation.address()).isEqualTo(address(expectation.awaitedBy()));
        }
    }

    /** Returns whether the session still reads. */
    public boolean isReading() {
        return reading;
    }

    /** Returns how many expectations are open. */
    public int openCount() {
        return (int) open.stream().filter(Expected::isOpen).count();
    }

    /**
     * An end sends a datagram, in hexadecimal digits with or without blanks; returns what leaves.
     */
    public String datagram(int direction, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return HexFormat.of().formatHex(datagram(direction, bytes));
    }

    /** An end sends a datagram; returns what leaves. */
    public byte[] datagram(int direction, byte[] bytes) {
        if (!reading) {
            return bytes;
        }
        System.arraycopy(bytes, 0, payload.bytes, 0, bytes.length);
        payload.show(direction, 0, bytes.length);
        reading = ((DatagramSession) session).read(payload);
        return payload.isEdited() ? payload.edited(0, bytes.length) : bytes;
    }

    /** An end sends a segment; returns what leaves, which may be nothing yet. */
    public byte[] segment(int direction, byte[] bytes) {
        System.arraycopy(bytes, 0, payload.bytes, AT, bytes.length);
        var out = new byte[2 * Payload.MOST_BYTES];
        EditedStream stream = streams[direction];
        var segment = new EditedStream.Segment(numbers[direction], AT, bytes.length, false);
        assertThat(stream.take(segment, payload, this::read, out))
                .isNotEqualTo(EditedStream.Fate.NOT_YET);
        numbers[direction] += bytes.length;
        if (stream.hasGivenUp()) {
            reading = false;
            streams[1 - direction].giveUp();
        }
        stream.acknowledged(stream.outSequence() + stream.outLength());
        return Arrays.copyOf(out, stream.outLength());
    }

    private int read(Payload shown) {
        int unit = ((StreamSession) session).read(shown);
        boolean tooLong = shown.length() > ((StreamSession) session).longestUnit();
        return unit == StreamSession.WAIT && tooLong ? StreamSession.DETACH : unit;
    }

    @Override
    public int protocol() {
        return profile.protocols().getFirst();
    }

    @Override
    public boolean fromOutside() {
        return inside == ANSWERER;
    }

    @Override
    public int address(int direction) {
        return direction == inside ? S : D;
    }

    @Override
    public int port(int direction) {
        return direction == inside ? S_PORT : D_PORT;
    }

    @Override
    public int seenAddress(int direction) {
        return direction == inside ? M : D;
    }

    @Override
    public int seenPort(int direction) {
        return port(direction);
    }

    @Override
    public @Nullable Expected expect(Expectation wanted) {
        for (Expected expected : open) {
            if (expected.isOpen() && expected.wanted.equals(wanted)) {
                return expected;
            }
        }
        Refusal why = check(wanted);
        if (why != null) {
            refused.add(why);
            return null;
        }
        granted.add(wanted);
        boolean translated = wanted.awaitedBy() == inside && wanted.port() != S_PORT;
        int port = translated ? nextPort : wanted.port();
        nextPort += translated ? wanted.ports() : 0;
        int[] ports = wanted.ports() == 1 ? new int[] {port} : new int[] {port, port + 1};
        open.add(expected(wanted, ports));
        return open.getLast();
    }

    private @Nullable Refusal check(Expectation wanted) {
        if (wanted.address() != address(wanted.awaitedBy())) {
            return Refusal.OTHER_ADDRESS;
        }
        if (wanted.port() < 1024 || wanted.port() + wanted.ports() - 1 > 0xffff) {
            return Refusal.FORBIDDEN_PORT;
        }
        return openCount() < profile.expectations() ? null : Refusal.TOO_MANY;
    }

    @SuppressWarnings("NullAway") // nobody asks here who owns it
    private Expected expected(Expectation wanted, int[] ports) {
        int[] mappings = {Mappings.NONE, Mappings.NONE};
        return new Expected(wanted, null, seenAddress(wanted.awaitedBy()), ports, mappings);
    }

    @Override
    public void narrow(Expected expected, int peer, int firstPort, int lastPort) {
        narrowed.add(List.of(peer, firstPort, lastPort));
        expected.narrow(peer, firstPort, lastPort);
    }

    @Override
    public void withdraw(Expected expected) {
        expected.ended = true;
    }

    @Override
    public void refuse(Refusal why) {
        refused.add(why);
    }
}
