package bauta.nat;

import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many ports each internal host has of one external address and protocol. Bounded: hosts beyond
 * {@link #MAX_HOSTS} are counted together, as one. Open addressing; entries move back when one
 * before them goes.
 */
final class HostPorts {
    /** Hosts counted apart, at most. */
    static final int MAX_HOSTS = 1024;

    private static final int FIRST_ROOM = 32;

    private int[] addresses = new int[FIRST_ROOM];
    private int[] counts = new int[FIRST_ROOM];
    private int size;
    private int others;

    /** Counts one port more. */
    void add(int address) {
        int at = find(address);
        if (counts[at] == 0 && size == MAX_HOSTS) {
            others++;
            return;
        }
        addresses[at] = address;
        if (counts[at]++ == 0 && ++size * 2 > counts.length) {
            grow();
        }
    }

    /** Counts one port less, of a host that has one. */
    void remove(int address) {
        int at = find(address);
        if (counts[at] == 0) {
            assert others > 0 : "a host without a port";
            others--;
        } else if (--counts[at] == 0) {
            size--;
            close(at);
        }
    }

    /** Returns how many ports a host has; one that is not counted apart has those of the others. */
    int count(int address) {
        int counted = counts[find(address)];
        return counted == 0 && size == MAX_HOSTS ? others : counted;
    }

    /** Returns how many hosts have ports. */
    int hosts() {
        return size + (others > 0 ? 1 : 0);
    }

    private int find(int address) {
        int at = home(address);
        while (counts[at] != 0 && addresses[at] != address) {
            at = at + 1 & counts.length - 1;
        }
        return at;
    }

    private int home(int address) {
        return address * 0x9e3779b1 >>> Integer.numberOfLeadingZeros(counts.length) + 1;
    }

    /** Closes the gap that an entry leaves, so that those behind it are still found. */
    private void close(int gap) {
        int mask = counts.length - 1;
        int hole = gap;
        for (int at = gap + 1 & mask; counts[at] != 0; at = at + 1 & mask) {
            int reach = at - home(addresses[at]) & mask;
            if (reach >= (at - hole & mask)) {
                addresses[hole] = addresses[at];
                counts[hole] = counts[at];
                counts[at] = 0;
                hole = at;
            }
        }
    }

    private void grow() {
        int[] oldAddresses = addresses;
        int[] oldCounts = counts;
        addresses = new int[2 * oldCounts.length];
        counts = new int[2 * oldCounts.length];
        for (int i = 0; i < oldCounts.length; i++) {
            if (oldCounts[i] != 0) {
                int at = find(oldAddresses[i]);
                addresses[at] = oldAddresses[i];
                counts[at] = oldCounts[i];
            }
        }
    }

    /**
     * Returns the hosts with the most ports.
     *
     * @param limit how many at most
     */
    List<PortUse.Host> busiest(int limit) {
        List<PortUse.Host> all = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                all.add(new PortUse.Host(new Ipv4Address(addresses[i]), counts[i]));
            }
        }
        all.sort(Comparator.comparingInt(PortUse.Host::ports).reversed());
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }
}
