package bauta.link;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Neighbours that a test makes known: everybody is known under {@code 02:00} and his address,
 * except those called unknown.
 */
public final class MemoryNeighbours implements Neighbours {
    private static final int MAX_HELD = 3;

    private record Held(int ipv4, int at, int length, Waiter waiter) {}

    private final FramePool pool;
    private final DropCounters drops;
    private final Set<Integer> unknown = new HashSet<>();
    private final List<Held> held = new ArrayList<>();

    /**
     * Makes them.
     *
     * @param pool where frames live
     * @param drops where a full queue is counted
     */
    public MemoryNeighbours(FramePool pool, DropCounters drops) {
        this.pool = pool;
        this.drops = drops;
    }

    /** Returns the MAC address that a host has here. */
    public static long mac(int ipv4) {
        return 0x0200_0000_0000L | ipv4 & 0xffff_ffffL;
    }

    /** Makes a host unknown. */
    public void forget(int ipv4) {
        unknown.add(ipv4);
    }

    /** Makes a host answer: gives back what waits for it. */
    public void answer(int ipv4) {
        unknown.remove(ipv4);
        for (Held one : take(ipv4)) {
            one.waiter.resolved(mac(ipv4), one.at, one.length);
        }
    }

    /** Lets the time run out for a host. */
    public void giveUp(int ipv4) {
        for (Held one : take(ipv4)) {
            one.waiter.unreachable(one.at, one.length);
        }
    }

    private List<Held> take(int ipv4) {
        List<Held> mine = held.stream().filter(one -> one.ipv4 == ipv4).toList();
        held.removeAll(mine);
        return mine;
    }

    @Override
    public long macOf(int ipv4) {
        return !unknown.isEmpty() && unknown.contains(ipv4) ? UNKNOWN : mac(ipv4);
    }

    @Override
    public void hold(int ipv4, int at, int length, Waiter waiter) {
        if (held.stream().filter(one -> one.ipv4 == ipv4).count() == MAX_HELD) {
            drops.count(DropReason.NEIGHBOUR_QUEUE_FULL);
            pool.release(at);
        } else {
            held.add(new Held(ipv4, at, length, waiter));
        }
    }
}
