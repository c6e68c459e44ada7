package bauta.forward.policy;

/** Knows which uplinks are up, and how much they carry. */
@FunctionalInterface
public interface UplinkUp {
    /**
     * Returns whether an uplink can be used now.
     *
     * @param uplink its number
     */
    boolean isUp(int uplink);

    /**
     * Returns how many flows an uplink has, for choices by the least load.
     *
     * @param uplink its number
     */
    default int flows(int uplink) {
        return 0;
    }
}
