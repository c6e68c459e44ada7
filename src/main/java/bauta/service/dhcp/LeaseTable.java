package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The addresses that somebody has or had, by address and by client; never more than the pool has
 * and devices are named. A client has one address at most. Owned by the dhcp loop.
 */
final class LeaseTable {
    private final TreeMap<Ipv4Address, Lease> byAddress = new TreeMap<>();
    private final Map<ClientKey, Ipv4Address> byClient = new HashMap<>();

    /** Places of the pool that are not to be had: special, kept for a device, or in the table. */
    private final BitSet taken = new BitSet();

    private AddressPlan plan;
    private int open;
    private int lasting;

    LeaseTable(DhcpSettings settings) {
        this(new AddressPlan(settings));
    }

    LeaseTable(AddressPlan plan) {
        this.plan = plan;
        configure(plan);
    }

    /** Takes another plan; what is in the table stays. */
    void configure(AddressPlan newPlan) {
        plan = newPlan;
        taken.clear();
        open = 0;
        for (int i = 0; i < plan.pool().size(); i++) {
            boolean isOpen = plan.isOpen(plan.pool().at(i));
            open += isOpen ? 1 : 0;
            taken.set(i, !isOpen);
        }
        lasting = 0;
        byAddress.values().forEach(this::entered);
    }

    /** Returns the plan it goes by. */
    AddressPlan plan() {
        return plan;
    }

    /** Returns all, by address. */
    Collection<Lease> all() {
        return Collections.unmodifiableCollection(byAddress.values());
    }

    /** Returns a client's, expired or not; one it has declined is nobody's. */
    Optional<Lease> of(ClientKey client) {
        return Optional.ofNullable(byClient.get(client)).map(byAddress::get);
    }

    /** Returns what is known of an address. */
    Optional<Lease> at(Ipv4Address address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Returns how many addresses of the pool are for anybody. */
    int open() {
        return open;
    }

    /** Returns how many of those were neither committed nor found in use. */
    int loose() {
        return open - lasting;
    }

    /** Enters a lease: it takes the address from whom had it, and the client from what it had. */
    void put(Lease lease) {
        Lease displaced = byAddress.put(lease.address(), lease);
        if (displaced != null) {
            left(displaced);
            byClient.remove(displaced.client(), lease.address());
        }
        entered(lease);
        if (lease.state() == Lease.State.DECLINED) {
            byClient.remove(lease.client(), lease.address());
            return;
        }
        Ipv4Address before = byClient.put(lease.client(), lease.address());
        Lease former = before == null ? null : byAddress.get(before);
        if (former != null && !former.address().equals(lease.address())) {
            byAddress.remove(former.address());
            left(former);
        }
    }

    private void entered(Lease lease) {
        if (plan.isOpen(lease.address())) {
            taken.set(plan.pool().indexOf(lease.address()));
            lasting += lease.isLasting() ? 1 : 0;
        }
    }

    private void left(Lease lease) {
        if (plan.isOpen(lease.address())) {
            taken.clear(plan.pool().indexOf(lease.address()));
            lasting -= lease.isLasting() ? 1 : 0;
        }
    }

    private void remove(Lease lease) {
        byAddress.remove(lease.address());
        byClient.remove(lease.client(), lease.address());
        left(lease);
    }

    /** Forgets an offer that the client did not take. */
    void withdrawOffer(ClientKey client) {
        of(client).filter(Lease::isTentative).ifPresent(this::remove);
    }

    /** Forgets clients that never came back and whose time is over. */
    void sweep(long nowNanos) {
        List<Lease> over =
                byAddress.values().stream()
                        .filter(lease -> !lease.isActive(nowNanos) && !lease.settled())
                        .toList();
        over.forEach(this::remove);
    }

    /**
     * Returns an open address that nobody has or had.
     *
     * @param start where in the pool to begin to look
     */
    Optional<Ipv4Address> unused(int start) {
        int size = plan.pool().size();
        int index = taken.nextClearBit(start);
        if (index >= size) {
            index = taken.nextClearBit(0);
        }
        return index >= size ? Optional.empty() : Optional.of(plan.pool().at(index));
    }

    /** Returns the open address among some whose time is over longest or is over first. */
    Optional<Ipv4Address> oldest(Predicate<Lease> which) {
        return byAddress.values().stream()
                .filter(which)
                .filter(lease -> plan.isOpen(lease.address()))
                .min(Comparator.comparingLong(Lease::deadlineNanos))
                .map(Lease::address);
    }
}
