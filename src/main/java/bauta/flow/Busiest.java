package bauta.flow;

import java.util.Arrays;

/** Counts flows of hosts and knows the host with the most: a heap with the places in it known. */
final class Busiest {
    private static final int NONE = -1;

    private final int[] counts;
    private final int[] heap;
    private final int[] places;
    private int size;
    private int total;

    Busiest(int hosts) {
        counts = new int[hosts];
        heap = new int[hosts];
        places = new int[hosts];
        Arrays.fill(places, NONE);
    }

    /** Returns a host with the most flows, or -1 when there is no flow. */
    int host() {
        return size == 0 ? NONE : heap[0];
    }

    int count(int host) {
        return counts[host];
    }

    /** Returns the flows of all hosts. */
    int total() {
        return total;
    }

    void add(int host) {
        total++;
        counts[host]++;
        if (places[host] == NONE) {
            put(host, size++);
        }
        rise(host);
    }

    void remove(int host) {
        total--;
        counts[host]--;
        if (counts[host] > 0) {
            sink(host);
            return;
        }
        int last = heap[--size];
        int place = places[host];
        places[host] = NONE;
        if (last != host) {
            put(last, place);
            rise(last);
            sink(last);
        }
    }

    private void put(int host, int place) {
        heap[place] = host;
        places[host] = place;
    }

    private void rise(int host) {
        int place = places[host];
        while (place > 0 && counts[heap[(place - 1) / 2]] < counts[host]) {
            put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }
        put(host, place);
    }

    private void sink(int host) {
        int place = places[host];
        int child = larger(place);
        while (child != NONE && counts[heap[child]] > counts[host]) {
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
        return right < size && counts[heap[right]] > counts[heap[left]] ? right : left;
    }
}
