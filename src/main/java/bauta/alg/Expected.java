package bauta.alg;

import bauta.nat.Mappings;

/**
 * An expectation that was granted, and what the other end must be told in its place. Router loop
 * only.
 */
public final class Expected {
    final Expectation wanted;
    final ControlConnection owner;

    /** Where its first packet is sent, as the router sees it arrive. */
    final int address;

    final int[] ports;
    final int[] mappings;
    long deadlineNanos;
    int usesLeft;
    boolean ended;
    private int peer;
    private int firstPeerPort;
    private int lastPeerPort = 0xffff;

    Expected(
            Expectation wanted, ControlConnection owner, int address, int[] ports, int[] mappings) {
        this.wanted = wanted;
        this.owner = owner;
        this.address = address;
        this.ports = ports;
        this.mappings = mappings;
        this.usesLeft = wanted.uses();
        this.peer = wanted.peer();
    }

    void narrow(int onlyPeer, int firstPort, int lastPort) {
        peer = onlyPeer;
        firstPeerPort = firstPort;
        lastPeerPort = lastPort;
    }

    /** Returns whether it lets somebody in. */
    boolean admits(int source, int sourcePort) {
        return (peer == 0 || peer == source)
                && sourcePort >= firstPeerPort
                && sourcePort <= lastPeerPort;
    }

    /** Returns the address that the other end must send to, as an int. */
    public int seenAddress() {
        return address;
    }

    /** Returns the first port that the other end must send to. */
    public int seenPort() {
        return ports[0];
    }

    /** Returns the second port of a pair; mostly the one after the first. */
    public int secondSeenPort() {
        return ports[ports.length - 1];
    }

    /** Returns whether it still lets something in. */
    public boolean isOpen() {
        return !ended;
    }

    boolean isTranslated() {
        return mappings[0] != Mappings.NONE;
    }
}
