package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;

/**
 * An address of the pool that somebody has or had.
 *
 * @param address the address
 * @param client whose it is
 * @param mac the MAC address that the client last used
 * @param hostName what the client calls itself: letters, digits and hyphens, or empty
 * @param state how far it is theirs
 * @param deadlineNanos until when, on the monotonic clock
 */
record Lease(
        Ipv4Address address,
        ClientKey client,
        MacAddress mac,
        String hostName,
        State state,
        long deadlineNanos) {
    /** How far an address belongs to a client. */
    enum State {
        /** Held for a client that has been offered it. */
        OFFERED,
        /** Committed. */
        BOUND,
        /** Given back; remembered so that the client can have it again. */
        RELEASED,
        /** Found in use by somebody else; given to nobody. */
        DECLINED
    }

    /** Returns whether nobody may be given the address now, other than its client. */
    boolean isActive(long nowNanos) {
        return state != State.RELEASED && deadlineNanos - nowNanos > 0;
    }

    /** Returns whether it is committed and runs. */
    boolean isBound(long nowNanos) {
        return state == State.BOUND && isActive(nowNanos);
    }

    Lease with(State newState, long newDeadlineNanos) {
        return new Lease(address, client, mac, hostName, newState, newDeadlineNanos);
    }
}
