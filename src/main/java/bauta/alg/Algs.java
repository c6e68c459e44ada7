package bauta.alg;

import bauta.engine.Clock;
import bauta.engine.HotPath;
import bauta.flow.FlowTable;
import bauta.nat.MappingDraft;
import bauta.nat.Mappings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The control connections that are read now, and what they expect. Bounded: {@link
 * #MOST_CONNECTIONS} connections, further ones pass unread; expectations as {@link Expectations}
 * says. All expectations of a connection end with it. Router loop only.
 */
public final class Algs {
    /** Control connections at most. */
    public static final int MOST_CONNECTIONS = 2048;

    private static final int MOST_NOTES = 64;
    private static final int PAIR_TRIES = 16;
    private static final int HIGHEST_PORT = 0xffff;

    final FlowTable flows;
    private final Mappings mappings;
    private final Clock clock;
    private final long[] attached;
    private final long[] related;
    private final Map<Integer, ControlConnection> connections = new HashMap<>();
    private final Expectations expectations = new Expectations();
    private final Map<String, AlgCounters> counters = new LinkedHashMap<>();
    private final ControlReader reader = new ControlReader(this);
    private final Deque<Note> notes = new ArrayDeque<>();
    private final MappingDraft draft = new MappingDraft();
    private AlgRules rules = AlgRules.NONE;

    /**
     * Makes it with no gateway on.
     *
     * @param flows where control connections are flows
     * @param mappings where expectations get external ports
     * @param clock the time
     */
    public Algs(FlowTable flows, Mappings mappings, Clock clock) {
        this.flows = flows;
        this.mappings = mappings;
        this.clock = clock;
        this.attached = new long[(flows.capacity() + Long.SIZE - 1) / Long.SIZE];
        this.related = attached.clone();
    }

    /**
     * Changes which gateways are on, for new flows: those that are read now go on as they are.
     *
     * @param wanted the new ones
     */
    public void rules(AlgRules wanted) {
        rules = wanted;
        wanted.rules().forEach(rule -> counters(rule.alg().profile().name()));
    }

    private AlgCounters counters(String name) {
        return counters.computeIfAbsent(name, _ -> new AlgCounters());
    }

    /** Returns whether a flow is read, or was and has to be translated still. */
    @HotPath
    public boolean isAttached(int flow) {
        return (attached[flow >>> 6] & 1L << flow) != 0;
    }

    /**
     * Begins to read a flow, if a gateway is on for its port.
     *
     * @param flow the flow, which has no packet yet
     * @param protocol its protocol
     * @param port the destination port, as the answering end knows it
     */
    public void opened(int flow, int protocol, int port) {
        Alg alg = rules.find(protocol, port);
        if (alg != null && connections.size() < MOST_CONNECTIONS) {
            AlgCounters counted = counters(alg.profile().name());
            counted.attached++;
            counted.connections++;
            connections.put(flow, new ControlConnection(this, flow, alg, counted));
            attached[flow >>> 6] |= 1L << flow;
        }
    }

    /** Forgets a flow that ends, with all that it expects. */
    public void ended(int flow) {
        related[flow >>> 6] &= ~(1L << flow);
        detach(flow);
    }

    private void detach(int flow) {
        if (!isAttached(flow)) {
            return;
        }
        ControlConnection connection = connections.remove(flow);
        if (connection != null) {
            connection.counters.connections--;
            attached[flow >>> 6] &= ~(1L << flow);
            expectNothing(connection);
        }
    }

    /** Ends all that a connection expects: it is over. */
    void expectNothing(ControlConnection connection) {
        if (!expectations.isEmpty()) {
            expectations.those(expected -> expected.owner == connection).forEach(this::end);
        }
    }

    /** Returns what reads the packets of attached flows. */
    public ControlReader reader() {
        return reader;
    }

    /** Returns the control connection of an attached flow. */
    ControlConnection connection(int flow) {
        return Objects.requireNonNull(connections.get(flow), "an attached flow");
    }

    /** Reads a connection anew, of which the same 5-tuple has begun again. */
    ControlConnection restart(ControlConnection over) {
        expectNothing(over);
        ControlConnection fresh = new ControlConnection(this, over.flow, over.alg(), over.counters);
        connections.put(over.flow, fresh);
        return fresh;
    }

    /** Lets a flow pass at full speed again when nothing is left to be done to it. */
    void forgetIfPlain(ControlConnection connection) {
        if (connection.isPlain() && expectations.those(e -> e.owner == connection).isEmpty()) {
            detach(connection.flow);
        }
    }

    /**
     * Returns what the first packet of a flow fulfils, or null.
     *
     * @param protocol of the packet
     * @param addresses as it arrives, see {@link bauta.flow.FiveTuple}
     * @param sourcePort the source port
     * @param port the destination port
     */
    public @Nullable Expected expected(int protocol, long addresses, int sourcePort, int port) {
        if (expectations.isEmpty()) {
            return null;
        }
        Expected found = expectations.find(protocol, addresses, sourcePort, port);
        boolean late = found != null && found.deadlineNanos - clock.nanos() <= 0;
        return late ? null : found;
    }

    /**
     * Returns whether a flow came in by an expectation: what the rules say does not matter to it.
     */
    public boolean isRelated(int flow) {
        return (related[flow >>> 6] & 1L << flow) != 0;
    }

    /** Notes that a flow has come in by an expectation. */
    public void used(Expected expected, int flow) {
        related[flow >>> 6] |= 1L << flow;
        expected.owner.counters.used++;
        expected.usesLeft--;
        if (expected.usesLeft == 0) {
            end(expected);
        }
    }

    @Nullable Expected expect(ControlConnection connection, Expectation wanted) {
        Refusal why = check(connection, wanted);
        if (why != null) {
            refuse(connection, why, wanted.protocol(), wanted.port());
            return null;
        }
        Expected expected = expectations.same(connection, wanted);
        if (expected == null) {
            expected = grant(connection, wanted);
        }
        if (expected != null) {
            expected.deadlineNanos = clock.nanos() + connection.profile().lifetime().toNanos();
        }
        return expected;
    }

    private @Nullable Refusal check(ControlConnection connection, Expectation wanted) {
        if (wanted.address() != connection.address(wanted.awaitedBy())) {
            return Refusal.OTHER_ADDRESS;
        }
        for (int i = 0; i < wanted.ports(); i++) {
            if (!rules.mayOpen(wanted.port() + i)) {
                return Refusal.FORBIDDEN_PORT;
            }
        }
        boolean known = expectations.same(connection, wanted) != null;
        return known || expectations.hasRoom(connection) ? null : Refusal.TOO_MANY;
    }

    private @Nullable Expected grant(ControlConnection connection, Expectation wanted) {
        int seen = connection.seenAddress(wanted.awaitedBy());
        int[] ports = new int[wanted.ports()];
        int[] held = new int[wanted.ports()];
        boolean translated = seen != connection.address(wanted.awaitedBy());
        if (translated && !map(connection, wanted, ports, held)) {
            refuse(connection, Refusal.NO_PORT, wanted.protocol(), wanted.port());
            return null;
        }
        for (int i = 0; !translated && i < ports.length; i++) {
            ports[i] = wanted.port() + i;
            held[i] = Mappings.NONE;
        }
        Expected expected = new Expected(wanted, connection, seen, ports, held);
        expectations.add(expected);
        connection.counters.opened++;
        connection.counters.expectations++;
        note(connection, Optional.empty(), wanted.protocol(), wanted.port());
        return expected;
    }

    /** Gets external ports, for a pair two in a row if that can be had, even and odd alike. */
    private boolean map(ControlConnection connection, Expectation wanted, int[] ports, int[] held) {
        int hint = wanted.port();
        for (int i = 0; i < PAIR_TRIES; i++) {
            held[0] = map(connection, wanted, 0, hint);
            if (held[0] == Mappings.NONE) {
                return false;
            }
            ports[0] = mappings.externalPort(held[0]);
            if (held.length == 1) {
                return true;
            }
            held[1] = map(connection, wanted, 1, ports[0] + 1);
            ports[1] = held[1] == Mappings.NONE ? 0 : mappings.externalPort(held[1]);
            boolean alike = (ports[0] & 1) == (wanted.port() & 1);
            if (held[1] != Mappings.NONE
                    && (ports[1] == ports[0] + 1 && alike || i + 1 == PAIR_TRIES)) {
                return true;
            }
            mappings.release(held[0]);
            if (held[1] == Mappings.NONE) {
                return false;
            }
            mappings.release(held[1]);
            hint = hint + 2 < HIGHEST_PORT ? hint + 2 : 1024 + (wanted.port() & 1);
        }
        return false;
    }

    private int map(ControlConnection connection, Expectation wanted, int which, int hint) {
        draft.uplink = flows.uplink(connection.flow);
        draft.externalAddress = connection.seenAddress(wanted.awaitedBy());
        draft.protocol = wanted.protocol();
        draft.address = wanted.address();
        draft.port = wanted.port() + which;
        draft.wantedPort = hint;
        int mapping = draft.uplink < 0 ? Mappings.NONE : mappings.map(draft);
        if (mapping != Mappings.NONE) {
            mappings.hold(mapping);
        }
        return mapping;
    }

    /** Ends an expectation; flows that came in by it go on. */
    void end(Expected expected) {
        expectations.remove(expected);
        expected.owner.counters.expectations--;
        for (int mapping : expected.mappings) {
            if (mapping != Mappings.NONE) {
                mappings.release(mapping);
            }
        }
    }

    /** Ends what nobody has come for in its time. */
    public void expire() {
        if (!expectations.isEmpty()) {
            long now = clock.nanos();
            expectations.those(expected -> expected.deadlineNanos - now <= 0).forEach(this::end);
        }
    }

    void refuse(ControlConnection connection, Refusal why, int protocol, int port) {
        connection.counters.refuse(why);
        note(connection, Optional.of(why), protocol, port);
    }

    private void note(ControlConnection connection, Optional<Refusal> why, int protocol, int port) {
        if (notes.size() == MOST_NOTES) {
            notes.removeFirst();
        }
        int node = connection.flow << 1;
        notes.addLast(
                new Note(
                        clock.nanos(),
                        connection.profile().name(),
                        flows.addresses(node),
                        flows.ports(node),
                        why,
                        protocol,
                        port));
    }

    /** Returns what was opened and refused lately, the oldest first, at most 64. */
    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /** Returns the numbers of every gateway that is or was on. */
    public List<AlgStatus> status() {
        counters.values().forEach(counted -> counted.bytes = 0);
        connections.values().forEach(c -> c.counters.bytes += c.bytes());
        List<AlgStatus> all = new ArrayList<>();
        counters.forEach((name, counted) -> all.add(counted.status(name)));
        return List.copyOf(all);
    }
}
