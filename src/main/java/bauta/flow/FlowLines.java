package bauta.flow;

import java.nio.ByteBuffer;

/**
 * The flows of each inside host in a line, oldest first, and the choice of the one that has to go
 * when the table is full. The links lie in the flows' records; a packet does not touch them: a flow
 * that was used since it was put in line is moved only when it is looked at.
 */
final class FlowLines {
    private static final int NONE = FlowTable.NONE;
    private static final int LOOKS = 64;

    private final ByteBuffer records;
    private final FlowHosts hosts;

    FlowLines(ByteBuffer records, int capacity) {
        this.records = records;
        this.hosts = new FlowHosts(capacity);
    }

    /** Returns how many hosts have flows. */
    int hosts() {
        return hosts.size();
    }

    /** Puts a new flow at the end of its host's line. */
    void join(int flow, int address, long nowNanos) {
        int host = hosts.add(address);
        records.putInt(at(flow) + FlowRecord.HOST, host);
        link(flow, host, nowNanos);
    }

    /** Takes a flow out. */
    void leave(int flow) {
        int host = records.getInt(at(flow) + FlowRecord.HOST);
        unlink(flow, host);
        hosts.remove(host);
    }

    /**
     * Returns the flow that has been idle longest of the host with the most flows, or {@link
     * FlowTable#NONE}. Exact unless more than {@link #LOOKS} flows have to be looked at.
     */
    int victim() {
        int host = hosts.busiest();
        int victim = NONE;
        int flow = host == FlowHosts.NONE ? NONE : hosts.oldest(host);
        for (int looks = 0; looks < LOOKS && flow != NONE; looks++) {
            if (victim != NONE && key(flow) >= lastSeen(victim)) {
                break;
            }
            int newer = records.getInt(at(flow) + FlowRecord.HOST_NEWER);
            if (victim == NONE || lastSeen(flow) < lastSeen(victim)) {
                victim = flow;
            }
            if (lastSeen(flow) > key(flow)) {
                unlink(flow, host);
                link(flow, host, lastSeen(flow));
            }
            flow = newer;
        }
        return victim;
    }

    private static int at(int flow) {
        return flow * FlowRecord.BYTES;
    }

    private long lastSeen(int flow) {
        return records.getLong(at(flow) + FlowRecord.LAST_SEEN);
    }

    private long key(int flow) {
        return records.getLong(at(flow) + FlowRecord.HOST_KEY);
    }

    private void link(int flow, int host, long key) {
        int newest = hosts.newest(host);
        records.putLong(at(flow) + FlowRecord.HOST_KEY, key);
        records.putInt(at(flow) + FlowRecord.HOST_OLDER, newest);
        records.putInt(at(flow) + FlowRecord.HOST_NEWER, NONE);
        if (newest == NONE) {
            hosts.oldest(host, flow);
        } else {
            records.putInt(at(newest) + FlowRecord.HOST_NEWER, flow);
        }
        hosts.newest(host, flow);
    }

    private void unlink(int flow, int host) {
        int older = records.getInt(at(flow) + FlowRecord.HOST_OLDER);
        int newer = records.getInt(at(flow) + FlowRecord.HOST_NEWER);
        if (older == NONE) {
            hosts.oldest(host, newer);
        } else {
            records.putInt(at(older) + FlowRecord.HOST_NEWER, newer);
        }
        if (newer == NONE) {
            hosts.newest(host, older);
        } else {
            records.putInt(at(newer) + FlowRecord.HOST_OLDER, older);
        }
    }
}
