package bauta;

import bauta.control.admin.ServiceView;
import bauta.control.words.Words;
import bauta.service.ServiceEvent;
import bauta.service.ServiceReason;
import bauta.service.ServiceState;
import bauta.service.SupervisedService;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A service as people know it: one or several that live and fail each by itself, such as a DHCP
 * server per network. It looks like the one of them that is worst off.
 *
 * @param name {@code dns}, {@code dhcp}, …
 * @param members those that it is made of; none when nothing is configured
 */
record ServiceGroup(String name, List<SupervisedService> members) {
    private static final List<String> WORST_FIRST =
            List.of("FAILED", "STARTING", "WAITING", "RUNNING", "STOPPED");

    /** Copies the list. */
    ServiceGroup {
        members = List.copyOf(members);
    }

    /** Tells every member, and waits until what that asks for is done. */
    void tell(ServiceEvent event) {
        members.stream()
                .map(member -> member.tell(event).toCompletableFuture())
                .toList()
                .forEach(done -> done.join());
    }

    /** Returns whether somebody wants it to run. */
    boolean isWanted() {
        return members.stream().anyMatch(member -> member.state().wanted());
    }

    /** Returns whether it runs, every member. */
    boolean isRunning() {
        return !members.isEmpty()
                && members.stream().allMatch(member -> member.state().name().equals("RUNNING"));
    }

    /**
     * Returns how it is.
     *
     * @param enabled whether it starts with the router
     * @param nowNanos the time
     */
    ServiceView view(boolean enabled, long nowNanos) {
        Optional<ServiceState> worst =
                members.stream()
                        .map(SupervisedService::state)
                        .min(Comparator.comparingInt(s -> WORST_FIRST.indexOf(s.name())));
        if (worst.isEmpty()) {
            ServiceReason why = enabled ? ServiceReason.NOT_CONFIGURED : ServiceReason.DISABLED;
            return view("STOPPED", enabled, why, Times.NONE);
        }
        ServiceState state = worst.get();
        long restarts = members.stream().mapToLong(member -> member.state().restarts()).sum();
        Optional<Long> next =
                state.deadlineNanos() == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(Math.max(0, millis(state.deadlineNanos() - nowNanos)));
        long since = millis(nowNanos - state.sinceNanos());
        return view(state.name(), enabled, state.reason(), new Times(since, restarts, next));
    }

    /** Returns the view of a service that this version does not have. */
    static ServiceView notBuilt(String name, boolean enabled) {
        return new ServiceGroup(name, List.of())
                .view("NOT_BUILT", enabled, ServiceReason.NOT_BUILT, Times.NONE);
    }

    private record Times(long sinceMillis, long restarts, Optional<Long> nextTryMillis) {
        static final Times NONE = new Times(0, 0, Optional.empty());
    }

    private ServiceView view(String state, boolean enabled, ServiceReason reason, Times times) {
        boolean silent = reason.equals(ServiceReason.NONE);
        return new ServiceView(
                name,
                state,
                enabled,
                times.sinceMillis(),
                silent ? "" : reason.id(),
                reason.arguments(),
                silent ? "" : Words.text(Locale.ENGLISH, reason.id(), reason.arguments()),
                times.restarts(),
                times.nextTryMillis());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
