package bauta.forward;

import java.util.List;

/**
 * What is forwarded: one immutable snapshot, swapped by {@link ForwardingPath#rules}.
 *
 * @param mode whether packets of the house are forwarded
 * @param uses what the house may do with each uplink, by the uplink's number; those beyond the list
 *     are masqueraded
 */
public record ForwardRules(ForwardMode mode, List<UplinkUse> uses) {
    /** While an uplink is up, masqueraded. */
    public static final ForwardRules STANDARD =
            new ForwardRules(ForwardMode.WITH_UPLINK, List.of());

    /** Copies the list. */
    public ForwardRules {
        uses = List.copyOf(uses);
    }

    /**
     * Returns what the house may do with an uplink.
     *
     * @param uplink its number
     */
    public UplinkUse use(int uplink) {
        return uplink < uses.size() ? uses.get(uplink) : UplinkUse.MASQUERADE;
    }
}
