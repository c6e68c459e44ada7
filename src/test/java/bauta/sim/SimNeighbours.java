package bauta.sim;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.link.FramePool;
import bauta.link.Neighbours;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hosts of a network: known by their address, except those that sleep. */
final class SimNeighbours implements Neighbours {
    private static final int MAX_HELD = 3;

    private record Held(int at, int length, Waiter waiter) {}

    private final FramePool pool;
    private final DropCounters drops;
    private final Timers timers;
    private final SimPort port;
    private final Set<Integer> asleep = new HashSet<>();
    private final Map<Integer, List<Held>> held = new HashMap<>();

    SimNeighbours(FramePool pool, DropCounters drops, Timers timers, SimPort port) {
        this.pool = pool;
        this.drops = drops;
        this.timers = timers;
        this.port = port;
    }

    @Override
    public long macOf(int ipv4) {
        return asleep.contains(ipv4) ? UNKNOWN : Framing.mac(ipv4);
    }

    boolean isAsleep(int ipv4) {
        return asleep.contains(ipv4);
    }

    @Override
    public void hold(int ipv4, int at, int length, Waiter waiter) {
        List<Held> mine = held.computeIfAbsent(ipv4, _ -> new ArrayList<>());
        if (mine.size() == MAX_HELD) {
            drops.count(DropReason.NEIGHBOUR_QUEUE_FULL);
            pool.release(at);
            return;
        }
        port.waits(at, length);
        mine.add(new Held(at, length, waiter));
        if (mine.size() == 1) {
            timers.at(timers.nanos() + VirtualTime.SECOND, () -> giveUp(ipv4));
        }
    }

    /** A host falls silent. */
    void sleep(int ipv4) {
        asleep.add(ipv4);
    }

    /** A host answers again. */
    void wake(int ipv4) {
        asleep.remove(ipv4);
        port.returning = true;
        for (Held one : take(ipv4)) {
            one.waiter.resolved(Framing.mac(ipv4), one.at, one.length);
        }
        port.returning = false;
    }

    private void giveUp(int ipv4) {
        for (Held one : take(ipv4)) {
            one.waiter.unreachable(one.at, one.length);
        }
    }

    private List<Held> take(int ipv4) {
        List<Held> mine = held.remove(ipv4);
        return mine == null ? List.of() : mine;
    }
}
