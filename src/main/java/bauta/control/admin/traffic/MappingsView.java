package bauta.control.admin.traffic;

import java.util.List;
import java.util.Optional;

/**
 * The ports that programs of the house have opened, or want to.
 *
 * @param externalAddress the address that programs are told; empty while no uplink is up
 * @param unreachable why the Internet does not reach it, when there is another translation before
 *     us
 * @param mappings oldest first
 * @param history what happened, newest first, at most 256
 */
public record MappingsView(
        Optional<String> externalAddress,
        Optional<String> unreachable,
        List<Mapping> mappings,
        List<Event> history) {
    /** Copies the lists. */
    public MappingsView {
        mappings = List.copyOf(mappings);
        history = List.copyOf(history);
    }

    /**
     * A port.
     *
     * @param id its number
     * @param state {@code OPEN}, {@code WAITING} for an uplink, {@code ASKED} or {@code REFUSED}
     * @param by {@code nat-pmp}, {@code pcp} or {@code upnp}
     * @param protocol {@code tcp} or {@code udp}
     * @param externalPort the port outside
     * @param address whose it is
     * @param name what that host is called here, or empty
     * @param internalPort the port inside
     * @param description what the program calls it, or empty
     * @param peers who may come in; none means everybody
     * @param restMillis how much longer
     * @param connections how many have come in by it
     */
    public record Mapping(
            int id,
            String state,
            String by,
            String protocol,
            int externalPort,
            String address,
            String name,
            int internalPort,
            String description,
            List<String> peers,
            long restMillis,
            long connections) {
        /** Copies the list. */
        public Mapping {
            peers = List.copyOf(peers);
        }
    }

    /**
     * Something that happened.
     *
     * @param agoMillis how long ago
     * @param what {@code OPENED}, {@code ASKED}, {@code REFUSED}, {@code MOVED}, {@code DELETED},
     *     {@code EXPIRED}, {@code REMOVED} or {@code LOST}
     * @param id the number of the mapping
     * @param protocol {@code tcp} or {@code udp}
     * @param externalPort the port outside
     * @param address whose it was
     * @param internalPort the port inside
     * @param description what the program calls it, or empty
     */
    public record Event(
            long agoMillis,
            String what,
            int id,
            String protocol,
            int externalPort,
            String address,
            int internalPort,
            String description) {}
}
