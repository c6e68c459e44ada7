package bauta.flow;

import java.util.Arrays;

/**
 * The inside hosts that flows are charged to: their lines of flows and what their ended flows
 * carried. Bounded: {@link #MAX} hosts and the router have an entry of their own; when all entries
 * have flows, further hosts share one. A host without flows keeps its sums until its entry is
 * needed, longest unused first; they go to the shared entry then. On heap, for it follows from the
 * flows.
 */
final class FlowHosts {
    static final int NONE = -1;

    /** Hosts with an entry of their own, at most. */
    static final int MAX = 4096;

    static final int ROUTER = 0;
    static final int OTHERS = 1;
    private static final int FIRST = 2;
    private static final int ENTRIES = MAX + FIRST;
    private static final int SUMS = 4;

    /** What the arrays of an instance take: for whoever adds up the memory of flows. */
    static final long HEAP_BYTES = ENTRIES * (17L * Integer.BYTES + (SUMS + 1) * Long.BYTES);

    private final int[] addresses = new int[ENTRIES];
    private final int[] flows = new int[ENTRIES];
    final Busiest tentative = new Busiest(flows);
    final Busiest settled = new Busiest(flows);
    private final int[] oldest = new int[2 * ENTRIES];
    private final int[] newest = new int[2 * ENTRIES];
    private final int[] chain = new int[ENTRIES];
    private final int[] buckets = new int[2 * MAX];
    private final int[] idleOlder = new int[ENTRIES];
    private final int[] idleNewer = new int[ENTRIES];
    private final long[] sums = new long[SUMS * ENTRIES];
    private final long[] refused = new long[ENTRIES];
    private int idleFirst = NONE;
    private int idleLast = NONE;
    private int known = FIRST;
    private int size;

    FlowHosts() {
        Arrays.fill(oldest, NONE);
        Arrays.fill(newest, NONE);
        Arrays.fill(buckets, NONE);
    }

    /** Returns how many hosts have flows; the router is none, the others are one. */
    int size() {
        return size;
    }

    /** Returns the entries in use; their numbers are below it. */
    int known() {
        return known;
    }

    int address(int host) {
        return addresses[host];
    }

    int flows(int host) {
        return flows[host];
    }

    /** Counts one more flow of a host and returns the number of its entry. */
    int add(int address) {
        int host = entry(address);
        if (flows[host]++ == 0 && host != ROUTER) {
            size++;
            if (host >= FIRST) {
                wake(host);
            }
        }
        changed(host);
        return host;
    }

    private void changed(int host) {
        tentative.changed(host);
        settled.changed(host);
    }

    /** Counts one flow less. */
    void remove(int host) {
        if (--flows[host] == 0 && host != ROUTER) {
            size--;
            if (host >= FIRST) {
                idle(host);
            }
        }
        changed(host);
    }

    /** Adds to what a host's ended flows carried. */
    void sum(int host, int which, long count) {
        sums[SUMS * host + which] += count;
    }

    /** Counts a flow that a host was not allowed to begin; one without an entry is another. */
    void refuse(int address) {
        int host = find(address);
        refused[host == NONE ? OTHERS : host]++;
    }

    /** Returns how many flows a host was not allowed to begin. */
    long refused(int host) {
        return refused[host];
    }

    /** Returns the four sums of each entry, one after the other. */
    long[] sums() {
        return Arrays.copyOf(sums, SUMS * known);
    }

    int oldest(int line) {
        return oldest[line];
    }

    void oldest(int line, int flow) {
        oldest[line] = flow;
    }

    int newest(int line) {
        return newest[line];
    }

    void newest(int line, int flow) {
        newest[line] = flow;
    }

    /** Returns how many flows the host of an address has. */
    int flowsOf(int address) {
        int host = find(address);
        return host == NONE ? 0 : flows[host];
    }

    /** Returns the entry of an address, or {@link #NONE}: then it has no flows of its own. */
    int find(int address) {
        if (address == 0) {
            return ROUTER;
        }
        int host = buckets[bucket(address)];
        while (host != NONE && addresses[host] != address) {
            host = chain[host];
        }
        return host;
    }

    private int entry(int address) {
        int host = find(address);
        return host == NONE ? take(address) : host;
    }

    private static int bucket(int address) {
        return address * 0x9e3779b1 >>> Integer.numberOfLeadingZeros(2 * MAX) + 1;
    }

    private int take(int address) {
        int host;
        if (known < ENTRIES) {
            host = known++;
        } else if (idleFirst != NONE) {
            host = idleFirst;
            wake(host);
            forget(host);
        } else {
            return OTHERS;
        }
        addresses[host] = address;
        int bucket = bucket(address);
        chain[host] = buckets[bucket];
        buckets[bucket] = host;
        idle(host);
        return host;
    }

    private void forget(int host) {
        for (int i = 0; i < SUMS; i++) {
            sums[SUMS * OTHERS + i] += sums[SUMS * host + i];
            sums[SUMS * host + i] = 0;
        }
        refused[OTHERS] += refused[host];
        refused[host] = 0;
        int bucket = bucket(addresses[host]);
        if (buckets[bucket] == host) {
            buckets[bucket] = chain[host];
            return;
        }
        int before = buckets[bucket];
        while (chain[before] != host) {
            before = chain[before];
        }
        chain[before] = chain[host];
    }

    private void idle(int host) {
        idleOlder[host] = idleLast;
        idleNewer[host] = NONE;
        if (idleLast == NONE) {
            idleFirst = host;
        } else {
            idleNewer[idleLast] = host;
        }
        idleLast = host;
    }

    private void wake(int host) {
        int older = idleOlder[host];
        int newer = idleNewer[host];
        if (older == NONE) {
            idleFirst = newer;
        } else {
            idleNewer[older] = newer;
        }
        if (newer == NONE) {
            idleLast = older;
        } else {
            idleOlder[newer] = older;
        }
    }
}
