package bauta.alg;

/**
 * Reads a control connection over TCP. Each direction is a stream: every byte is shown once, in
 * order, however the segments come.
 */
public non-sealed interface StreamSession extends Session {
    /** The unit at hand is not whole: show it again with what comes next. */
    int WAIT = 0;

    /** Nothing of either direction is of interest any more; all bytes pass as they are. */
    int DETACH = -1;

    /**
     * Reads the next unit of one direction: a line, or a message of known length. Called again at
     * once with what is left. What has been waited for must come to more than was shown before,
     * else the connection is given up and passes unchanged.
     *
     * @param payload what has come and was not read, at least a byte; takes replacements, which
     *     count for the unit that is returned
     * @return bytes of the unit, which may be more than are here: the others then pass unread; or
     *     {@link #WAIT}, or {@link #DETACH}
     */
    int read(Payload payload);

    /**
     * Returns the longest unit that is waited for, 1 to 3,072 bytes. A longer one ends the reading
     * of the connection, and passes unchanged.
     */
    default int longestUnit() {
        return 512;
    }
}
