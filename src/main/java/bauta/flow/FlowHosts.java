package bauta.flow;

import java.util.Arrays;

/**
 * How many flows each inside host has, and which host has the most: hosts are kept in lists by
 * their count, so that every step costs the same however many there are. On heap, for it follows
 * from the flows.
 */
final class FlowHosts {
    static final int NONE = -1;

    private final int[] addresses;
    private final int[] counts;
    private final int[] oldest;
    private final int[] newest;
    private final int[] previous;
    private final int[] next;
    private final int[] chain;
    private final int[] buckets;
    private final int[] byCount;
    private int free;
    private int size;
    private int most;

    FlowHosts(int capacity) {
        addresses = new int[capacity];
        counts = new int[capacity];
        oldest = new int[capacity];
        newest = new int[capacity];
        previous = new int[capacity];
        next = new int[capacity];
        chain = new int[capacity];
        buckets = new int[Integer.highestOneBit(capacity) << 1];
        byCount = new int[capacity + 1];
        Arrays.fill(buckets, NONE);
        Arrays.fill(byCount, NONE);
        for (int i = 0; i < capacity; i++) {
            next[i] = i + 1 < capacity ? i + 1 : NONE;
        }
    }

    int size() {
        return size;
    }

    /** Returns a host with the most flows, or -1. */
    int busiest() {
        return most == 0 ? NONE : byCount[most];
    }

    /** Counts one more flow of a host and returns the host's number. */
    int add(int address) {
        int host = find(address);
        if (host == NONE) {
            host = take(address);
        } else {
            unlink(host);
        }
        counts[host]++;
        link(host);
        most = Math.max(most, counts[host]);
        return host;
    }

    /** Counts one flow less; the host is forgotten with its last one. */
    void remove(int host) {
        unlink(host);
        counts[host]--;
        if (counts[host] == 0) {
            forget(host);
        } else {
            link(host);
        }
        if (byCount[most] == NONE) {
            most--;
        }
    }

    int oldest(int host) {
        return oldest[host];
    }

    void oldest(int host, int flow) {
        oldest[host] = flow;
    }

    int newest(int host) {
        return newest[host];
    }

    void newest(int host, int flow) {
        newest[host] = flow;
    }

    private int find(int address) {
        int host = buckets[bucket(address)];
        while (host != NONE && addresses[host] != address) {
            host = chain[host];
        }
        return host;
    }

    private int bucket(int address) {
        return address * 0x9e3779b1 >>> Integer.numberOfLeadingZeros(buckets.length) + 1;
    }

    private int take(int address) {
        int host = free;
        free = next[host];
        size++;
        addresses[host] = address;
        counts[host] = 0;
        oldest[host] = NONE;
        newest[host] = NONE;
        int bucket = bucket(address);
        chain[host] = buckets[bucket];
        buckets[bucket] = host;
        return host;
    }

    private void forget(int host) {
        int bucket = bucket(addresses[host]);
        if (buckets[bucket] == host) {
            buckets[bucket] = chain[host];
        } else {
            int before = buckets[bucket];
            while (chain[before] != host) {
                before = chain[before];
            }
            chain[before] = chain[host];
        }
        next[host] = free;
        free = host;
        size--;
    }

    private void link(int host) {
        int head = byCount[counts[host]];
        previous[host] = NONE;
        next[host] = head;
        if (head != NONE) {
            previous[head] = host;
        }
        byCount[counts[host]] = host;
    }

    private void unlink(int host) {
        if (previous[host] == NONE) {
            byCount[counts[host]] = next[host];
        } else {
            next[previous[host]] = next[host];
        }
        if (next[host] != NONE) {
            previous[next[host]] = previous[host];
        }
    }
}
