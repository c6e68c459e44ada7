package bauta.flow;

import bauta.engine.HotPath;
import java.nio.ByteBuffer;

/**
 * Looks the flows of several packets up before the first of them is worked on, so that what is not
 * in the cache is fetched for all of them at once. What it finds is a hint, which is compared
 * before it is believed: whatever was told of here, {@link #find} answers as {@link FlowTable#find}
 * does, and nothing in the table changes. Router loop only.
 *
 * <p>The order: {@link #coming} for some frames; then, for each of them, {@link #arrived} and at
 * most one {@link #find}. Frames may be left out, may come without having been told of, and more
 * than {@link #MOST} may be told of: only time is lost by it.
 */
@HotPath
public final class Lookahead {
    /** Frames at most that it looks ahead. */
    public static final int MOST = 32;

    /** Below this part of what the table holds, the flows in use are in the cache anyway. */
    private static final int SMALL_PART = 32;

    private static final int NO_HASH = 0;

    private final FlowIndex index;
    private final ByteBuffer records;
    private final int few;
    private final int[] frames = new int[MOST];
    private final long[] hashes = new long[MOST];
    private final int[] nodes = new int[MOST];
    private int count;
    private int next;
    private int candidate = FlowTable.NONE;
    private int changes;

    /** What was fetched: it has to go somewhere, or the compiler would fetch nothing. */
    private int fetched;

    Lookahead(FlowIndex index, ByteBuffer records) {
        this.index = index;
        this.records = records;
        this.few = 2 * (records.capacity() / FlowRecord.BYTES) / SMALL_PART;
    }

    /**
     * Returns whether there are so many flows that looking ahead gains more than it costs, which is
     * a few nanoseconds for each packet. Without it nothing needs to be told here.
     */
    public boolean pays() {
        return index.size() > few;
    }

    /**
     * Tells of a frame that comes, of which no flow is looked up ahead.
     *
     * @param at what names it
     */
    public void coming(int at) {
        enter(at, NO_HASH);
    }

    /**
     * Tells of a frame that comes, and of what its 5-tuple seems to be.
     *
     * @param at what names it
     * @param addresses first long, see {@link FiveTuple}
     * @param ports second long
     */
    public void coming(int at, long addresses, long ports) {
        enter(at, index.hash(addresses, ports));
    }

    private void enter(int at, long hash) {
        if (next > 0 || count == MOST) {
            forget();
        }
        frames[count] = at;
        hashes[count] = hash;
        count++;
    }

    private void forget() {
        count = 0;
        next = 0;
    }

    /**
     * Tells that a frame is at hand.
     *
     * @param at what names it
     */
    public void arrived(int at) {
        candidate = FlowTable.NONE;
        if (next == count) {
            return;
        }
        if (frames[next] != at) {
            forget();
            return;
        }
        if (next == 0) {
            fetch();
        }
        candidate = nodes[next++];
    }

    /**
     * Fetches slots, then keys and records. The loops are as short as they are so that a processor
     * has many turns of them in work at once.
     */
    private void fetch() {
        changes = index.changes();
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += index.touch(hashes[i]);
        }
        for (int i = 0; i < count; i++) {
            nodes[i] = index.candidate(hashes[i]);
        }
        for (int i = 0; i < count; i++) {
            int flow = Math.max(nodes[i], 0) >>> 1;
            sum += index.touchKeys(flow) + records.getInt(flow * FlowRecord.BYTES);
        }
        fetched = sum;
    }

    /**
     * Looks the 5-tuple of the packet at hand up.
     *
     * @param addresses first long, see {@link FiveTuple}
     * @param ports second long
     * @return the node, or {@link FlowTable#NONE}, as {@link FlowTable#find}
     */
    public int find(long addresses, long ports) {
        int node = candidate;
        candidate = FlowTable.NONE;
        boolean right =
                node != FlowTable.NONE
                        && changes == index.changes()
                        && index.isOf(node, addresses, ports);
        return right ? node : index.find(addresses, ports);
    }

    /** Returns what was fetched last: of no meaning. */
    int fetched() {
        return fetched;
    }
}
