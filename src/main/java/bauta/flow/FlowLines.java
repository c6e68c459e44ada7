package bauta.flow;

import bauta.wire.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may have how many flows, and which flow has to go. Each host has two lines of flows, oldest
 * first: <em>tentative</em> ones, which are not answered, not open yet, or over, and
 * <em>settled</em> ones. A new flow is tentative and pushes out tentative ones only, one that
 * settles settled ones only; in either case the one that has been idle longest, of the host with
 * the most flows. A host that has more flows than every other with tentative ones, and none itself,
 * makes room by the oldest of its own settled ones; a flow from outside is refused then. So neither
 * a flood of half-open flows nor a scanner can end what others have open.
 *
 * <p>The router's own flows are in lines of their own. Its reserve is kept free for them, and
 * within it none of them is pushed out by others. It may have more while there is room; those go
 * first when hosts want theirs.
 *
 * <p>The links lie in the flows' records; a packet does not touch them: a flow that was used since
 * it was put in line is moved only when it is looked at.
 */
final class FlowLines {
    private static final int NONE = FlowTable.NONE;
    private static final int LOOKS = 64;

    private final ByteBuffer records;
    private final FlowHosts hosts = new FlowHosts();
    private final int capacity;
    private final int reserve;

    FlowLines(ByteBuffer records, FlowSettings settings) {
        this.records = records;
        this.capacity = settings.capacity();
        this.reserve = settings.reserve();
    }

    /** Returns how many hosts have flows. */
    int hosts() {
        return hosts.size();
    }

    int routerFlows() {
        return hosts.flows(FlowHosts.ROUTER);
    }

    int tentative() {
        return hosts.tentative.total();
    }

    int settled() {
        return hosts.settled.total();
    }

    /**
     * Returns whether there is room for a new flow.
     *
     * @param address of its host; 0 for the router
     * @param full whether every record is in use
     */
    boolean hasRoom(int address, boolean full) {
        return !full && (address == 0 || !hostsAreFull());
    }

    private boolean hostsAreFull() {
        return tentative() + settled() >= capacity + reserve;
    }

    /**
     * Returns the flow that has to go when there is no room for a new one, or {@link
     * FlowTable#NONE} when the new one is refused.
     *
     * @param address of the new flow's host; 0 for the router
     * @param fromOutside whether it begins outside
     */
    int victimOfNew(int address, boolean fromOutside) {
        int host = hosts.tentative.host();
        if (address == 0 || host == NONE || !hostsAreFull()) {
            return routerVictim();
        }
        if (hosts.flowsOf(address) <= hosts.flows(host)) {
            return victim(line(host, false));
        }
        return fromOutside ? NONE : victim(line(hosts.find(address), true));
    }

    /** The router's own: what is not open first. */
    private int routerVictim() {
        int victim = victim(line(FlowHosts.ROUTER, false));
        return victim == NONE ? victim(line(FlowHosts.ROUTER, true)) : victim;
    }

    /**
     * Returns the flow that has to go before another can settle, or {@link FlowTable#NONE}.
     *
     * @param flow who settles
     */
    int victimOfSettling(int flow) {
        boolean room = host(flow) == FlowHosts.ROUTER || settled() < capacity;
        return room ? NONE : victim(line(hosts.settled.host(), true));
    }

    /** Puts a new flow at the end of its host's tentative line. */
    void join(int flow, int address, int now) {
        int host = hosts.add(address);
        records.putShort(at(flow) + FlowRecord.HOST, (short) host);
        enter(flow, host, false, now);
    }

    /** Moves a flow to the end of its host's other line. */
    void settled(int flow, boolean settled, int now) {
        int host = host(flow);
        quit(flow, host, !settled);
        enter(flow, host, settled, now);
    }

    /** Takes a flow out and adds what it carried to its host's sums. */
    void leave(int flow) {
        int host = host(flow);
        quit(flow, host, (flags(flow) & FlowRecord.SETTLED) != 0);
        for (int which = 0; which < 4; which++) {
            hosts.sum(host, which, carried(flow, which));
        }
        hosts.remove(host);
    }

    private void enter(int flow, int host, boolean settled, int now) {
        (settled ? hosts.settled : hosts.tentative).add(host);
        link(flow, line(host, settled), now);
    }

    private void quit(int flow, int host, boolean settled) {
        (settled ? hosts.settled : hosts.tentative).remove(host);
        unlink(flow, line(host, settled));
    }

    /** Returns packets sent, bytes sent, packets received or bytes received by the flow's host. */
    private long carried(int flow, int which) {
        int outside = (flags(flow) & FlowRecord.FROM_OUTSIDE) == 0 ? 0 : 1;
        int direction = which >>> 1 ^ outside;
        int field = (which & 1) == 0 ? FlowRecord.PACKETS : FlowRecord.BYTE_COUNT;
        return records.getLong(at(flow) + direction * FlowRecord.COUNTER_STEP + field);
    }

    /** Counts a flow that a host was not allowed to begin. */
    void refuse(int address) {
        hosts.refuse(address);
    }

    /** Returns the address of a flow's host; 0 is the router, or one of too many hosts. */
    int address(int flow) {
        return hosts.address(host(flow));
    }

    /** Returns what each host that is known has sent and received, live flows among it. */
    List<HostTotals> totals() {
        long[] sums = hosts.sums();
        for (int flow = 0; flow < records.capacity() / FlowRecord.BYTES; flow++) {
            if (records.get(at(flow) + FlowRecord.STATE) != FlowState.FREE) {
                for (int which = 0; which < 4; which++) {
                    sums[4 * host(flow) + which] += carried(flow, which);
                }
            }
        }
        List<HostTotals> totals = new ArrayList<>();
        for (int host = 0; host < hosts.known(); host++) {
            totals.add(totals(host, sums));
        }
        return totals;
    }

    private HostTotals totals(int host, long[] sums) {
        HostTotals.Kind kind =
                switch (host) {
                    case FlowHosts.ROUTER -> HostTotals.Kind.ROUTER;
                    case FlowHosts.OTHERS -> HostTotals.Kind.OTHERS;
                    default -> HostTotals.Kind.HOST;
                };
        return new HostTotals(
                kind,
                new Ipv4Address(hosts.address(host)),
                hosts.flows(host),
                hosts.tentative.count(host),
                hosts.refused(host),
                new TrackedFlow.Count(sums[4 * host], sums[4 * host + 1]),
                new TrackedFlow.Count(sums[4 * host + 2], sums[4 * host + 3]));
    }

    /**
     * Returns the flow of a line that has been idle longest. Exact unless more than {@link #LOOKS}
     * flows have to be looked at.
     */
    private int victim(int line) {
        int victim = NONE;
        int flow = hosts.oldest(line);
        for (int looks = 0; looks < LOOKS && flow != NONE; looks++) {
            if (victim != NONE && !FlowTime.isBefore(key(flow), lastSeen(victim))) {
                break;
            }
            int newer = records.getInt(at(flow) + FlowRecord.NEWER);
            if (victim == NONE || FlowTime.isBefore(lastSeen(flow), lastSeen(victim))) {
                victim = flow;
            }
            if (FlowTime.isBefore(key(flow), lastSeen(flow))) {
                unlink(flow, line);
                link(flow, line, lastSeen(flow));
            }
            flow = newer;
        }
        return victim;
    }

    private static int line(int host, boolean settled) {
        return host << 1 | (settled ? 1 : 0);
    }

    private static int at(int flow) {
        return flow * FlowRecord.BYTES;
    }

    private int host(int flow) {
        return records.getShort(at(flow) + FlowRecord.HOST);
    }

    private int flags(int flow) {
        return records.get(at(flow) + FlowRecord.FLAGS);
    }

    private int lastSeen(int flow) {
        return records.getInt(at(flow) + FlowRecord.LAST_SEEN);
    }

    private int key(int flow) {
        return records.getInt(at(flow) + FlowRecord.LINE_KEY);
    }

    private void link(int flow, int line, int key) {
        int newest = hosts.newest(line);
        records.putInt(at(flow) + FlowRecord.LINE_KEY, key);
        records.putInt(at(flow) + FlowRecord.OLDER, newest);
        records.putInt(at(flow) + FlowRecord.NEWER, NONE);
        if (newest == NONE) {
            hosts.oldest(line, flow);
        } else {
            records.putInt(at(newest) + FlowRecord.NEWER, flow);
        }
        hosts.newest(line, flow);
    }

    private void unlink(int flow, int line) {
        int older = records.getInt(at(flow) + FlowRecord.OLDER);
        int newer = records.getInt(at(flow) + FlowRecord.NEWER);
        if (older == NONE) {
            hosts.oldest(line, newer);
        } else {
            records.putInt(at(older) + FlowRecord.NEWER, newer);
        }
        if (newer == NONE) {
            hosts.newest(line, older);
        } else {
            records.putInt(at(newer) + FlowRecord.OLDER, older);
        }
    }
}
