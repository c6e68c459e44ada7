package bauta.control.admin;

import bauta.wire.Ipv4Address;

/**
 * The way a connection came.
 *
 * @param door by which door
 * @param client the other end; {@link Ipv4Address#ANY} on the Unix socket
 * @param local our end, likewise
 */
record Approach(Door door, Ipv4Address client, Ipv4Address local) {
    /** On the box itself. */
    static final Approach UNIX = new Approach(Door.UNIX, Ipv4Address.ANY, Ipv4Address.ANY);

    /** The ways in. */
    enum Door {
        /** The Unix socket: whoever can open it is trusted. */
        UNIX,
        /** HTTP on the LAN: for the first set-up and the way to HTTPS. */
        HTTP,
        /** HTTPS on the LAN. */
        HTTPS
    }

    boolean plain() {
        return door == Door.HTTP;
    }

    boolean trusted() {
        return door == Door.UNIX;
    }
}
