package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The addresses of the pool that somebody has or had, by address and by client; never more than the
 * pool has. A client has one address at most. Owned by the dhcp loop.
 */
final class LeaseTable {
    private DhcpSettings.Pool pool;
    private DhcpSettings settings;
    private final TreeMap<Ipv4Address, Lease> byAddress = new TreeMap<>();
    private final Map<ClientKey, Ipv4Address> byClient = new HashMap<>();

    LeaseTable(DhcpSettings settings) {
        this.settings = settings;
        this.pool = settings.pool();
    }

    /** Takes other settings; what is in the table stays. */
    void configure(DhcpSettings newSettings) {
        this.settings = newSettings;
        this.pool = newSettings.pool();
    }

    /** Returns all, by address. */
    Collection<Lease> all() {
        return java.util.Collections.unmodifiableCollection(byAddress.values());
    }

    /** Returns a client's, expired or not; one it has declined is nobody's. */
    Optional<Lease> of(ClientKey client) {
        return Optional.ofNullable(byClient.get(client)).map(byAddress::get);
    }

    /** Returns what is known of an address. */
    Optional<Lease> at(Ipv4Address address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Returns whether an address may be given to anybody: in the pool and not special. */
    boolean isOurs(Ipv4Address address) {
        return pool.contains(address)
                && !address.equals(settings.network().address())
                && !address.equals(settings.network().network())
                && !address.equals(settings.network().broadcast());
    }

    /** Returns whether a client may have an address now. */
    boolean isAvailable(Ipv4Address address, ClientKey client, long nowNanos) {
        if (!isOurs(address)) {
            return false;
        }
        Lease lease = byAddress.get(address);
        boolean own =
                lease != null
                        && lease.client().equals(client)
                        && lease.state() != Lease.State.DECLINED;
        return lease == null || own || !lease.isActive(nowNanos);
    }

    /** Enters a lease: it takes the address from whom had it, and the client from what it had. */
    void put(Lease lease) {
        Lease displaced = byAddress.put(lease.address(), lease);
        if (displaced != null) {
            byClient.remove(displaced.client(), lease.address());
        }
        if (lease.state() == Lease.State.DECLINED) {
            byClient.remove(lease.client(), lease.address());
            return;
        }
        Ipv4Address before = byClient.put(lease.client(), lease.address());
        if (before != null && !before.equals(lease.address())) {
            byAddress.remove(before);
        }
    }

    /** Forgets an offer that the client did not take. */
    void withdrawOffer(ClientKey client) {
        of(client)
                .filter(lease -> lease.state() == Lease.State.OFFERED)
                .ifPresent(lease -> {
                    byAddress.remove(lease.address());
                    byClient.remove(client);
                });
    }

    /**
     * Chooses an address for a client that has none: one that nobody ever had, else the one that
     * has been free longest. When all are taken, the oldest offer that was not taken up goes, so
     * that a flood of discoveries cannot empty the pool; then the oldest quarantine.
     *
     * @param client starts the search at a place of its own, so that a lost lease file changes
     *     little
     */
    Optional<Ipv4Address> choose(ClientKey client, long nowNanos) {
        int start = Math.floorMod(client.hashCode() * 0x9e3779b9, pool.size());
        for (int i = 0; i < pool.size(); i++) {
            Ipv4Address address = pool.at((start + i) % pool.size());
            if (isOurs(address) && !byAddress.containsKey(address)) {
                return Optional.of(address);
            }
        }
        return oldest(lease -> !lease.isActive(nowNanos))
                .or(() -> oldest(lease -> lease.state() == Lease.State.OFFERED))
                .or(() -> oldest(lease -> lease.state() == Lease.State.DECLINED));
    }

    private Optional<Ipv4Address> oldest(java.util.function.Predicate<Lease> which) {
        return byAddress.values().stream()
                .filter(which)
                .min(Comparator.comparingLong(Lease::deadlineNanos))
                .map(Lease::address);
    }
}
