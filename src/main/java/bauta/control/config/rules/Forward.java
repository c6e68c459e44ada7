package bauta.control.config.rules;

import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is let in and where it goes.
 *
 * @param label what it is called
 * @param kind which of the four
 * @param uplinks names of the uplinks it comes in by; all of them when empty
 * @param addresses the router's external addresses it is for; all of them when empty
 * @param protocols IP protocol numbers
 * @param ports external ports; empty for all, or for protocols without ports
 * @param sources who may come; everybody when empty
 * @param mark for mark balance: the marks it is about
 * @param targets where it goes, in turn
 * @param scheduler how the turn is found
 * @param hairpin whether hosts of the house may come by the external address too
 * @param trigger for a port trigger: what opens it
 */
public record Forward(
        RuleLabel label,
        Kind kind,
        List<String> uplinks,
        List<Ipv4Address> addresses,
        List<Integer> protocols,
        Optional<PortSpan> ports,
        List<AddressTerm> sources,
        Optional<MarkMatch> mark,
        List<Target> targets,
        Scheduler scheduler,
        boolean hairpin,
        Optional<Trigger> trigger) {
    /** Copies the lists. */
    public Forward {
        uplinks = List.copyOf(uplinks);
        addresses = List.copyOf(addresses);
        protocols = List.copyOf(protocols);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
    }

    /** Which of the four. */
    public enum Kind {
        /** A port forward: ports outside lead to hosts inside. */
        PORTS,
        /** A port trigger: traffic of a host going out opens ports for it coming in. */
        TRIGGER,
        /** A mark balance: marked packets are spread over hosts. */
        MARK,
        /** An exposed host gets what nothing else wants. */
        EXPOSED_HOST
    }

    /** How a target is chosen. */
    public enum Scheduler {
        /** Round robin. */
        RR,
        /** Weighted round robin. */
        WRR,
        /** Least connections. */
        LC,
        /** Weighted least connections. */
        WLC,
        /** Locality-based least connections. */
        LBLC,
        /** Locality-based least connections with replication. */
        LBLCR
    }

    /**
     * A host inside.
     *
     * @param host its address, or the name of a device
     * @param ports its ports; the external ones when absent
     * @param weight its share, 0 for no new flows
     * @param limit how many flows it has at most, 0 for any number
     */
    public record Target(AddressTerm host, Optional<PortSpan> ports, int weight, int limit) {}

    /**
     * What opens a port trigger.
     *
     * @param protocols IP protocol numbers of the traffic going out
     * @param ports destination ports of the traffic going out
     * @param lifetime how long it stays open without further traffic
     */
    public record Trigger(List<Integer> protocols, PortSpan ports, Duration lifetime) {
        /** Copies the list. */
        public Trigger {
            protocols = List.copyOf(protocols);
        }
    }
}
