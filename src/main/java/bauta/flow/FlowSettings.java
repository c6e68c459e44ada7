package bauta.flow;

import java.time.Duration;
import java.util.List;

/**
 * How many flows there may be and how long each may be idle.
 *
 * @param capacity flows of inside hosts at most, 1 to 4,194,304
 * @param tcpTransitory TCP that is opening or over (RFC 5382 REQ-5: at least 4 minutes)
 * @param tcpEstablished TCP that is open (RFC 5382 REQ-5: at least 2 hours 4 minutes)
 * @param udp UDP (RFC 4787 REQ-5: 5 minutes)
 * @param udpShort UDP to DNS and NTP servers (RFC 4787 REQ-5a allows less)
 * @param icmp ICMP echo (RFC 5508 REQ-2: at least 60 seconds)
 * @param other protocols without ports
 */
public record FlowSettings(
        int capacity,
        Duration tcpTransitory,
        Duration tcpEstablished,
        Duration udp,
        Duration udpShort,
        Duration icmp,
        Duration other) {
    /** Flows at most when nothing else is asked for. */
    public static final int DEFAULT_CAPACITY = 65_536;

    private static final int MAX_CAPACITY = 1 << 22;

    /** Idle times stay below it: the table cannot tell longer ones. */
    private static final Duration MAX_TIMEOUT = Duration.ofDays(10);

    /** Refuses capacities that the table cannot hold, and idle times that it cannot measure. */
    public FlowSettings {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "flow capacity " + capacity + " is outside 1 to " + MAX_CAPACITY);
        }
        for (Duration timeout :
                List.of(tcpTransitory, tcpEstablished, udp, udpShort, icmp, other)) {
            if (!timeout.isPositive() || timeout.compareTo(MAX_TIMEOUT) > 0) {
                throw new IllegalArgumentException(
                        "flow timeout " + timeout + " is outside 0 to " + MAX_TIMEOUT);
            }
        }
    }

    /**
     * Returns how many flows are kept free for the router itself; as many more are kept for flows
     * that are not open yet.
     */
    public int reserve() {
        return Math.max(1, capacity / 64);
    }

    /** Returns how many flows there can be in all: the capacity and both reserves. */
    public int records() {
        return capacity + 2 * reserve();
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
                Duration.ofSeconds(60),
                Duration.ofMinutes(5));
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
        nanos[FlowState.OTHER] = other.toNanos();
        return nanos;
    }
}
