package bauta.sim;

import bauta.flow.HostTotals;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What each host of the house has sent and received, counted here and by the router: the same. */
final class HostAudit {
    private final Box box;
    private final Map<Integer, long[]> counted = new HashMap<>();

    HostAudit(Box box) {
        this.box = box;
    }

    void restarted() {
        counted.clear();
    }

    /**
     * A packet passed in a flow that is a host's.
     *
     * @param host its address; 0 for the router
     * @param received whether it was sent to the host
     * @param bytes of it
     */
    void passed(int host, boolean received, int bytes) {
        long[] counts = counted.computeIfAbsent(host, _ -> new long[4]);
        counts[received ? 2 : 0]++;
        counts[received ? 3 : 1] += bytes;
    }

    /**
     * Compares.
     *
     * @param lost whether a packet may have been counted that was dropped after that: its host's
     *     numbers are taken as they are then
     */
    void compare(Crossing crossing, boolean lost) {
        for (HostTotals host : box.hosts()) {
            int address = host.kind() == HostTotals.Kind.ROUTER ? 0 : host.address().bits();
            long[] said = {
                host.sent().packets(),
                host.sent().bytes(),
                host.received().packets(),
                host.received().bytes()
            };
            if (host.kind() == HostTotals.Kind.OTHERS) {
                address = -1;
            }
            long[] here = counted.computeIfAbsent(address, _ -> new long[4]);
            if (lost) {
                counted.put(address, said);
            } else if (!Arrays.equals(said, here)) {
                throw new Violation(
                        "host totals",
                        End.text(address)
                                + " has "
                                + Arrays.toString(said)
                                + ", passed "
                                + Arrays.toString(here)
                                + " after "
                                + crossing);
            }
        }
    }
}
