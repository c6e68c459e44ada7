package bauta.flow;

import java.util.Arrays;

/**
 * Counts the flows of one kind that hosts have, and knows which of the hosts with such flows has
 * the most flows of all kinds: a heap with the places in it known. The router is counted, but has
 * no place.
 */
final class Busiest {
    private static final int NONE = FlowHosts.NONE;

    private final int[] flows;
    private final int[] counts;
    private final int[] heap;
    private final int[] places;
    private int size;
    private int total;

    /**
     * Makes an empty heap.
     *
     * @param flows how many flows of all kinds each host has; {@link #changed} tells of changes
     */
    Busiest(int[] flows) {
        this.flows = flows;
        counts = new int[flows.length];
        heap = new int[flows.length];
        places = new int[flows.length];
        Arrays.fill(places, NONE);
    }

    /** Returns a host with the most flows of those that have one of this kind, or -1. */
    int host() {
        return size == 0 ? NONE : heap[0];
    }

    int count(int host) {
        return counts[host];
    }

    /** Returns the flows of this kind of all hosts; the router's are left out. */
    int total() {
        return total;
    }

    void add(int host) {
        counts[host]++;
        if (host == FlowHosts.ROUTER) {
            return;
        }
        total++;
        if (places[host] == NONE) {
            put(host, size++);
            rise(host);
        }
    }

    void remove(int host) {
        counts[host]--;
        if (host == FlowHosts.ROUTER) {
            return;
        }
        total--;
        if (counts[host] == 0) {
            int last = heap[--size];
            int place = places[host];
            places[host] = NONE;
            if (last != host) {
                put(last, place);
                changed(last);
            }
        }
    }

    /** A host has another number of flows than before. */
    void changed(int host) {
        if (places[host] != NONE) {
            rise(host);
            sink(host);
        }
    }

    private void put(int host, int place) {
        heap[place] = host;
        places[host] = place;
    }

    private void rise(int host) {
        int place = places[host];
        while (place > 0 && flows[heap[(place - 1) / 2]] < flows[host]) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        put(host, place);
    }

    private void sink(int host) {
        int place = places[host];
        int child = larger(place);
        while (child != NONE && flows[heap[child]] > flows[host]) {
            put(heap[child], place);
            place = child;
            child = larger(place);
        }
        put(host, place);
    }

    /** Returns the place below that holds the host with more flows, or -1. */
    private int larger(int place) {
        int left = 2 * place + 1;
        if (left >= size) {
            return NONE;
        }
        int right = left + 1;
        return right < size && flows[heap[right]] > flows[heap[left]] ? right : left;
    }
}
