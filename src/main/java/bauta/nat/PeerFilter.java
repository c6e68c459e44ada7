package bauta.nat;

import bauta.wire.Ipv4Prefix;

/**
 * Whom an explicit mapping lets in (RFC 6887 section 13.3).
 *
 * @param peers their addresses
 * @param port their port, 0 for any
 */
public record PeerFilter(Ipv4Prefix peers, int port) {
    /** Refuses ports beyond 16 bits. */
    public PeerFilter {
        if (port >>> 16 != 0) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** Returns whether a peer's endpoint fits. */
    boolean admits(int peerAddress, int peerPort) {
        boolean near = ((peerAddress ^ peers.address().bits()) & peers.mask()) == 0;
        return near && (port == 0 || port == peerPort);
    }
}
