package bauta.service.mapping;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where programs ask for mappings, and how.
 *
 * @param lans the networks that are served
 * @param mappings what programs may have
 * @param protocols by which they ask
 * @param file where leases are kept; its directory exists
 * @param bootId of the running kernel
 * @param unit what tells this router from all others; not secret
 * @param ports where to listen
 */
public record MappingServerSettings(
        List<Lan> lans,
        MappingSettings mappings,
        Protocols protocols,
        Path file,
        String bootId,
        String unit,
        Ports ports) {
    /** UDP port of NAT-PMP and PCP servers (RFC 6887 section 19.1). */
    public static final int PORT_CONTROL = 5351;

    /** UDP port on which their clients hear of news. */
    public static final int PORT_CONTROL_CLIENT = 5350;

    /**
     * A network.
     *
     * @param name its name
     * @param address the router's address there, and the length of the network
     * @param device the one interface to take requests from and send answers to
     */
    public record Lan(String name, Ipv4Prefix address, Optional<String> device) {
        /**
         * Returns whether an address is one that a host there can have.
         *
         * @param other any address
         */
        public boolean isHost(Ipv4Address other) {
            return address.contains(other)
                    && !other.equals(address.address())
                    && !other.equals(address.network())
                    && !other.equals(address.broadcast());
        }
    }

    /**
     * The protocols.
     *
     * @param natPmp RFC 6886
     * @param pcp RFC 6887
     * @param upnp UPnP Internet Gateway Device
     */
    public record Protocols(boolean natPmp, boolean pcp, boolean upnp) {
        /** Returns whether port 5351 is served. */
        public boolean portControl() {
            return natPmp || pcp;
        }
    }

    /**
     * Ports to listen on; 0 lets the kernel choose (tests).
     *
     * @param control UDP port of NAT-PMP and PCP
     * @param upnp TCP and UDP port of UPnP
     */
    public record Ports(int control, int upnp) {
        /** The ones that programs know. */
        public static final Ports STANDARD = new Ports(PORT_CONTROL, 1900);
    }

    /** Copies the list. */
    public MappingServerSettings {
        lans = List.copyOf(lans);
    }

    /** Returns whether other settings can be taken without opening sockets anew. */
    boolean sameSockets(MappingServerSettings other) {
        return lans.equals(other.lans)
                && protocols.portControl() == other.protocols.portControl()
                && protocols.upnp() == other.protocols.upnp()
                && unit.equals(other.unit)
                && file.equals(other.file)
                && ports.equals(other.ports);
    }
}
