package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerIndexTest {
    private final Flows flows = new Flows(500);

    private int speak(int mapping, int peer, int number) {
        flows.describe(1, number, 17, FlowState.UDP);
        flows.draft.originalAddresses = FiveTuple.addresses(1, peer);
        flows.draft.spoken = true;
        flows.draft.mapping = mapping;
        return flows.insert();
    }

    @Test
    void knowsWhomTheInsideSpokeToByWhichMapping() {
        int first = speak(3, 77, 1);
        int second = speak(3, 77, 2);
        assertThat(flows.table.hasSpokenTo(3, 77)).isTrue();
        assertThat(flows.table.hasSpokenTo(3, 78)).isFalse();
        assertThat(flows.table.hasSpokenTo(4, 77)).isFalse();
        flows.table.remove(first);
        assertThat(flows.table.hasSpokenTo(3, 77)).isTrue();
        flows.table.remove(second);
        assertThat(flows.table.hasSpokenTo(3, 77)).isFalse();
    }

    @Test
    void aFlowFromOutsideIsNoWordOfTheInside() {
        flows.describe(1, 1, 17, FlowState.UDP).mapping = 3;
        flows.insert();
        assertThat(flows.table.hasSpokenTo(3, 1000)).isFalse();
    }

    @Test
    void behavesLikeCounting() {
        Random random = new Random(11);
        Map<Long, Integer> counts = new HashMap<>();
        List<Integer> live = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        for (int round = 0; round < 100_000; round++) {
            if (live.size() < 400 && random.nextBoolean()) {
                int mapping = random.nextInt(20);
                int peer = random.nextInt(10);
                live.add(speak(mapping, peer, round));
                keys.add((long) mapping << 32 | peer);
                counts.merge(keys.getLast(), 1, Integer::sum);
            } else if (!live.isEmpty()) {
                int at = random.nextInt(live.size());
                flows.table.remove(live.remove(/* index */ at));
                counts.merge(keys.remove(/* index */ at), -1, Integer::sum);
            }
            int mapping = random.nextInt(20);
            int peer = random.nextInt(10);
            assertThat(flows.table.hasSpokenTo(mapping, peer))
                    .isEqualTo(counts.getOrDefault((long) mapping << 32 | peer, 0) > 0);
        }
        assertThat(flows.ended).hasSizeGreaterThan(10_000);
    }
}
