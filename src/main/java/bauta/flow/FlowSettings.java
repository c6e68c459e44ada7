package bauta.flow;

import java.time.Duration;

/**
 * How many flows there may be and how long each may be idle.
 *
 * @param capacity flows at most, 1 to 4,194,304
 * @param tcpTransitory TCP that is opening or over (RFC 5382 REQ-5: at least 4 minutes)
 * @param tcpEstablished TCP that is open (RFC 5382 REQ-5: at least 2 hours 4 minutes)
 * @param udp UDP (RFC 4787 REQ-5: 5 minutes)
 * @param udpShort UDP to DNS and NTP servers (RFC 4787 REQ-5a allows less)
 * @param icmp ICMP echo (RFC 5508 REQ-2: at least 60 seconds)
 */
public record FlowSettings(
        int capacity,
        Duration tcpTransitory,
        Duration tcpEstablished,
        Duration udp,
        Duration udpShort,
        Duration icmp) {
    /** Flows at most when nothing else is asked for. */
    public static final int DEFAULT_CAPACITY = 65_536;

    private static final int MAX_CAPACITY = 1 << 22;

    /** Refuses capacities that the table cannot hold. */
    public FlowSettings {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "flow capacity " + capacity + " is outside 1 to " + MAX_CAPACITY);
        }
    }

    /**
     * Returns the timeouts of the RFCs.
     *
     * @param capacity flows at most
     */
    public static FlowSettings ofCapacity(int capacity) {
        return new FlowSettings(
                capacity,
                Duration.ofMinutes(4),
                Duration.ofMinutes(124),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }

    /** Returns the idle time of each state, in nanoseconds, by its number. */
    long[] timeoutNanos() {
        long[] nanos = new long[FlowState.COUNT];
        long transitory = tcpTransitory.toNanos();
        nanos[FlowState.SYN_SENT] = transitory;
        nanos[FlowState.SYN_RECEIVED] = transitory;
        nanos[FlowState.ESTABLISHED] = tcpEstablished.toNanos();
        nanos[FlowState.FIN_ORIGINAL] = tcpEstablished.toNanos();
        nanos[FlowState.FIN_REPLY] = tcpEstablished.toNanos();
        nanos[FlowState.CLOSING] = transitory;
        nanos[FlowState.CLOSED] = transitory;
        nanos[FlowState.UDP] = udp.toNanos();
        nanos[FlowState.UDP_SHORT] = udpShort.toNanos();
        nanos[FlowState.ICMP] = icmp.toNanos();
        return nanos;
    }
}
