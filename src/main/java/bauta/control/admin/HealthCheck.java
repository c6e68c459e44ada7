package bauta.control.admin;

/**
 * One answer to whether the router does what the house needs.
 *
 * @param name {@code uplink}, {@code dns} or {@code dhcp}
 * @param state how it is
 * @param text what is wrong, or why it is off although it is configured; in English, else empty
 */
public record HealthCheck(String name, State state, String text) {
    /** How it is. */
    public enum State {
        /** It works. */
        OK,
        /** It should work and does not. */
        TROUBLE,
        /** It is not wanted: stopped or not configured. */
        OFF
    }
}
