package bauta.forward.policy;

import java.util.List;

/**
 * How a packet leaves that a policy lets go.
 *
 * @param uplinks numbers of the uplinks it may leave by, the first that is up; none means the
 *     default route
 * @param externalAddress the address it is masqueraded under, or 0 for the uplink's own
 * @param mark what its mark becomes, in the bits of the mask
 * @param markMask which bits of the mark change; 0 leaves the mark
 */
public record PolicyWay(List<Integer> uplinks, int externalAddress, int mark, int markMask) {
    /** By the default route, under the uplink's own address, without a mark. */
    public static final PolicyWay PLAIN = new PolicyWay(List.of(), 0, 0, 0);

    /** Copies the list. */
    public PolicyWay {
        uplinks = List.copyOf(uplinks);
    }

    /**
     * Returns the way by one uplink.
     *
     * @param uplink its number
     */
    public static PolicyWay by(int uplink) {
        return new PolicyWay(List.of(uplink), 0, 0, 0);
    }
}
