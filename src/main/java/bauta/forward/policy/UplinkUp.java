package bauta.forward.policy;

/** Knows which uplinks are up. */
@FunctionalInterface
public interface UplinkUp {
    /**
     * Returns whether an uplink can be used now.
     *
     * @param uplink its number
     */
    boolean isUp(int uplink);
}
