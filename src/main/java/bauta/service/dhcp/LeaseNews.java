package bauta.service.dhcp;

import bauta.engine.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells the listener when leases changed, also by the mere passing of time; changes shortly after
 * one another come as one. On the dhcp loop.
 */
final class LeaseNews {
    private static final long GATHER_NANOS = 100_000_000L;

    private final Timers timers;
    private final LeaseTable leases;
    private final LeaseListener listener;
    private Optional<Timers.Timer> next = Optional.empty();
    private boolean gathering;

    LeaseNews(Timers timers, LeaseTable leases, LeaseListener listener) {
        this.timers = timers;
        this.leases = leases;
        this.listener = listener;
    }

    /** Notes that something changed. */
    void changed() {
        if (!gathering) {
            gathering = true;
            next.ifPresent(Timers.Timer::cancel);
            next = Optional.of(timers.at(timers.nanos() + GATHER_NANOS, this::tell));
        }
    }

    private void tell() {
        gathering = false;
        long now = timers.nanos();
        listener.changed(snapshot(now));
        next =
                leases.all().stream()
                        .filter(lease -> isShown(lease, now))
                        .map(Lease::deadlineNanos)
                        .reduce((a, b) -> a - b < 0 ? a : b)
                        .map(deadline -> timers.at(deadline, this::changed));
    }

    private static boolean isShown(Lease lease, long nowNanos) {
        return lease.isLasting() && lease.isActive(nowNanos);
    }

    /** Returns what is not free now. */
    List<LeaseStatus> snapshot(long nowNanos) {
        return leases.all().stream()
                .filter(lease -> isShown(lease, nowNanos))
                .map(lease -> status(lease, nowNanos))
                .toList();
    }

    private LeaseStatus status(Lease lease, long nowNanos) {
        boolean bound = lease.state() == Lease.State.BOUND;
        Optional<DhcpDevice> device = leases.plan().device(lease);
        return new LeaseStatus(
                lease.address(),
                Optional.of(lease.mac()).filter(mac -> !mac.equals(Lease.NOBODY)),
                lease.client().identifier(),
                device.map(DhcpDevice::name).orElse(lease.hostName()),
                bound ? LeaseStatus.State.BOUND : LeaseStatus.State.IN_USE,
                leases.plan().isKept(lease.address()),
                Duration.ofNanos(lease.deadlineNanos() - nowNanos));
    }
}
