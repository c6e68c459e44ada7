package bauta.forward;

import bauta.engine.Clock;
import bauta.engine.ColdExit;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.link.LinkLoop;

/**
 * Shares out the beginning of flows while the loop is behind and somebody else's packets wait: to
 * open a flow and send its first packet on costs some ten times as much as to drop it, and who
 * begins flows as fast as a wire carries them would have the loop for himself. A host alone with
 * the router is never held back, nor is the router's own traffic.
 *
 * <p>The loop is behind when a batch is half as long as a batch may be, and for a second from then
 * on; each refusal prolongs that, so that a flood which is held back does not get through again by
 * making room. Somebody else is a host with a packet of a running flow within the last three
 * seconds: long enough to see a connection that has lost so much that it only tries now and then. A
 * sample is enough, for a flood's first packets are everywhere among it. Never the source of a
 * packet from outside counts, which may be forged: such packets are charged to the host, the
 * forward and the protocol that they go to, those from inside to the host and the protocol that
 * they come from. Router loop only.
 */
final class FlowRation {
    /** Frames of one batch that show that the loop is behind. */
    static final int BACKLOG_FRAMES = LinkLoop.BULK_BUDGET / 2;

    static final long HOLD_NANOS = 1_000_000_000L;
    static final long OTHERS_NANOS = 3_000_000_000L;
    private static final int FORWARD_BITS = 23;

    private final Clock clock;
    private final FlowTable flows;
    private final RationRows rows;
    private long behindNanos;
    private long refusedNanos;
    private int used = FlowTable.NONE;
    private long lastUser;
    private long lastNanos;
    private long otherUser;
    private long otherNanos;
    private long refused;

    /**
     * Begins with a loop that keeps up.
     *
     * @param clock the time of the batch
     * @param flows what hosts have running
     * @param seed secret of the hash of the rows
     */
    FlowRation(Clock clock, FlowTable flows, long seed) {
        this.clock = clock;
        this.flows = flows;
        this.rows = new RationRows(seed);
        long past = clock.nanos() - HOLD_NANOS;
        this.behindNanos = past;
        this.refusedNanos = past;
        this.lastNanos = past;
        this.otherNanos = past;
    }

    /**
     * A packet goes by a flow that was there before.
     *
     * @param node the flow and direction
     */
    @HotPath
    void used(int node) {
        used = node;
    }

    /**
     * A batch ends.
     *
     * @param frames how many it had
     */
    @HotPath
    void batch(int frames) {
        if (frames >= BACKLOG_FRAMES) {
            behindNanos = clock.nanos();
        }
        if (isBehind(clock.nanos())) {
            look(clock.nanos());
        } else {
            used = FlowTable.NONE;
        }
    }

    @HotPath
    private boolean isBehind(long now) {
        return isWithin(now, behindNanos, HOLD_NANOS);
    }

    @HotPath
    private static boolean isWithin(long now, long then, long nanos) {
        long ago = now - then;
        return ago >= 0 && ago < nanos;
    }

    /** Notes whose the packet was that went by a running flow last. */
    @ColdExit
    private void look(long now) {
        int node = used;
        used = FlowTable.NONE;
        int host = node == FlowTable.NONE ? 0 : flows.host(node >>> 1);
        if (host == 0) {
            return;
        }
        long user = user(host, flows.fromOutside(node >>> 1));
        if (user != lastUser) {
            otherUser = lastUser;
            otherNanos = lastNanos;
            lastUser = user;
        }
        lastNanos = now;
    }

    private static long user(int host, boolean fromOutside) {
        return (long) host << 1 | (fromOutside ? 1 : 0);
    }

    /**
     * Takes leave to begin a flow.
     *
     * @param packet its first packet
     * @param decision what it is to be
     * @return whether it may begin now; else its host is told of one refusal more
     */
    boolean take(Packet packet, Decision decision) {
        long now = clock.nanos();
        if (!isShort(packet, decision, now) || rows.take(key(packet, decision), now)) {
            return true;
        }
        behindNanos = now;
        refusedNanos = now;
        refused++;
        flows.refused(FlowOpening.chargedTo(packet, decision));
        return false;
    }

    /** Returns what {@link #take} would; takes nothing. */
    boolean has(Packet packet, Decision decision) {
        long now = clock.nanos();
        return !isShort(packet, decision, now) || rows.has(key(packet, decision), now);
    }

    private boolean isShort(Packet packet, Decision decision, long now) {
        if (packet.side == FiveTuple.SIDE_ROUTER || !isBehind(now)) {
            return false;
        }
        look(now);
        long user = user(FlowOpening.chargedTo(packet, decision), decision.fromOutside);
        long others = lastUser == user ? otherNanos : lastNanos;
        long whose = lastUser == user ? otherUser : lastUser;
        return whose != 0 && isWithin(now, others, OTHERS_NANOS);
    }

    /** Whom a flow is charged to, never 0. */
    private static long key(Packet packet, Decision decision) {
        long host = FlowOpening.chargedTo(packet, decision);
        long kind = (long) packet.protocol + 1 << FORWARD_BITS + 1;
        long way = decision.fromOutside ? 1L << FORWARD_BITS | decision.forward + 1 : 0;
        return host << 32 | kind | way;
    }

    /** Returns the numbers that people want to see. */
    FlowRationStatus status() {
        return new FlowRationStatus(isWithin(clock.nanos(), refusedNanos, HOLD_NANOS), refused);
    }
}
