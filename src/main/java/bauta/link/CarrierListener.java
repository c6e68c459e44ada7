package bauta.link;

/** Hears of the carrier of a port. Called on the router loop. */
@FunctionalInterface
public interface CarrierListener {
    /**
     * The port became able to send and receive, or unable: cable, interface gone, or not opened.
     *
     * @param up whether it is able now
     */
    void carrier(boolean up);
}
