package bauta.forward.policy;

import bauta.firewall.PacketFacts;
import bauta.nat.schedule.Scheduler;
import bauta.nat.schedule.Targets;
import org.jspecify.annotations.Nullable;

/** The uplinks of a policy, with whose turn it is. Router loop only. */
final class SharedUplinks implements Targets {
    private final int[] uplinks;
    private final int[] weights;
    private final @Nullable Scheduler scheduler;
    private UplinkUp up = uplink -> false;

    SharedUplinks(UplinkChoice choice) {
        this.uplinks = choice.uplinks().stream().mapToInt(Integer::intValue).toArray();
        this.weights = choice.weights().stream().mapToInt(Integer::intValue).toArray();
        this.scheduler = choice.scheduling().map(kind -> kind.scheduler()).orElse(null);
    }

    /** Returns the uplink of a packet; a commit moves the turn on. */
    int pick(PacketFacts facts, UplinkUp state, boolean commit) {
        if (uplinks.length == 0) {
            return Policies.DEFAULT_ROUTE;
        }
        up = state;
        int place =
                scheduler == null
                        ? firstUp()
                        : scheduler.pick(this, facts.destination(), facts.nowNanos, commit);
        return place == Scheduler.NONE ? Policies.NO_UPLINK : uplinks[place];
    }

    private int firstUp() {
        for (int place = 0; place < uplinks.length; place++) {
            if (isAvailable(place)) {
                return place;
            }
        }
        return Scheduler.NONE;
    }

    @Override
    public int size() {
        return uplinks.length;
    }

    @Override
    public int weight(int target) {
        return weights[target];
    }

    @Override
    public int active(int target) {
        return up.flows(uplinks[target]);
    }

    @Override
    public int inactive(int target) {
        return 0;
    }

    /** An uplink that is down takes nothing. */
    @Override
    public boolean isOverloaded(int target) {
        return !up.isUp(uplinks[target]);
    }
}
