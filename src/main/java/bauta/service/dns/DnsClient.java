package bauta.service.dns;

import bauta.wire.Ipv4Address;

/** Who asked, and the way back. Two equal ones are the same client's socket. */
interface DnsClient {
    /** Returns the host that asked. */
    Ipv4Address address();

    /**
     * Sends an answer.
     *
     * @param message the whole message with the client's id; not used by the caller afterwards
     */
    void reply(byte[] message);
}
