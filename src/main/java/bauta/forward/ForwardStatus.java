package bauta.forward;

import bauta.flow.FlowStatus;
import bauta.nat.NatStatus;

/**
 * The path at a moment. Always {@code receivedLan + receivedWan + receivedTun + generated = sentLan
 * + sentWan + sentTun + dropped + held}, where {@code dropped} leaves out what ports and the
 * control protocols drop.
 *
 * @param receivedLan frames from the inside
 * @param receivedWan frames from uplinks
 * @param receivedTun packets of the router itself
 * @param generated packets made here: ICMP errors, resets, further fragments
 * @param sentLan frames handed to LAN ports
 * @param sentWan frames handed to uplink ports
 * @param sentTun packets handed to the router itself
 * @param dropped frames that ended here under a reason
 * @param held packets that wait for a neighbour or for their first fragment
 * @param ration how new flows are shared out under pressure
 * @param flow the flow table
 * @param nat the mappings
 */
public record ForwardStatus(
        long receivedLan,
        long receivedWan,
        long receivedTun,
        long generated,
        long sentLan,
        long sentWan,
        long sentTun,
        long dropped,
        long held,
        FlowRationStatus ration,
        FlowStatus flow,
        NatStatus nat) {}
