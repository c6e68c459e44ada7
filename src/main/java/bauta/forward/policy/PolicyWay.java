package bauta.forward.policy;

import java.util.List;

/**
 * How a packet leaves that a policy lets go.
 *
 * @param choice which uplink it leaves by
 * @param externalAddress the address it is masqueraded under, or 0 for the uplink's own
 * @param mark what its mark becomes, in the bits of the mask
 * @param markMask which bits of the mark change; 0 leaves the mark
 */
public record PolicyWay(UplinkChoice choice, int externalAddress, int mark, int markMask) {
    /** By the default route, under the uplink's own address, without a mark. */
    public static final PolicyWay PLAIN = new PolicyWay(UplinkChoice.DEFAULT_ROUTE, 0, 0, 0);

    /**
     * Makes the way by the first of some uplinks that is up.
     *
     * @param uplinks their numbers; none means the default route
     * @param externalAddress the address it is masqueraded under, or 0 for the uplink's own
     * @param mark what its mark becomes, in the bits of the mask
     * @param markMask which bits of the mark change; 0 leaves the mark
     */
    public PolicyWay(List<Integer> uplinks, int externalAddress, int mark, int markMask) {
        this(UplinkChoice.firstUp(uplinks), externalAddress, mark, markMask);
    }
}
