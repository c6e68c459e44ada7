package bauta.control.admin.traffic;

import java.util.List;

/**
 * A forward with its counters.
 *
 * @param id stable id
 * @param name for people, perhaps empty
 * @param comment for people, perhaps empty
 * @param enabled whether it is in force
 * @param kind {@code ports}, {@code trigger}, {@code mark} or {@code exposed-host}
 * @param protocols which
 * @param external the external addresses and ports
 * @param sources who may come; {@code anywhere} for everybody
 * @param scheduler how the target is chosen
 * @param targets where it goes
 * @param packets it has let in
 * @param bytes of them
 */
public record ForwardView(
        String id,
        String name,
        String comment,
        boolean enabled,
        String kind,
        String protocols,
        String external,
        String sources,
        String scheduler,
        List<Target> targets,
        long packets,
        long bytes) {
    /** Copies the list. */
    public ForwardView {
        targets = List.copyOf(targets);
    }

    /**
     * Where it goes.
     *
     * @param host as configured
     * @param address its address
     * @param ports its ports; empty for the external ones
     * @param weight its share
     */
    public record Target(String host, String address, String ports, int weight) {}
}
