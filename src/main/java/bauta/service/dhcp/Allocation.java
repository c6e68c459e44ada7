package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import java.util.Optional;

/** Which client may have which address now. Holds nothing of its own. */
final class Allocation {
    private final LeaseTable leases;

    Allocation(LeaseTable leases) {
        this.leases = leases;
    }

    /** Returns whether a lease belongs to a client, by name or because both are one device. */
    boolean isOwn(Lease lease, DhcpClient client) {
        if (lease.state() == Lease.State.DECLINED) {
            return false;
        }
        return lease.client().equals(client.key())
                || leases.plan().kept(client).filter(lease.address()::equals).isPresent()
                        && leases.plan().device(lease).equals(leases.plan().device(client));
    }

    /** Returns whether a client may have an address now. */
    boolean isAvailable(Ipv4Address address, DhcpClient client, long nowNanos) {
        if (!leases.plan().allows(address, client)) {
            return false;
        }
        return leases.at(address)
                .map(lease -> !lease.isActive(nowNanos) || isOwn(lease, client))
                .orElse(true);
    }

    /** Returns the address that is kept for a client, if it can have it now. */
    Optional<Ipv4Address> kept(DhcpClient client, long nowNanos) {
        return leases.plan().kept(client).filter(address -> isAvailable(address, client, nowNanos));
    }

    /** Returns whether a client is known: it has or had an address, or the owner has named it. */
    boolean isKnown(DhcpClient client) {
        return leases.of(client.key())
                        .filter(lease -> lease.isLasting() || lease.settled())
                        .isPresent()
                || leases.plan().device(client).isPresent();
    }

    /**
     * Returns whether giving an address to a client would make us forget somebody who came back for
     * it before; a stranger must not bring that about by naming it.
     */
    boolean isRemembered(Ipv4Address address, DhcpClient client) {
        return !isKnown(client)
                && leases.at(address)
                        .filter(lease -> lease.settled() && !isOwn(lease, client))
                        .isPresent();
    }

    /**
     * Chooses what to offer: the address kept for the client, else the one it has or had, else the
     * one it asks for, else one that nobody ever had, else the one that has been free longest. When
     * all are taken, the oldest offer that was not taken up goes, so that a flood of discoveries
     * cannot empty the pool; then what is remembered for a client that is away; then the oldest
     * quarantine.
     *
     * @param wanted what it asks for
     */
    Optional<Ipv4Address> choose(DhcpClient client, Optional<Ipv4Address> wanted, long nowNanos) {
        return kept(client, nowNanos)
                .or(() ->
                        leases.of(client.key())
                                .map(Lease::address)
                                .filter(own -> isAvailable(own, client, nowNanos)))
                .or(() ->
                        wanted.filter(address -> isAvailable(address, client, nowNanos))
                                .filter(address -> !isRemembered(address, client)))
                .or(() -> leases.unused(start(client)))
                .or(() -> leases.oldest(lease -> !lease.isActive(nowNanos) && !lease.settled()))
                .or(() -> leases.oldest(Lease::isTentative))
                .or(() -> leases.oldest(lease -> !lease.isActive(nowNanos)))
                .or(() -> leases.oldest(lease -> lease.state() == Lease.State.DECLINED));
    }

    /** A place of the client's own, so that a lost lease file changes little. */
    private int start(DhcpClient client) {
        return Math.floorMod(client.key().hashCode() * 0x9e3779b9, leases.plan().pool().size());
    }
}
