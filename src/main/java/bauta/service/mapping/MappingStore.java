package bauta.service.mapping;

import bauta.engine.Timers;
import bauta.nat.ExplicitMapping;
import bauta.nat.ExplicitMappings;
import bauta.nat.ExplicitMappings.Refusal;
import bauta.nat.PeerFilter;
import bauta.nat.PortClaim;
import bauta.service.mapping.MappingAnswer.Denial;
import bauta.service.mapping.MappingLease.State;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.tinylog.Logger;

/**
 * All leases, whatever protocol they were asked by, with their owners, quotas and history. Knows no
 * socket and no file; tells its listener when there is something to save or to announce. Mapping
 * loop only.
 */
public final class MappingStore {
    /** Leases at most, asked ones included. */
    public static final int MOST = 512;

    /** Events remembered. */
    public static final int HISTORY = 256;

    private static final int MOST_CONSENTS = 256;
    private static final Duration QUESTION = Duration.ofDays(1);
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final MappingGate gate;
    private final Timers timers;
    private final Listener listener;
    private final Map<Integer, MappingLease> leases = new LinkedHashMap<>();
    private final Set<InternalEndpoint> underWay = new HashSet<>();
    private final Set<InternalEndpoint> consents = new LinkedHashSet<>();
    private final Deque<MappingEvent> history = new ArrayDeque<>();
    private MappingSettings settings;
    private Timers.Timer timer = () -> {};
    private Optional<Ipv4Address> external = Optional.empty();
    private Optional<Ipv4Address> announced = Optional.empty();
    private long epochNanos;
    private int nextId = 1;
    private long denied;

    /** Hears of changes, on the mapping loop. */
    public interface Listener {
        /** Leases are others than before: to be saved and shown. */
        void changed();

        /** The external address is another one, or there is none any more. */
        void addressChanged();
    }

    /**
     * Makes an empty store whose epoch begins now.
     *
     * @param settings what programs may have
     * @param gate opens ports
     * @param timers of the mapping loop
     * @param listener hears of changes
     */
    public MappingStore(
            MappingSettings settings, MappingGate gate, Timers timers, Listener listener) {
        this.settings = settings;
        this.gate = gate;
        this.timers = timers;
        this.listener = listener;
        this.epochNanos = timers.nanos();
    }

    /** Changes what programs may have; what they have already stays. */
    public void settings(MappingSettings now) {
        settings = now;
        if (!now.ask()) {
            leases.values().removeIf(lease -> !lease.isGranted());
            changed();
        }
    }

    /** Returns the longest lease that anybody gets. */
    public Duration longest() {
        return settings.longest();
    }

    /**
     * Takes what was kept from before, and opens its ports again.
     *
     * @param kept what the file had
     */
    void restore(MappingFile.Content kept) {
        epochNanos = kept.epochNanos();
        announced = kept.external();
        consents.addAll(kept.consents());
        for (MappingLease lease : kept.leases()) {
            if (leases.size() < MOST && lease.deadlineNanos() > timers.nanos()) {
                nextId = Math.max(nextId, lease.id() + 1);
                leases.put(lease.id(), lease.isGranted() ? waiting(lease) : lease);
            }
        }
        all().stream().filter(MappingLease::isGranted).forEach(this::reopen);
        arm();
    }

    private static MappingLease waiting(MappingLease lease) {
        return lease.with(State.WAITING, lease.externalPort());
    }

    private void reopen(MappingLease lease) {
        gate.open(
                explicit(lease, true),
                answer -> {
                    switch (answer) {
                        case ExplicitMappings.Answer.Open open -> moved(lease.id(), open.port());
                        case ExplicitMappings.Answer.Waiting _ -> {}
                        case ExplicitMappings.Answer.Refused(Refusal why) -> lost(lease.id(), why);
                    }
                });
    }

    private ExplicitMapping explicit(MappingLease lease, boolean patient) {
        return new ExplicitMapping(
                lease.id(),
                lease.internal().protocol(),
                lease.internal().address(),
                lease.internal().port(),
                new PortClaim(lease.externalPort(), lease.exactly(), settings.ports()),
                lease.terms().filters(),
                patient);
    }

    /** Returns what is to be kept. */
    MappingFile.Content content() {
        return new MappingFile.Content(epochNanos, announced, all(), List.copyOf(consents));
    }

    /**
     * Asks for a port, or for more time with one.
     *
     * @param wish of a host about its own address
     * @param then gets the answer, now or later
     */
    public void ask(MappingWish wish, Consumer<MappingAnswer> then) {
        Optional<MappingLease> known = find(wish);
        if (known.isEmpty()) {
            askNew(wish, then);
            return;
        }
        MappingLease lease = known.get();
        if (lease.isForeignTo(wish.terms().ticket())) {
            deny(Denial.OTHER_TICKET, then);
        } else if (!lease.isGranted()) {
            deny(lease.state() == State.ASKED ? Denial.ASKED : Denial.REFUSED, then);
        } else if (!lease.internal().equals(wish.internal())) {
            remove(lease, MappingEvent.What.DELETED, false);
            askNew(wish, then);
        } else {
            renew(lease, wish, then);
        }
    }

    private Optional<MappingLease> find(MappingWish wish) {
        if (wish.source() != MappingSource.UPNP) {
            return of(wish.internal());
        }
        InternalEndpoint internal = wish.internal();
        return at(internal.protocol(), wish.externalPort())
                .filter(lease -> lease.internal().address().equals(internal.address()))
                .filter(lease -> wish.exactly() || lease.internal().equals(internal));
    }

    private void renew(MappingLease lease, MappingWish wish, Consumer<MappingAnswer> then) {
        MappingLease.Terms terms = merged(lease, wish.terms());
        MappingLease now = lease.renewed(wish, terms, deadline(wish));
        leases.put(lease.id(), now);
        if (!terms.filters().equals(lease.terms().filters())) {
            gate.open(explicit(now, true), _ -> {});
        }
        changed();
        then.accept(new MappingAnswer.Granted(now));
    }

    /** A question for one peer never narrows a mapping that is there for more of them. */
    private static MappingLease.Terms merged(MappingLease lease, MappingLease.Terms asked) {
        MappingLease.Terms before = lease.terms();
        if (!asked.peer()) {
            return asked;
        }
        if (!before.peer()) {
            return before;
        }
        Set<PeerFilter> filters = new LinkedHashSet<>(before.filters());
        filters.addAll(asked.filters());
        return new MappingLease.Terms(
                asked.ticket(), asked.description(), filters.stream().limit(8).toList(), true);
    }

    private long deadline(MappingWish wish) {
        Duration wanted = wish.lifetime();
        boolean most = wanted.isZero() || wanted.compareTo(settings.longest()) > 0;
        return timers.nanos() + (most ? settings.longest() : wanted).toNanos();
    }

    private void askNew(MappingWish wish, Consumer<MappingAnswer> then) {
        InternalEndpoint internal = wish.internal();
        boolean taken = wish.exactly() && at(internal.protocol(), wish.externalPort()).isPresent();
        boolean tooMany =
                leases.size() + underWay.size() >= MOST
                        || count(internal.address()) >= settings.perHost();
        if (taken || tooMany) {
            deny(taken ? Denial.PORT_TAKEN : Denial.QUOTA, then);
        } else if (settings.ask() && !consents.contains(internal)) {
            askHouse(wish, then);
        } else if (!underWay.add(internal)) {
            deny(Denial.BUSY, then);
        } else {
            open(lease(wish, State.WAITING), wish, then);
        }
    }

    private int count(Ipv4Address owner) {
        Predicate<InternalEndpoint> his = endpoint -> endpoint.address().equals(owner);
        long held = leases.values().stream().map(MappingLease::internal).filter(his).count();
        return (int) (held + underWay.stream().filter(his).count());
    }

    private MappingLease lease(MappingWish wish, State state) {
        return new MappingLease(
                nextId++,
                wish.source(),
                wish.internal(),
                wish.firstPort(),
                wish.exactly(),
                wish.terms(),
                deadline(wish),
                state);
    }

    private void askHouse(MappingWish wish, Consumer<MappingAnswer> then) {
        MappingLease asked = lease(wish, State.ASKED).until(timers.nanos() + QUESTION.toNanos());
        leases.put(asked.id(), asked);
        note(MappingEvent.What.ASKED, asked);
        Logger.info("mapping asked id={} for={}", asked.id(), asked.internal());
        changed();
        deny(Denial.ASKED, then);
    }

    private void open(MappingLease lease, MappingWish wish, Consumer<MappingAnswer> then) {
        boolean patient = wish.source() == MappingSource.UPNP;
        gate.open(
                explicit(lease, patient),
                answer -> {
                    underWay.remove(lease.internal());
                    switch (answer) {
                        case ExplicitMappings.Answer.Open open ->
                                opened(lease.with(State.OPEN, open.port()), then);
                        case ExplicitMappings.Answer.Waiting _ -> opened(lease, then);
                        case ExplicitMappings.Answer.Refused(Refusal why) ->
                                deny(denial(why), then);
                    }
                });
    }

    private void opened(MappingLease lease, Consumer<MappingAnswer> then) {
        leases.put(lease.id(), lease);
        note(MappingEvent.What.OPENED, lease);
        Logger.info(
                "mapping opened id={} by={} port={} for={}",
                lease.id(),
                lease.source(),
                lease.externalPort(),
                lease.internal());
        changed();
        then.accept(new MappingAnswer.Granted(lease));
    }

    private static Denial denial(Refusal why) {
        return switch (why) {
            case NO_UPLINK -> Denial.NO_UPLINK;
            case PORT_TAKEN -> Denial.PORT_TAKEN;
            case NO_PORT -> Denial.NO_PORT;
            case HOST_BUDGET -> Denial.QUOTA;
        };
    }

    private void deny(Denial why, Consumer<MappingAnswer> then) {
        denied++;
        then.accept(new MappingAnswer.Denied(why));
    }

    /**
     * Ends a lease.
     *
     * @param lease one of {@link #all}
     * @param what why, for the history
     * @param cut whether connections that came in by it end too
     */
    public void remove(MappingLease lease, MappingEvent.What what, boolean cut) {
        if (leases.remove(lease.id()) == null) {
            return;
        }
        if (lease.isGranted()) {
            gate.close(lease.id(), cut);
        }
        note(what, lease);
        Logger.info("mapping ended id={} why={} for={}", lease.id(), what, lease.internal());
        changed();
    }

    /**
     * The owner of the house ends a lease, with the connections that came in by it.
     *
     * @param id its number
     * @return whether there was one
     */
    public boolean remove(int id) {
        Optional<MappingLease> lease = find(id);
        lease.ifPresent(it -> {
            consents.remove(it.internal());
            remove(it, MappingEvent.What.REMOVED, true);
        });
        return lease.isPresent();
    }

    /**
     * The owner of the house allows what a program has asked for, this time and later.
     *
     * @param id number of a lease that is asked or refused
     * @return whether there was one
     */
    public boolean allow(int id) {
        Optional<MappingLease> asked = find(id).filter(lease -> !lease.isGranted());
        asked.ifPresent(lease -> {
            if (consents.size() == MOST_CONSENTS) {
                consents.remove(consents.iterator().next());
            }
            consents.add(lease.internal());
            MappingLease granted = waiting(lease);
            leases.put(id, granted);
            note(MappingEvent.What.OPENED, granted);
            reopen(granted);
            changed();
        });
        return asked.isPresent();
    }

    /**
     * The owner of the house refuses what a program has asked for, for a day.
     *
     * @param id number of a lease that is asked
     * @return whether there was one
     */
    public boolean refuse(int id) {
        Optional<MappingLease> asked = find(id).filter(lease -> lease.state() == State.ASKED);
        asked.ifPresent(lease -> {
            MappingLease refused =
                    lease.with(State.REFUSED, lease.externalPort())
                            .until(timers.nanos() + QUESTION.toNanos());
            leases.put(id, refused);
            note(MappingEvent.What.REFUSED, refused);
            changed();
        });
        return asked.isPresent();
    }

    /**
     * Takes the external address. Another one than programs know begins a new epoch (RFC 6887
     * section 8.5).
     *
     * @param now the address; empty while no uplink is up
     */
    public void external(Optional<Ipv4Address> now) {
        boolean other = now.isPresent() && !now.equals(announced);
        boolean told = !now.equals(external);
        external = now;
        if (other) {
            boolean first = announced.isEmpty();
            announced = now;
            epochNanos = first ? epochNanos : timers.nanos();
            listener.changed();
        }
        if (told) {
            listener.addressChanged();
        }
    }

    /** A mapping is open, perhaps at another port than before. */
    public void moved(int id, int port) {
        find(id).filter(MappingLease::isGranted)
                .ifPresent(lease -> {
                    leases.put(id, lease.with(State.OPEN, port));
                    if (lease.externalPort() != port) {
                        note(MappingEvent.What.MOVED, lease.with(State.OPEN, port));
                    }
                    changed();
                });
    }

    /** The translation has closed a mapping by itself. */
    public void lost(int id, Refusal why) {
        find(id).ifPresent(lease -> {
            Logger.info("mapping lost id={} why={}", id, why);
            leases.remove(id);
            note(MappingEvent.What.LOST, lease);
            changed();
        });
    }

    private void note(MappingEvent.What what, MappingLease lease) {
        if (history.size() == HISTORY) {
            history.removeFirst();
        }
        history.addLast(new MappingEvent(timers.nanos(), what, lease));
    }

    private void changed() {
        arm();
        listener.changed();
    }

    private void arm() {
        timer.cancel();
        timer =
                leases.values().stream().mapToLong(MappingLease::deadlineNanos).min().stream()
                        .mapToObj(deadline -> timers.at(deadline, this::expire))
                        .findFirst()
                        .orElse(() -> {});
    }

    private void expire() {
        long now = timers.nanos();
        all().stream()
                .filter(lease -> lease.deadlineNanos() <= now)
                .forEach(lease -> remove(lease, MappingEvent.What.EXPIRED, false));
        arm();
    }

    /** Closes every port; the leases stay, for the next time. */
    public void shut() {
        timer.cancel();
        all().stream()
                .filter(MappingLease::isGranted)
                .forEach(lease -> gate.close(lease.id(), false));
    }

    /** Returns all leases, oldest first. */
    public List<MappingLease> all() {
        return List.copyOf(leases.values());
    }

    /** Returns those whose ports are open or will be, oldest first. */
    public List<MappingLease> granted() {
        return leases.values().stream().filter(MappingLease::isGranted).toList();
    }

    private Optional<MappingLease> find(int id) {
        return Optional.ofNullable(leases.get(id));
    }

    /** Returns the lease of an internal endpoint. */
    public Optional<MappingLease> of(InternalEndpoint internal) {
        return leases.values().stream()
                .filter(lease -> lease.internal().equals(internal))
                .findFirst();
    }

    /** Returns the lease that has an external port, asked ones apart. */
    public Optional<MappingLease> at(int protocol, int externalPort) {
        return leases.values().stream()
                .filter(lease -> lease.internal().protocol() == protocol)
                .filter(lease -> lease.externalPort() == externalPort)
                .findFirst();
    }

    /** Returns what happened, oldest first. */
    public List<MappingEvent> history() {
        return List.copyOf(new ArrayList<>(history));
    }

    /** Returns the external address; empty while no uplink is up. */
    public Optional<Ipv4Address> external() {
        return external;
    }

    /** Returns the seconds since the epoch of NAT-PMP and PCP began. */
    public long epochSeconds() {
        return (timers.nanos() - epochNanos) / SECOND_NANOS;
    }

    /** Returns how often a program was denied something. */
    public long denied() {
        return denied;
    }
}
