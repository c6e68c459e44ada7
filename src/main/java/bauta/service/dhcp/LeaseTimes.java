package bauta.service.dhcp;

import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import java.time.Duration;

/** How long a client gets an address. */
final class LeaseTimes {
    /** Until a client that cannot have the address kept for it looks again. */
    static final Duration STOPGAP = Duration.ofMinutes(10);

    private final Duration most;
    private final LeaseTable leases;
    private final Newcomers newcomers;

    LeaseTimes(DhcpSettings settings, LeaseTable leases, Newcomers newcomers) {
        this.most = settings.times().lease();
        this.leases = leases;
        this.newcomers = newcomers;
    }

    /**
     * Returns how long a client gets an address that it does not have yet: what it asks for, within
     * bounds.
     *
     * @param settled whether it came back for an address before
     */
    Duration first(DhcpMessage message, Ipv4Address address, boolean settled, long nowNanos) {
        DhcpClient client = DhcpClient.of(message);
        boolean stranger = !settled && leases.plan().device(client).isEmpty();
        return stranger && newcomers.isScarce(nowNanos)
                ? wanted(message, least(most, Newcomers.PROBATION))
                : further(message, address);
    }

    /** Returns how long a client gets an address once more. */
    Duration further(DhcpMessage message, Ipv4Address address) {
        boolean stopgap =
                leases.plan()
                        .kept(DhcpClient.of(message))
                        .filter(kept -> !kept.equals(address))
                        .isPresent();
        return wanted(message, stopgap ? least(most, STOPGAP) : most);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration wanted(DhcpMessage message, Duration limit) {
        Duration wanted =
                message.options()
                        .seconds(DhcpOptions.LEASE_TIME)
                        .map(Duration::ofSeconds)
                        .orElse(limit);
        Duration enough =
                wanted.compareTo(DhcpSettings.Times.LEASE_MIN) < 0
                        ? DhcpSettings.Times.LEASE_MIN
                        : wanted;
        return least(enough, limit);
    }

    /**
     * Returns whether a client asks again long before half of its time, and so gets what is left:
     * each other time is a write to flash, and a client must not be able to wear it out. The first
     * short lease of a stranger counts as such, however much it asks for now.
     *
     * @param wanted what it would get
     */
    static boolean isFresh(Lease lease, Duration wanted, long nowNanos) {
        long rest = lease.deadlineNanos() - nowNanos;
        long probation = Newcomers.PROBATION.toNanos();
        boolean onProbation = !lease.settled() && rest <= probation && rest > probation / 2;
        return onProbation || rest >= wanted.toNanos() / 8 * 7;
    }
}
