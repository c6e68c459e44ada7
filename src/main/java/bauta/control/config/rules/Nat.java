package bauta.control.config.rules;

import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How addresses are translated.
 *
 * @param filtering who may come in by a mapping
 * @param portSelection how external ports are chosen
 * @param portBudget ports in use at most, of an external address and protocol
 * @param hostPorts ports that one host may have while they are short; 0 for an equal share
 * @param timers how long flows may be idle
 * @param unsolicitedSyn how somebody is answered who tries to connect unasked
 * @param bogons whether packets from addresses that cannot be outside are dropped there
 * @param oneToOne hosts with an external address of their own
 */
public record Nat(
        Filtering filtering,
        PortSelection portSelection,
        int portBudget,
        int hostPorts,
        Timers timers,
        UnsolicitedSyn unsolicitedSyn,
        boolean bogons,
        List<OneToOne> oneToOne) {
    /** Copies the list. */
    public Nat {
        oneToOne = List.copyOf(oneToOne);
    }

    /** Who may come in by a mapping (RFC 4787 section 5). */
    public enum Way {
        /** Anybody. */
        ENDPOINT_INDEPENDENT,
        /** Hosts that the inside has spoken to. */
        ADDRESS_DEPENDENT
    }

    /**
     * Filtering by protocol.
     *
     * @param udp for UDP
     * @param tcp for TCP
     */
    public record Filtering(Way udp, Way tcp) {}

    /** How external ports are chosen. */
    public enum PortSelection {
        /** The internal port, where it is free. */
        PRESERVE,
        /** At random (RFC 6056). */
        RANDOM
    }

    /** How somebody is answered who tries to connect unasked (RFC 5382 REQ-4). */
    public enum UnsolicitedSyn {
        /** Not at all. */
        SILENT,
        /** By ICMP port unreachable. */
        ICMP
    }

    /**
     * How long flows may be idle.
     *
     * @param tcpEstablished open connections (RFC 5382 REQ-5)
     * @param tcpTransitory connections that begin or end (RFC 5382 REQ-5)
     * @param udp UDP (RFC 4787 REQ-5)
     * @param udpShort UDP to DNS and NTP servers (RFC 4787 REQ-5a)
     * @param icmp queries (RFC 5508 REQ-2)
     * @param other everything else
     */
    public record Timers(
            Duration tcpEstablished,
            Duration tcpTransitory,
            Duration udp,
            Duration udpShort,
            Duration icmp,
            Duration other) {}

    /**
     * Hosts with an external address of their own.
     *
     * @param external the addresses outside
     * @param internal the addresses inside, as many
     * @param uplink name of the uplink; the first one when absent
     */
    public record OneToOne(Ipv4Prefix external, Ipv4Prefix internal, Optional<String> uplink) {}
}
