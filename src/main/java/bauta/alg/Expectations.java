package bauta.alg;

import bauta.flow.FiveTuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is expected now, found by where its first packet arrives. Bounded: {@link #MOST} in all,
 * {@link #MOST_FOR_HOST} for a host. Router loop only.
 */
final class Expectations {
    /** At most, in the whole router. */
    static final int MOST = 1024;

    /** At most, for the control connections of one host. */
    static final int MOST_FOR_HOST = 64;

    private final Map<Long, List<Expected>> byTarget = new HashMap<>();
    private final List<Expected> all = new ArrayList<>();

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** Returns whether there is room for one more of a control connection. */
    boolean hasRoom(ControlConnection connection) {
        int ofConnection = 0;
        int ofHost = 0;
        for (Expected expected : all) {
            ofConnection += expected.owner == connection ? 1 : 0;
            ofHost += expected.owner.host() == connection.host() ? 1 : 0;
        }
        return all.size() < MOST
                && ofHost < MOST_FOR_HOST
                && ofConnection < connection.profile().expectations();
    }

    /** Returns the one of a control connection for the same endpoint, or null. */
    @Nullable Expected same(ControlConnection connection, Expectation wanted) {
        for (Expected expected : all) {
            if (expected.owner == connection && expected.wanted.equals(wanted)) {
                return expected;
            }
        }
        return null;
    }

    void add(Expected expected) {
        all.add(expected);
        for (int port : expected.ports) {
            long key = key(expected.wanted.protocol(), expected.address, port);
            byTarget.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(expected);
        }
    }

    void remove(Expected expected) {
        expected.ended = true;
        all.remove(expected);
        for (int port : expected.ports) {
            long key = key(expected.wanted.protocol(), expected.address, port);
            List<Expected> chain = byTarget.get(key);
            if (chain != null) {
                chain.remove(expected);
                if (chain.isEmpty()) {
                    byTarget.remove(key);
                }
            }
        }
    }

    /**
     * Returns the expectation that the first packet of a flow fulfils, or null.
     *
     * @param protocol of the packet
     * @param addresses as it arrives
     * @param sourcePort the source port
     * @param port the destination port
     */
    @Nullable Expected find(int protocol, long addresses, int sourcePort, int port) {
        List<Expected> chain = byTarget.get(key(protocol, (int) addresses, port));
        if (chain == null) {
            return null;
        }
        int source = FiveTuple.source(addresses);
        for (Expected expected : chain) {
            if (expected.admits(source, sourcePort)) {
                return expected;
            }
        }
        return null;
    }

    /** Returns those whose time is over, or who belong to a control connection. */
    List<Expected> those(java.util.function.Predicate<Expected> which) {
        return all.stream().filter(which).toList();
    }

    private static long key(int protocol, int address, int port) {
        return (long) address << 32 | (long) port << 8 | protocol;
    }
}
