package bauta.alg;

/**
 * An application level gateway for one protocol (RFC 2663 section 2.9), such as FTP's. One object
 * for the whole router, without state; what it remembers of a control connection is in the {@link
 * Session}. Router loop only.
 */
public interface Alg {
    /** Returns what it is called, where it listens, and how much it may ask for. */
    AlgProfile profile();

    /**
     * Begins to read a flow to one of its ports, before the first byte has come.
     *
     * @param control the flow
     * @return a {@link StreamSession} for TCP, a {@link DatagramSession} for UDP
     */
    Session attach(Control control);
}
