package bauta.alg;

/** Reads a control flow over UDP, datagram by datagram. Fragments are not shown. */
public non-sealed interface DatagramSession extends Session {
    /**
     * Reads a datagram, which is sent on with what was replaced in it.
     *
     * @param payload all of it; takes replacements
     * @return whether the next ones are to be shown too
     */
    boolean read(Payload payload);
}
