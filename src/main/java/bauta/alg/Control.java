package bauta.alg;

import org.jspecify.annotations.Nullable;

/**
 * A control connection as an {@link Alg} sees it: two ends, each with its own address and the one
 * that the other end sees it by. A direction is named by who sends in it. The two addresses of an
 * end are the same where nothing is translated. Router loop only.
 */
public interface Control {
    /** The direction of who opened the flow. */
    int OPENER = 0;

    /** The direction of who answered. */
    int ANSWERER = 1;

    /** Returns 6 or 17. */
    int protocol();

    /** Returns whether the flow was opened from outside, by a forward. */
    boolean fromOutside();

    /** Returns the address that an end has, as an int. */
    int address(int direction);

    /** Returns the port that an end has. */
    int port(int direction);

    /** Returns the address by which the other end sees an end. */
    int seenAddress(int direction);

    /** Returns the port by which the other end sees an end. */
    int seenPort(int direction);

    /**
     * Lets a connection or datagrams in that one end has told the other to send, past the firewall
     * and by an external port if need be. The same endpoint asked for again is the same
     * expectation, with its lifetime begun anew. Counted, also when refused.
     *
     * @param wanted what is awaited
     * @return it, with what the other end must be told; null when refused, and then the bytes must
     *     stay as they are
     */
    @Nullable Expected expect(Expectation wanted);

    /**
     * Says more exactly who may come by an expectation, once that is known.
     *
     * @param expected what was granted
     * @param peer the only address that may send, as an int as its packets arrive
     * @param firstPort the lowest source port
     * @param lastPort the highest source port
     */
    void narrow(Expected expected, int peer, int firstPort, int lastPort);

    /** Ends an expectation that is not needed any more; without effect on one that has ended. */
    void withdraw(Expected expected);

    /** Counts and notes that something was not done. */
    void refuse(Refusal why);
}
