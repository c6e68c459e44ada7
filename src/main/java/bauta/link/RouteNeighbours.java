package bauta.link;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.engine.Timers;
import bauta.linux.LinuxException;
import bauta.linux.RouteEvent;
import bauta.linux.RouteNetlink;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The neighbours of one port as the kernel knows them. The kernel does ARP; this follows its
 * events, asks it to look for unknown hosts, and asks it to keep those fresh that packets are sent
 * to, because the kernel does not see these packets. At most {@link #CAPACITY} are known and {@link
 * #MOST_WAITING} looked for at a time. Router loop only.
 */
final class RouteNeighbours implements Neighbours {
    static final int CAPACITY = 4096;
    static final int MOST_WAITING = 256;
    private static final int HELD_EACH = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int FORGET_AFTER_SWEEPS = 150;

    /** The kernel's part of it. */
    interface Kernel {
        /**
         * Asks for a neighbour.
         *
         * @param ipv4 its address
         * @param keep whether to keep it fresh from now on
         */
        void resolve(int ipv4, boolean keep);

        /** Returns the index of the interface, 0 while it is gone. */
        int index();
    }

    private static final class Waiting {
        final int[] at = new int[HELD_EACH];
        final int[] length = new int[HELD_EACH];
        final @Nullable Waiter[] waiter = new Waiter[HELD_EACH];
        int count;
        Timers.@Nullable Timer timer;
    }

    private final Kernel kernel;
    private final Timers timers;
    private final DropCounters drops;
    private final FramePool pool;
    private final NeighbourTable table = new NeighbourTable(CAPACITY);
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private final Map<Integer, Integer> keptIdleSweeps = new HashMap<>();
    private Timers.Timer sweep;

    RouteNeighbours(Kernel kernel, Timers timers, DropCounters drops, FramePool pool) {
        this.kernel = kernel;
        this.timers = timers;
        this.drops = drops;
        this.pool = pool;
        this.sweep = timers.at(timers.nanos() + SWEEP_NANOS, this::sweep);
    }

    /**
     * Starts with what the kernel knows now.
     *
     * @param port whose neighbours
     * @param netlink to ask
     * @param timers of the loop
     * @param drops where a packet without room is counted
     * @param pool where it goes
     */
    static RouteNeighbours of(
            XdpPort port, RouteNetlink netlink, Timers timers, DropCounters drops, FramePool pool) {
        Kernel kernel =
                new Kernel() {
                    @Override
                    public void resolve(int ipv4, boolean keep) {
                        try {
                            netlink.resolve(index(), ipv4, keep);
                        } catch (LinuxException e) {
                            Logger.debug("neighbour not asked cause={}", e.getMessage());
                        }
                    }

                    @Override
                    public int index() {
                        return port.index();
                    }
                };
        RouteNeighbours neighbours = new RouteNeighbours(kernel, timers, drops, pool);
        netlink.neighbours().forEach(neighbours::event);
        return neighbours;
    }

    @Override
    @HotPath
    public long macOf(int ipv4) {
        return table.macOf(ipv4);
    }

    @Override
    public void hold(int ipv4, int at, int length, Waiter waiter) {
        long mac = table.macOf(ipv4);
        if (mac != UNKNOWN) {
            waiter.resolved(mac, at, length);
            return;
        }
        Waiting entry = waiting.get(ipv4);
        if (entry == null && waiting.size() < MOST_WAITING) {
            entry = begin(ipv4);
        }
        if (entry == null || entry.count == HELD_EACH) {
            drops.count(DropReason.NEIGHBOUR_QUEUE_FULL);
            pool.release(at);
            return;
        }
        entry.at[entry.count] = at;
        entry.length[entry.count] = length;
        entry.waiter[entry.count] = waiter;
        entry.count++;
    }

    private Waiting begin(int ipv4) {
        Waiting entry = new Waiting();
        waiting.put(ipv4, entry);
        entry.timer = timers.at(timers.nanos() + PATIENCE_NANOS, () -> end(ipv4, UNKNOWN));
        kernel.resolve(ipv4, false);
        return entry;
    }

    private void end(int ipv4, long mac) {
        Waiting entry = waiting.remove(ipv4);
        if (entry == null) {
            return;
        }
        if (entry.timer != null) {
            entry.timer.cancel();
        }
        for (int i = 0; i < entry.count; i++) {
            Waiter waiter = entry.waiter[i];
            if (waiter == null) {
                continue;
            }
            if (mac == UNKNOWN) {
                waiter.unreachable(entry.at[i], entry.length[i]);
            } else {
                waiter.resolved(mac, entry.at[i], entry.length[i]);
            }
        }
    }

    /** Starts anew with nobody known, before everything is read again. */
    void forgetAll() {
        table.clear();
        keptIdleSweeps.clear();
    }

    /** An event about some neighbour, or an interface. */
    void event(RouteEvent event) {
        switch (event) {
            case RouteEvent.NeighbourChanged changed -> {
                if (changed.index() == kernel.index()) {
                    changed(changed);
                }
            }
            case RouteEvent.LinkGone _ -> {
                if (kernel.index() == 0) {
                    forgetAll();
                }
            }
            case RouteEvent.LinkPresent _, RouteEvent.AddressChanged _ -> {}
        }
    }

    private void changed(RouteEvent.NeighbourChanged changed) {
        int ipv4 = changed.ipv4();
        if (changed.mac() == UNKNOWN) {
            table.remove(ipv4);
            keptIdleSweeps.remove(ipv4);
            if (changed.failed()) {
                end(ipv4, UNKNOWN);
            }
        } else {
            table.put(ipv4, changed.mac());
            end(ipv4, changed.mac());
        }
    }

    /** Has those kept fresh that were used, and lets go of those that were not for 5 minutes. */
    private void sweep() {
        sweep = timers.at(timers.nanos() + SWEEP_NANOS, this::sweep);
        Set<Integer> fresh = new HashSet<>();
        table.takeUses((ipv4, used) -> {
            if (used && keptIdleSweeps.put(ipv4, 0) == null) {
                fresh.add(ipv4);
            }
        });
        fresh.forEach(ipv4 -> kernel.resolve(ipv4, true));
        keptIdleSweeps.replaceAll((_, sweeps) -> sweeps + 1);
        keptIdleSweeps
                .entrySet()
                .removeIf(kept -> {
                    boolean idle = kept.getValue() > FORGET_AFTER_SWEEPS;
                    if (idle) {
                        kernel.resolve(kept.getKey(), false);
                    }
                    return idle;
                });
    }

    /** Gives every held packet back as unreachable, and stops. */
    void close() {
        sweep.cancel();
        Set.copyOf(waiting.keySet()).forEach(ipv4 -> end(ipv4, UNKNOWN));
    }
}
