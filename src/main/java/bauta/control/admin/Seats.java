package bauta.control.admin;

import bauta.wire.Ipv4Address;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is connected. When there is no room for one more, the connection that has been idle longest
 * goes: of the same client when it has too many, else of all. Owned by the admin loop; the counts
 * may be read from any thread.
 */
final class Seats {
    /** Connections at once. */
    static final int MOST = 96;

    /** Connections of one client at once; the Unix socket counts as one client. */
    static final int MOST_OF_A_CLIENT = 24;

    private final Set<Seat> seats = new LinkedHashSet<>();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong evicted = new AtomicLong();
    private volatile int taken;

    /** A connection. */
    interface Seat {
        /** Returns the other end. */
        Ipv4Address client();

        /** Returns whether nobody would miss it. */
        boolean idle();

        /** Returns since when it is so. */
        long sinceNanos();

        /** Ends it; comes back by {@link #leave}. */
        void close();
    }

    /** Takes one in, making room if need be; returns whether it may stay. */
    boolean enter(Seat seat) {
        long ofClient = of(seat.client()).count();
        boolean room =
                (ofClient < MOST_OF_A_CLIENT || evict(other -> same(other, seat)))
                        && (seats.size() < MOST || evict(other -> true));
        if (room) {
            seats.add(seat);
            taken = seats.size();
        } else {
            refuse();
        }
        return room;
    }

    private Stream<Seat> of(Ipv4Address client) {
        return seats.stream().filter(seat -> seat.client().equals(client));
    }

    private static boolean same(Seat a, Seat b) {
        return a.client().equals(b.client());
    }

    private boolean evict(Predicate<Seat> among) {
        Optional<Seat> longest =
                seats.stream()
                        .filter(among)
                        .filter(Seat::idle)
                        .min(Comparator.comparingLong(Seat::sinceNanos));
        longest.ifPresent(seat -> {
            evicted.incrementAndGet();
            leave(seat);
            seat.close();
        });
        return longest.isPresent();
    }

    /** It is gone. */
    void leave(Seat seat) {
        seats.remove(seat);
        taken = seats.size();
    }

    /** One was not let in. */
    void refuse() {
        refused.incrementAndGet();
    }

    /** Returns connections now. */
    int taken() {
        return taken;
    }

    /** Returns connections that were not let in. */
    long refused() {
        return refused.get();
    }

    /** Returns connections that had to make room. */
    long evicted() {
        return evicted.get();
    }
}
