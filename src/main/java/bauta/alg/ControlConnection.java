package bauta.alg;

import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import org.jspecify.annotations.Nullable;

/** A flow that a gateway reads. Router loop only. */
final class ControlConnection implements Control, EditedStream.Reader {
    final int flow;
    final AlgCounters counters;
    final EditedStream[] streams = {new EditedStream(OPENER), new EditedStream(ANSWERER)};

    /** The longest segment that each end takes, by the direction in which it sends. */
    final int[] segmentBytes = {DEFAULT_SEGMENT, DEFAULT_SEGMENT};

    /** Window and timestamp that each end sent last. */
    final int[] windows = new int[2];

    final int[] timestamps = new int[2];

    /** RFC 9293 section 3.7.1: what is taken by who says nothing. */
    private static final int DEFAULT_SEGMENT = 536;

    private static final int OWN_BYTES = 256;

    private final Algs algs;
    private final Alg alg;
    private @Nullable Session session;

    ControlConnection(Algs algs, int flow, Alg alg, AlgCounters counters) {
        this.algs = algs;
        this.flow = flow;
        this.alg = alg;
        this.counters = counters;
        this.session = alg.attach(this);
    }

    Alg alg() {
        return alg;
    }

    AlgProfile profile() {
        return alg.profile();
    }

    /** Returns what reads it, or null when nothing does any more. */
    @Nullable Session session() {
        return session;
    }

    /**
     * Reads the next unit.
     *
     * @return as {@link StreamSession#read}; {@link StreamSession#WAIT} only for what is no longer
     *     than may be waited for
     */
    @Override
    public int read(Payload payload) {
        if (!(session instanceof StreamSession reading)) {
            return StreamSession.DETACH;
        }
        int unit = reading.read(payload);
        if (unit == StreamSession.WAIT && payload.length() > reading.longestUnit()) {
            refuse(Refusal.TOO_LONG);
            return StreamSession.DETACH;
        }
        counters.rewritten += unit > 0 && payload.isEdited() ? 1 : 0;
        return unit;
    }

    /** Ends the reading; bytes and numbers that were changed stay changed. */
    void giveUp() {
        session = null;
        streams[OPENER].giveUp();
        streams[ANSWERER].giveUp();
    }

    /** Returns whether it can be forgotten: everything passes as it is, now and later. */
    boolean isPlain() {
        return session == null && streams[OPENER].isPlain() && streams[ANSWERER].isPlain();
    }

    /** Returns the host of the house that its expectations are charged to. */
    int host() {
        return address(fromOutside() ? ANSWERER : OPENER);
    }

    int bytes() {
        Session now = session;
        int ofSession = now == null ? 0 : now.bytes();
        return OWN_BYTES + ofSession + streams[OPENER].bytes() + streams[ANSWERER].bytes();
    }

    private FlowTable flows() {
        return algs.flows;
    }

    private int node(int direction) {
        return flow << 1 | direction;
    }

    @Override
    public int protocol() {
        return FiveTuple.kind(flows().ports(node(OPENER)));
    }

    @Override
    public boolean fromOutside() {
        return flows().fromOutside(flow);
    }

    @Override
    public int address(int direction) {
        return FiveTuple.source(flows().addresses(node(direction)));
    }

    @Override
    public int port(int direction) {
        return FiveTuple.sourcePort(flows().ports(node(direction)));
    }

    @Override
    public int seenAddress(int direction) {
        return FiveTuple.destination(flows().addresses(node(1 - direction)));
    }

    @Override
    public int seenPort(int direction) {
        return FiveTuple.destinationPort(flows().ports(node(1 - direction)));
    }

    @Override
    public @Nullable Expected expect(Expectation wanted) {
        return algs.expect(this, wanted);
    }

    @Override
    public void narrow(Expected expected, int peer, int firstPort, int lastPort) {
        expected.narrow(peer, firstPort, lastPort);
    }

    @Override
    public void withdraw(Expected expected) {
        if (!expected.ended) {
            algs.end(expected);
        }
    }

    @Override
    public void refuse(Refusal why) {
        algs.refuse(this, why, 0, 0);
    }
}
