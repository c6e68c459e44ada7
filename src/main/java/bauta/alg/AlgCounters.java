package bauta.alg;

import java.util.EnumMap;
import java.util.Map;

/** Counts for one gateway. Written by the router loop. */
final class AlgCounters {
    int connections;
    int expectations;
    int bytes;
    long attached;
    long packets;
    long opened;
    long used;
    long rewritten;
    private final long[] refused = new long[Refusal.values().length];

    void refuse(Refusal why) {
        refused[why.ordinal()]++;
    }

    AlgStatus status(String name) {
        Map<Refusal, Long> reasons = new EnumMap<>(Refusal.class);
        for (Refusal why : Refusal.values()) {
            if (refused[why.ordinal()] > 0) {
                reasons.put(why, refused[why.ordinal()]);
            }
        }
        return new AlgStatus(
                name,
                connections,
                expectations,
                bytes,
                attached,
                packets,
                opened,
                used,
                rewritten,
                reasons);
    }
}
