package bauta.uplink;

import java.util.List;
import java.util.Optional;

/**
 * What people see of an uplink. Times are on the router loop's clock, so that an age is {@code
 * nowNanos} of the same clock minus the time.
 *
 * @param id of the uplink
 * @param name as configured
 * @param phase where it stands
 * @param sinceNanos since when it is up, or since when it is not
 * @param cause why it is down, or was down last
 * @param detail what the other side said about that, safe to show, perhaps empty
 * @param up what was negotiated, while it is up
 * @param acName the concentrator's name while there is a session, else empty
 * @param sessionId of the session there is, else 0
 * @param attempts dials since start
 * @param nextTryNanos when it dials again, while it waits
 * @param outages the latest outages, newest first, at most {@link #MAX_OUTAGES}
 */
public record UplinkStatus(
        int id,
        String name,
        Phase phase,
        long sinceNanos,
        UplinkCause cause,
        String detail,
        Optional<UplinkUp> up,
        String acName,
        int sessionId,
        long attempts,
        Optional<Long> nextTryNanos,
        List<Outage> outages) {
    /** Outages that are remembered. */
    public static final int MAX_OUTAGES = 32;

    /** Where an uplink stands. */
    public enum Phase {
        STOPPED,
        NO_CARRIER,
        WAITING,
        DISCOVERY,
        LCP,
        AUTHENTICATION,
        IPCP,
        UP
    }

    /**
     * A time without the uplink.
     *
     * @param cause what began it
     * @param detail what the other side said about that, safe to show, perhaps empty
     * @param beganNanos when
     * @param endedNanos when it was up again; empty while it lasts
     * @param lastCause the latest failure during it
     * @param attempts dials it took
     */
    public record Outage(
            UplinkCause cause,
            String detail,
            long beganNanos,
            Optional<Long> endedNanos,
            UplinkCause lastCause,
            long attempts) {}
}
