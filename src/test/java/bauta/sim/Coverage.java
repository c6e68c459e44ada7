package bauta.sim;

import bauta.engine.DropReason;
import bauta.flow.FlowState;
import bauta.flow.FlowTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a number of seeds together has to reach: every drop reason of the packet path, and every
 * step of the TCP states, but for a list of exceptions, each with its cause.
 *
 * @param reasons drop reasons seen
 * @param steps steps seen
 */
record Coverage(Set<DropReason> reasons, Set<FlowTransition> steps) {
    /** How the reasons of services begin: they do not run here. */
    private static final List<String> SERVICES =
            List.of("DHCP_", "DNS_", "PCP_", "MAPPING_", "UPNP_");

    /** Reasons that frames of the path cannot end for in the simulation, and why not. */
    static final Map<String, Set<DropReason>> EXCEPTIONS =
            Map.of(
                    "not a reason to drop",
                    EnumSet.of(DropReason.NONE),
                    "of ports and rings, which are memory here",
                    EnumSet.of(
                            DropReason.TRANSMIT_RING_FULL,
                            DropReason.PORT_DOWN,
                            DropReason.FRAME_TOO_LONG,
                            DropReason.TUN_REFUSED,
                            DropReason.ROUTER_INCIDENT,
                            DropReason.FRAME_POOL_EMPTY),
                    "of the control protocols, which do not run here",
                    EnumSet.of(
                            DropReason.ARP_TRUNCATED,
                            DropReason.ARP_BAD_FORMAT,
                            DropReason.PPPOE_BAD_TAG,
                            DropReason.PPPOE_UNEXPECTED_DISCOVERY,
                            DropReason.PPP_BAD_LENGTH,
                            DropReason.PPP_BAD_OPTION,
                            DropReason.PPP_BAD_AUTHENTICATION,
                            DropReason.PPP_NOT_OPEN),
                    "each frame is a batch here, so that the loop is never behind",
                    EnumSet.of(DropReason.FLOW_RATE_LIMIT),
                    "of protocol helpers, none of which is on here",
                    EnumSet.of(
                            DropReason.TCP_BAD_CHECKSUM,
                            DropReason.ALG_FRAGMENT,
                            DropReason.ALG_OUT_OF_ORDER),
                    "every uplink is masqueraded here",
                    EnumSet.of(DropReason.UPLINK_STANDALONE));

    /** What is missing, a line each. */
    List<String> missing() {
        List<String> lines = new ArrayList<>();
        Arrays.stream(DropReason.values())
                .filter(Coverage::isOfThePath)
                .filter(reason -> !reasons.contains(reason))
                .forEach(reason -> lines.add("drop reason " + reason));
        FlowState.transitions().stream()
                .filter(step -> !steps.contains(step))
                .forEach(step -> lines.add("step " + step));
        return lines;
    }

    private static boolean isOfThePath(DropReason reason) {
        boolean service = SERVICES.stream().anyMatch(reason.name()::startsWith);
        return !service && EXCEPTIONS.values().stream().noneMatch(set -> set.contains(reason));
    }
}
