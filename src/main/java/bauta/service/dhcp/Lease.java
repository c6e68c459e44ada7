package bauta.service.dhcp;

import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.util.Optional;

/**
 * An address that somebody has or had.
 *
 * @param address the address
 * @param client whose it is
 * @param mac the MAC address that the client last used; {@link #NOBODY} when nobody is known
 * @param hostName what the client calls itself: letters, digits and hyphens, or empty
 * @param state how far it is theirs
 * @param settled whether the client has come back for it at least once
 * @param deadlineNanos until when, on the monotonic clock
 */
record Lease(
        Ipv4Address address,
        ClientKey client,
        MacAddress mac,
        String hostName,
        State state,
        boolean settled,
        long deadlineNanos) {
    /** No MAC address. */
    static final MacAddress NOBODY = new MacAddress(0);

    /** How far an address belongs to a client. */
    enum State {
        /** Held for a client while the LAN is asked whether somebody uses it. */
        PROBING,
        /** Held for a client that has been offered it. */
        OFFERED,
        /** Committed. */
        BOUND,
        /** Given back; remembered so that the client can have it again. */
        RELEASED,
        /** Found in use by somebody else; given to nobody. */
        DECLINED
    }

    /** Returns an address that somebody uses without a lease. */
    static Lease inUse(Ipv4Address address, Optional<MacAddress> user, long deadlineNanos) {
        MacAddress mac = user.orElse(NOBODY);
        return new Lease(address, ClientKey.of(mac), mac, "", State.DECLINED, false, deadlineNanos);
    }

    /**
     * Returns an address that a client is given, or held for it.
     *
     * @param address the address
     * @param message what it asked by
     * @param state how far it is the client's
     * @param before what the client had before; who had a committed one has come back
     * @param deadlineNanos until when
     */
    static Lease of(
            Ipv4Address address,
            DhcpMessage message,
            State state,
            Optional<Lease> before,
            long deadlineNanos) {
        DhcpClient client = DhcpClient.of(message);
        return new Lease(
                address,
                client.key(),
                client.mac(),
                HostName.of(message),
                state,
                isSettled(before),
                deadlineNanos);
    }

    /** Returns whether a client that comes again is one that comes back. */
    static boolean isSettled(Optional<Lease> before) {
        return before.filter(lease -> lease.settled() || lease.state() == State.BOUND).isPresent();
    }

    /** Returns whether nobody may be given the address now, other than its client. */
    boolean isActive(long nowNanos) {
        return state != State.RELEASED && deadlineNanos - nowNanos > 0;
    }

    /** Returns whether it is committed and runs. */
    boolean isBound(long nowNanos) {
        return state == State.BOUND && isActive(nowNanos);
    }

    /** Returns whether it is only held while a client makes up its mind. */
    boolean isTentative() {
        return state == State.PROBING || state == State.OFFERED;
    }

    /** Returns whether it outlives the process: offers do not. */
    boolean isLasting() {
        return !isTentative();
    }

    Lease with(State newState, long newDeadlineNanos) {
        return new Lease(address, client, mac, hostName, newState, settled, newDeadlineNanos);
    }

    Lease asSettled() {
        return new Lease(address, client, mac, hostName, state, true, deadlineNanos);
    }
}
