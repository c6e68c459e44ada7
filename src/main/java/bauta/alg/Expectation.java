package bauta.alg;

/**
 * A flow that one end of a control connection awaits from the other, or, where the protocol does
 * not say from whom, from anybody.
 *
 * @param awaitedBy the direction of the end that awaits it
 * @param protocol 6 or 17
 * @param address what that end has announced as its own, as an int; any other is refused
 * @param port the first port, 1,024 to 65,535; lower ones are refused
 * @param ports how many ports in a row, 1 or 2: a pair for RTP and RTCP, external ports in a row
 *     too where possible
 * @param peer who may send, as an int as that one's packets arrive; 0 is anybody
 * @param uses how many flows may use it, at least 1
 */
public record Expectation(
        int awaitedBy, int protocol, int address, int port, int ports, int peer, int uses) {
    /** As many flows as come in its time. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** Returns one connection or flow to one port, from the other end of the control connection. */
    public static Expectation one(Control control, int awaitedBy, int protocol, int port) {
        int peer = control.address(1 - awaitedBy);
        return new Expectation(awaitedBy, protocol, control.address(awaitedBy), port, 1, peer, 1);
    }

    /** Returns the same as announced with an address, which may be a wrong one. */
    public Expectation announced(int announcedAddress) {
        return new Expectation(awaitedBy, protocol, announcedAddress, port, ports, peer, uses);
    }

    /** Returns the same from anybody. */
    public Expectation fromAnybody() {
        return new Expectation(awaitedBy, protocol, address, port, ports, 0, uses);
    }

    /** Returns the same for as many flows as come in its time. */
    public Expectation often() {
        return new Expectation(awaitedBy, protocol, address, port, ports, peer, ANY_NUMBER);
    }

    /** Returns the same for two ports in a row. */
    public Expectation pair() {
        return new Expectation(awaitedBy, protocol, address, port, 2, peer, uses);
    }
}
