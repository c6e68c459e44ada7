package bauta.nat;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The external addresses that have mappings, at most {@link #MAX}, each with a port budget for each
 * protocol; and the pools that internal hosts are paired with. One without mappings gives its place
 * to a new one.
 */
final class ExternalAddresses {
    /** No such address, and no place for it. */
    static final int NONE = -1;

    /** External addresses of all uplinks together, at most. */
    static final int MAX = 64;

    private static final int BUDGETS = 3;
    private static final int[] NO_POOL = {};

    private static final class Place {
        final int uplink;
        final int address;
        final @Nullable PortBudget[] budgets = new PortBudget[BUDGETS];
        int mappings;

        Place(int uplink, int address) {
            this.uplink = uplink;
            this.address = address;
        }
    }

    private final @Nullable Place[] places = new Place[MAX];
    private final int[][] pools = new int[Mappings.MAX_UPLINKS][];
    private final long seed;
    private int end;
    private NatBehaviour behaviour = NatBehaviour.STANDARD;
    private PortForwards forwards = PortForwards.NONE;

    /**
     * Starts without any address.
     *
     * @param seed of port searches
     */
    ExternalAddresses(long seed) {
        this.seed = seed;
        Arrays.fill(pools, NO_POOL);
    }

    /** Changes the addresses that hosts are paired with when none was asked for. */
    void pool(int uplink, int[] addresses) {
        pools[uplink] = addresses.clone();
    }

    void behaviour(NatBehaviour now) {
        behaviour = now;
        for (Place place : places) {
            for (PortBudget budget : budgets(place)) {
                budget.behaviour(now);
            }
        }
    }

    NatBehaviour behaviour() {
        return behaviour;
    }

    /** Keeps mappings off the ports of other forwards than before. */
    void forwards(PortForwards now) {
        forwards = now;
        for (Place place : places) {
            for (PortBudget budget : budgets(place)) {
                reserve(budget, place);
            }
        }
    }

    PortForwards forwards() {
        return forwards;
    }

    private static List<PortBudget> budgets(@Nullable Place place) {
        List<PortBudget> budgets = new ArrayList<>();
        if (place != null) {
            for (PortBudget budget : place.budgets) {
                if (budget != null) {
                    budgets.add(budget);
                }
            }
        }
        return budgets;
    }

    private void reserve(PortBudget budget, @Nullable Place place) {
        if (place != null) {
            budget.ports()
                    .reserve(
                            forwards.reservedPorts(place.uplink, place.address, budget.protocol()));
        }
    }

    /**
     * Chooses the external address where the draft leaves it open: one host has always the same one
     * of a pool (paired, RFC 4787 REQ-2).
     *
     * @return whether the draft has one now
     */
    boolean pair(MappingDraft draft) {
        if (draft.externalAddress == 0) {
            int[] pool = pools[draft.uplink];
            if (pool.length == 0) {
                return false;
            }
            int mixed = draft.address * 0x9e3779b1;
            draft.externalAddress =
                    pool[Integer.remainderUnsigned(mixed ^ mixed >>> 16, pool.length)];
        }
        return true;
    }

    /** Finds the number of an address that has mappings, or had some. */
    int find(int uplink, int address) {
        for (int i = 0; i < end; i++) {
            Place place = places[i];
            if (place != null && place.address == address && place.uplink == uplink) {
                return i;
            }
        }
        return NONE;
    }

    /** Finds the number of an address, or gives it one. */
    int findOrAdd(int uplink, int address) {
        int found = find(uplink, address);
        if (found != NONE) {
            return found;
        }
        int free = unused();
        if (free != NONE) {
            places[free] = new Place(uplink, address);
            end = Math.max(end, free + 1);
        }
        return free;
    }

    private int unused() {
        for (int i = 0; i < MAX; i++) {
            Place place = places[i];
            if (place == null || place.mappings == 0) {
                return i;
            }
        }
        return NONE;
    }

    /** Returns whether one address more would find a place. */
    boolean hasPlace() {
        return unused() != NONE;
    }

    private Place place(int number) {
        Place place = places[number];
        assert place != null : "no such external address";
        return place;
    }

    int address(int number) {
        return place(number).address;
    }

    void count(int number, int mappings) {
        place(number).mappings += mappings;
    }

    /** Returns the budget of a protocol that has been used, or null, as for those without ports. */
    @Nullable PortBudget budget(int number, int protocol) {
        int kind = kind(protocol);
        return kind < 0 ? null : place(number).budgets[kind];
    }

    /**
     * Returns the budget of a protocol, made when there was none; null where there are no ports.
     */
    @Nullable PortBudget budgetOrNew(int number, int protocol) {
        int kind = kind(protocol);
        if (kind < 0) {
            return null;
        }
        Place place = place(number);
        PortBudget budget = place.budgets[kind];
        if (budget == null) {
            long own = seed ^ (long) number * BUDGETS + kind + 1;
            budget = new PortBudget(new Ipv4Address(place.address), protocol, behaviour, own);
            reserve(budget, place);
            place.budgets[kind] = budget;
        }
        return budget;
    }

    private static int kind(int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> 0;
            case Ipv4Header.PROTOCOL_UDP -> 1;
            case Ipv4Header.PROTOCOL_ICMP -> 2;
            default -> -1;
        };
    }

    List<ExternalAddressStatus> status() {
        List<ExternalAddressStatus> all = new ArrayList<>();
        for (Place place : places) {
            if (place != null && place.mappings > 0) {
                all.add(
                        new ExternalAddressStatus(
                                place.uplink,
                                new Ipv4Address(place.address),
                                place.mappings,
                                budgets(place).stream().map(PortBudget::status).toList()));
            }
        }
        return List.copyOf(all);
    }
}
