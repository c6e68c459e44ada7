package bauta.nat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mappings that are held by leases. They lie on the default uplink and follow it to another address
 * or another uplink; while none is up they stay where they are. What the inside sends from such an
 * endpoint leaves by its port, and peers come in as the filters say, however filtering is set.
 * Router loop only.
 */
public final class ExplicitMappings {
    /** Leases at most. */
    public static final int MOST = 1024;

    /** No uplink to lie on. */
    public static final int NO_UPLINK = -1;

    private static final PeerFilter[] EVERYBODY = {};

    /** Why there is no mapping. */
    public enum Refusal {
        /** There is no uplink that translates. */
        NO_UPLINK,
        /** Somebody else has that port, or a forward, or it is not given away. */
        PORT_TAKEN,
        /** No port is left. */
        NO_PORT,
        /** No port is left for that host. */
        HOST_BUDGET
    }

    /** What becomes of a wish. */
    public sealed interface Answer {
        /**
         * The port is open.
         *
         * @param address the external address
         * @param port the external port
         */
        record Open(Ipv4Address address, int port) implements Answer {}

        /** It waits for an uplink. */
        record Waiting() implements Answer {}

        /**
         * There is none.
         *
         * @param why the reason
         */
        record Refused(Refusal why) implements Answer {}
    }

    /** Hears of what happens to mappings by themselves. Called on the router loop. */
    public interface Listener {
        /**
         * The uplink that mappings lie on has another address now, or the first one.
         *
         * @param address the external address; null when no uplink is up
         */
        void follows(@Nullable Ipv4Address address);

        /**
         * A mapping lies elsewhere, or is open after having waited.
         *
         * @param id number of the lease
         * @param port the external port
         */
        void moved(int id, int port);

        /**
         * A mapping is gone.
         *
         * @param id number of the lease
         * @param why what took its port
         */
        void lost(int id, Refusal why);
    }

    private static final class Entry {
        final ExplicitMapping wish;
        final PeerFilter[] filters;
        int mapping = Mappings.NONE;
        int port;
        long flows;

        Entry(ExplicitMapping wish) {
            this.wish = wish;
            this.filters = wish.filters().toArray(EVERYBODY);
            this.port = wish.claim().wanted();
        }
    }

    private final Mappings mappings;
    private final MappingDraft draft = new MappingDraft();
    private final @Nullable Entry[] entries = new Entry[MOST];
    private final Map<Integer, Integer> places = new HashMap<>();
    private @Nullable Listener listener;
    private int uplink = NO_UPLINK;
    private int address;
    private boolean up;

    /**
     * Starts with none.
     *
     * @param mappings where they lie
     */
    public ExplicitMappings(Mappings mappings) {
        this.mappings = mappings;
    }

    /**
     * Changes who hears of what happens, and tells him the address at once.
     *
     * @param now the listener; null for nobody
     */
    public void listener(@Nullable Listener now) {
        listener = now;
        tellAddress();
    }

    private void tellAddress() {
        if (listener != null) {
            listener.follows(up ? new Ipv4Address(address) : null);
        }
    }

    /**
     * Opens a mapping, or changes the filters of one that is open.
     *
     * @param wish what is wanted
     */
    public Answer open(ExplicitMapping wish) {
        int place = placeOf(wish.id());
        if (place >= 0) {
            return again(place, wish);
        }
        if (!up && !wish.patient()) {
            return new Answer.Refused(Refusal.NO_UPLINK);
        }
        int free = freePlace();
        if (free < 0) {
            return new Answer.Refused(Refusal.NO_PORT);
        }
        Entry entry = new Entry(wish);
        if (!up) {
            put(free, entry);
            return new Answer.Waiting();
        }
        if (!claim(free, entry, wish.claim())) {
            return new Answer.Refused(refusal());
        }
        put(free, entry);
        return answer(entry);
    }

    private Answer again(int place, ExplicitMapping wish) {
        Entry before = entry(place);
        Entry now = new Entry(wish);
        now.mapping = before.mapping;
        now.port = before.port;
        now.flows = before.flows;
        entries[place] = now;
        return answer(now);
    }

    private Answer answer(Entry entry) {
        return entry.mapping == Mappings.NONE
                ? new Answer.Waiting()
                : new Answer.Open(
                        new Ipv4Address(mappings.externalAddress(entry.mapping)), entry.port);
    }

    private void put(int place, Entry entry) {
        entries[place] = entry;
        places.put(entry.wish.id(), place);
    }

    private boolean claim(int place, Entry entry, PortClaim claim) {
        draft.uplink = uplink;
        draft.externalAddress = address;
        draft.protocol = entry.wish.protocol();
        draft.address = entry.wish.address().bits();
        draft.port = entry.wish.port();
        int mapping = mappings.claim(draft, claim);
        if (mapping == Mappings.NONE) {
            return false;
        }
        mappings.hold(mapping);
        mappings.explicit(mapping, place + 1);
        entry.mapping = mapping;
        entry.port = mappings.externalPort(mapping);
        return true;
    }

    private Refusal refusal() {
        DropReason why = mappings.refusal();
        if (why == DropReason.NAT_KEY_TAKEN) {
            return Refusal.PORT_TAKEN;
        }
        return why == DropReason.NAT_HOST_BUDGET ? Refusal.HOST_BUDGET : Refusal.NO_PORT;
    }

    private int placeOf(int id) {
        return places.getOrDefault(id, -1);
    }

    private int freePlace() {
        for (int i = 0; i < MOST; i++) {
            if (entries[i] == null) {
                return i;
            }
        }
        return -1;
    }

    private Entry entry(int place) {
        Entry entry = entries[place];
        assert entry != null : "no such explicit mapping";
        return entry;
    }

    /**
     * Closes a mapping; flows that run keep their port until they end.
     *
     * @param id number of the lease; without effect when it is not known
     * @return the mapping that it had, or {@link Mappings#NONE}
     */
    public int close(int id) {
        Integer place = places.remove(id);
        if (place == null) {
            return Mappings.NONE;
        }
        Entry entry = entry(place);
        entries[place] = null;
        int mapping = entry.mapping;
        giveBack(entry);
        return mapping;
    }

    private void giveBack(Entry entry) {
        if (entry.mapping != Mappings.NONE) {
            mappings.explicit(entry.mapping, 0);
            mappings.release(entry.mapping);
            entry.mapping = Mappings.NONE;
        }
    }

    /**
     * Follows the default uplink. Mappings keep their external ports where nobody has them there.
     *
     * @param now number of the uplink, or {@link #NO_UPLINK}: then they stay where they are
     * @param externalAddress its external address
     */
    public void follow(int now, int externalAddress) {
        boolean same = now == uplink && externalAddress == address;
        boolean wasUp = up;
        up = now != NO_UPLINK;
        if (!up || same) {
            if (up != wasUp) {
                tellAddress();
            }
            return;
        }
        uplink = now;
        address = externalAddress;
        tellAddress();
        for (Entry entry : all()) {
            giveBack(entry);
        }
        all().forEach(this::settle);
    }

    private List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry != null) {
                all.add(entry);
            }
        }
        return all;
    }

    private void settle(Entry entry) {
        int place = placeOf(entry.wish.id());
        PortClaim claim = entry.wish.claim();
        boolean got =
                claim(place, entry, claim.only(entry.port))
                        || !claim.exactly() && claim(place, entry, claim);
        if (got) {
            tellMoved(entry);
        } else {
            lose(entry, refusal());
        }
    }

    private void tellMoved(Entry entry) {
        if (listener != null) {
            listener.moved(entry.wish.id(), entry.port);
        }
    }

    private void lose(Entry entry, Refusal why) {
        close(entry.wish.id());
        if (listener != null) {
            listener.lost(entry.wish.id(), why);
        }
    }

    /** Gives ports up that a forward has now. */
    public void forwardsChanged() {
        for (Entry entry : all()) {
            if (entry.mapping != Mappings.NONE && mappings.isForwarded(entry.mapping)) {
                lose(entry, Refusal.PORT_TAKEN);
            }
        }
    }

    /**
     * Returns whether a lease holds a mapping.
     *
     * @param mapping a mapping that exists
     */
    public boolean holds(int mapping) {
        return mappings.explicit(mapping) != 0;
    }

    /**
     * Returns whether an explicit mapping lets a peer in.
     *
     * @param mapping one that a lease holds
     * @param peer address
     * @param port the peer's port
     */
    public boolean admits(int mapping, int peer, int port) {
        PeerFilter[] filters = entry(mappings.explicit(mapping) - 1).filters;
        for (PeerFilter filter : filters) {
            if (filter.admits(peer, port)) {
                return true;
            }
        }
        return filters.length == 0;
    }

    /** Counts a flow that came in by a mapping, when a lease holds it. */
    public void began(int mapping) {
        int place = mappings.explicit(mapping) - 1;
        if (place >= 0) {
            entry(place).flows++;
        }
    }

    /** Returns the number of the lease that holds a mapping, or -1. */
    public int lease(int mapping) {
        int place = mappings.explicit(mapping) - 1;
        return place < 0 ? -1 : entry(place).wish.id();
    }

    /** Returns how many flows have come in by each lease's mapping. */
    public Map<Integer, Long> flows() {
        Map<Integer, Long> flows = new HashMap<>();
        all().forEach(entry -> flows.put(entry.wish.id(), entry.flows));
        return flows;
    }
}
