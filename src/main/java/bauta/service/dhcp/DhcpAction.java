package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;

/** What is to be done after a message. */
sealed interface DhcpAction {
    /** The leases changed; save them before the replies that follow are sent. */
    record Save() implements DhcpAction {}

    /**
     * Send a message.
     *
     * @param message what
     * @param to where
     * @param maxBytes the longest message that the client takes
     */
    record Reply(DhcpMessage message, Destination to, int maxBytes) implements DhcpAction {}

    /**
     * Ask the LAN who uses an address, and come back with the answer.
     *
     * @param address which
     */
    record Ask(Ipv4Address address) implements DhcpAction {}

    /**
     * A client speaks of a server that is not ours.
     *
     * @param server its identifier
     */
    record Foreign(Ipv4Address server) implements DhcpAction {}

    /**
     * Nothing is answered.
     *
     * @param reason the name it is counted under
     */
    record Drop(DropReason reason) implements DhcpAction {}

    /** The ways of RFC 2131 section 4.1. */
    sealed interface Destination {
        /** Everybody on the LAN. */
        record Broadcast() implements Destination {}

        /** A host that has its address already. */
        record Host(Ipv4Address address) implements Destination {}

        /** A host that will have its address when it has read the message. */
        record Newcomer(Ipv4Address address, MacAddress mac) implements Destination {}

        /** A relay agent on the LAN, on the server's port. */
        record Relay(Ipv4Address address) implements Destination {}
    }
}
