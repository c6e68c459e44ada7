package bauta.uplink;

/** Told when an uplink comes up and goes down. Called on the router loop. */
public interface UplinkListener {
    /**
     * IP may flow. A redial that brought another address or other DNS servers looks like any other:
     * first {@link #down}, then this.
     *
     * @param up what was negotiated
     */
    void up(UplinkUp up);

    /**
     * IP may flow no more; called only after {@link #up}.
     *
     * @param name as configured
     * @param cause why
     */
    void down(String name, UplinkCause cause);

    /**
     * It has come a step further, or fallen back.
     *
     * @param status how it is now
     */
    default void changed(UplinkStatus status) {}
}
