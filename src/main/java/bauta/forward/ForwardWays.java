package bauta.forward;

import bauta.engine.RuleCounters;
import bauta.link.Port;
import java.util.List;

/**
 * Where packets can go, and where they are counted by rule.
 *
 * @param lans the networks of the inside, each at the place of its number
 * @param tun the router itself
 * @param counters of rules
 * @param unknownSession told of frames of sessions that are not ours
 */
public record ForwardWays(
        List<LanNetwork> lans, Port tun, RuleCounters counters, UnknownSession unknownSession) {
    /** Copies the list and checks its numbering. */
    public ForwardWays {
        lans = List.copyOf(lans);
        for (int i = 0; i < lans.size(); i++) {
            if (lans.get(i).id() != i || i > 0xff) {
                throw new IllegalArgumentException("LAN number " + lans.get(i).id() + " at " + i);
            }
        }
    }
}
