package bauta.control.admin;

import bauta.wire.Ipv4Address;

/**
 * The way a connection came.
 *
 * @param door by which door
 * @param client the other end; {@link Ipv4Address#ANY} on the Unix socket
 * @param local our end, likewise
 * @param port our TCP port; 0 on the Unix socket
 */
record Approach(Door door, Ipv4Address client, Ipv4Address local, int port) {
    private static final int HTTP_PORT = 80;

    /** On the box itself. */
    static final Approach UNIX = new Approach(Door.UNIX, Ipv4Address.ANY, Ipv4Address.ANY, 0);

    /** The ways in. */
    enum Door {
        /** The Unix socket: whoever can open it is trusted. */
        UNIX,
        /** HTTP on the LAN: for the first set-up and the way to HTTPS. */
        HTTP,
        /** HTTPS on the LAN. */
        HTTPS
    }

    /** Returns our end as it stands in an address of the web. */
    String authority() {
        return port == HTTP_PORT ? local.toString() : local + ":" + port;
    }

    boolean plain() {
        return door == Door.HTTP;
    }

    boolean trusted() {
        return door == Door.UNIX;
    }
}
