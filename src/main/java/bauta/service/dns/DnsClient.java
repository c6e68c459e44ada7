package bauta.service.dns;

import bauta.wire.Ipv4Address;

/** Who asked, and the way back. Two equal ones are the same client's socket. */
interface DnsClient {
    /** Returns the host that asked. */
    Ipv4Address address();

    /** Returns how it asked. */
    Transport transport();

    /**
     * Sends an answer.
     *
     * @param octets holds the message, with the client's id; copied before this returns
     * @param length of the message in bytes
     */
    void reply(byte[] octets, int length);
}
