package bauta.sim;

import bauta.engine.DropReason;
import bauta.flow.TrackedFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the flows before and after each crossing: every counter must have grown by exactly what
 * passed.
 */
final class FlowAudit {
    private final Box box;
    private Map<Key, TrackedFlow> before = new HashMap<>();
    private Map<Key, TrackedFlow> after = new HashMap<>();
    private final List<Passed> passages = new ArrayList<>();
    private final Map<Key, long[]> passed = new HashMap<>();
    private final HostAudit hosts;
    private @Nullable Crossing crossing;
    private boolean lost;

    /**
     * A flow by its ends.
     *
     * @param protocol its number
     * @param inside who began it
     * @param external his name outside
     * @param peer with whom
     */
    record Key(int protocol, End inside, End external, End peer) {
        private boolean hasAddressesOf(Key other) {
            return protocol == other.protocol
                    && inside.address() == other.inside.address()
                    && external.address() == other.external.address()
                    && peer.address() == other.peer.address();
        }
    }

    /**
     * A flow that was there.
     *
     * @param key its ends
     * @param state the name of its state
     * @param answered whether both ends have spoken
     */
    record Flow(Key key, String state, boolean answered) {
        static Flow of(Key key, TrackedFlow flow) {
            boolean both = flow.sent().packets() > 0 && flow.received().packets() > 0;
            return new Flow(key, flow.state(), both);
        }
    }

    /**
     * A packet before and after.
     *
     * @param in as it came
     * @param out as it left
     */
    record Passage(Datagram in, Datagram out) {
        private Key original() {
            return new Key(in.protocol(), in.from(), out.from(), in.to());
        }

        private Key reply() {
            return new Key(in.protocol(), out.to(), in.to(), out.from());
        }
    }

    private record Passed(Passage way, Datagram in) {}

    FlowAudit(Box box) {
        this.box = box;
        this.hosts = new HostAudit(box);
    }

    void restarted() {
        before.clear();
        hosts.restarted();
    }

    void begin(Crossing now) {
        crossing = now;
        passed.clear();
        passages.clear();
        lost = now.drops().contains(DropReason.NEIGHBOUR_QUEUE_FULL);
    }

    /**
     * A packet, or a piece of one, passed.
     *
     * @param way how its first piece passed
     * @param in the packet or piece
     */
    void passed(Passage way, Datagram in) {
        if (!in.isIcmpError()) {
            passages.add(new Passed(way, in));
        }
    }

    private static boolean isCounted(int protocol) {
        return protocol == Datagram.TCP || protocol == Datagram.UDP || protocol == Datagram.ICMP;
    }

    /** Finds the flow of a passage among those that there are. */
    private void assign(Passed one, Map<Key, TrackedFlow> now) {
        if (!isCounted(one.in.protocol())) {
            assignByAddresses(one, now);
            return;
        }
        Key original = one.way.original();
        Key reply = one.way.reply();
        boolean back = !now.containsKey(original);
        Key key = back ? reply : original;
        if (!now.containsKey(key)) {
            throw new Violation("flows", "a packet passed by no flow: " + one.in);
        }
        long[] counts = passed.computeIfAbsent(key, _ -> new long[4]);
        counts[back ? 2 : 0]++;
        counts[back ? 3 : 1] += one.in.length();
        charge(key, back, one);
    }

    private void charge(Key key, boolean back, Passed one) {
        int host = key.inside.address();
        hosts.passed(host == box.address() ? 0 : host, back, one.in.length());
    }

    /** Of protocols without ports the addresses alone tell the flow, as far as hosts are meant. */
    private void assignByAddresses(Passed one, Map<Key, TrackedFlow> now) {
        Key reply = null;
        for (Key key : now.keySet()) {
            if (key.hasAddressesOf(one.way.original())) {
                charge(key, false, one);
                return;
            }
            reply = key.hasAddressesOf(one.way.reply()) ? key : reply;
        }
        if (reply == null) {
            throw new Violation("flows", "a packet passed by no flow: " + one.in);
        }
        charge(reply, true, one);
    }

    private static End end(TrackedFlow.End end) {
        return new End(end.address().bits(), end.port());
    }

    void end() {
        Map<Key, TrackedFlow> now = after;
        now.clear();
        box.flows(flow ->
                now.put(
                        new Key(
                                flow.protocol(),
                                end(flow.inside()),
                                end(flow.outside()),
                                end(flow.peer())),
                        flow));
        passages.forEach(one -> assign(one, now));
        now.forEach(this::compare);
        if (crossing != null) {
            hosts.compare(crossing, lost);
        }
        after = before;
        before = now;
    }

    /** Returns the flows that were there before the crossing and are no more. */
    List<Flow> gone() {
        return after.entrySet().stream()
                .filter(entry -> !before.containsKey(entry.getKey()))
                .map(entry -> Flow.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void compare(Key key, TrackedFlow flow) {
        TrackedFlow old = before.get(key);
        long[] grown = counts(flow);
        if (old != null && old.createdNanos() == flow.createdNanos()) {
            long[] then = counts(old);
            for (int i = 0; i < grown.length; i++) {
                grown[i] -= then[i];
            }
        }
        long[] want = passed.getOrDefault(key, new long[4]);
        if (!lost && isCounted(key.protocol) && !java.util.Arrays.equals(grown, want)) {
            throw new Violation(
                    "counters",
                    key
                            + " grew by "
                            + java.util.Arrays.toString(grown)
                            + ", passed "
                            + java.util.Arrays.toString(want));
        }
    }

    private static long[] counts(TrackedFlow flow) {
        return new long[] {
            flow.sent().packets(),
            flow.sent().bytes(),
            flow.received().packets(),
            flow.received().bytes()
        };
    }
}
