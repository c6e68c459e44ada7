package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every node that is in is found, and nothing else, however the groups run over. */
class FlowIndexTest {
    private static final int FLOWS = 42;
    private static final int ROUNDS = 6_000;

    private final ByteBuffer keys = direct(2 * FLOWS * FlowRecord.KEY_BYTES);
    private final ByteBuffer slots = direct(FlowIndex.slots(FLOWS) * Integer.BYTES);
    private final FlowIndex index = new FlowIndex(keys, slots, 77);
    private final Map<Integer, Long> model = new HashMap<>();

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private void key(int node, long addresses, long ports) {
        keys.putLong(node * FlowRecord.KEY_BYTES, addresses);
        keys.putLong(node * FlowRecord.KEY_BYTES + FlowRecord.KEY_PORTS, ports);
    }

    private void add(int node, long ports) {
        key(node, 5, ports);
        index.add(node);
        model.put(node, ports);
    }

    private void checkAll() {
        model.forEach((node, ports) -> assertThat(index.find(5, ports)).isEqualTo(node));
        assertThat(index.size()).isEqualTo(model.size());
    }

    /** Returns 5-tuples whose look-ups begin in one of two groups, the last one and the first. */
    private long[] crowded(int count) {
        long[] found = new long[count];
        int groups = slots.capacity() / 32;
        int have = 0;
        for (long ports = 0; have < count; ports++) {
            int home = (int) (index.hash(5, ports) >>> 32) & groups - 1;
            if (home == 0 || home == groups - 1) {
                found[have++] = ports;
            }
        }
        return found;
    }

    @Test
    void groupsRunOverIntoTheNextOnesAndBack() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            long[] ports = crowded(2 * FLOWS);
            for (int round = 0; round < ROUNDS; round++) {
                int node = random.nextInt(2 * FLOWS);
                if (model.remove(node) != null) {
                    index.remove(node);
                    assertThat(index.find(5, ports[node])).isEqualTo(FlowTable.NONE);
                } else if (model.size() * 3 < FlowIndex.slots(FLOWS) * 2) {
                    assertThat(index.find(5, ports[node])).isEqualTo(FlowTable.NONE);
                    add(node, ports[node]);
                }
                checkAll();
            }
            model.keySet().forEach(index::remove);
            model.clear();
            assertThat(empty()).as("seed %d leaves nothing", seed).isTrue();
        }
    }

    private boolean empty() {
        for (int at = 0; at < slots.capacity(); at += Long.BYTES) {
            if (slots.getLong(at) != 0) {
                return false;
            }
        }
        return true;
    }

    @Test
    void theLargestTableHasRoomForEveryNode() {
        int node = 2 * FlowSettings.ofCapacity(1 << 22).records() - 1;
        assertThat(node).isLessThan(1 << 24);
    }

    @Test
    void twoEqualOnesAreOne() {
        key(0, 5, 9);
        key(1, 5, 9);
        index.add(0);
        index.add(1);
        assertThat(index.find(5, 9)).isZero();
        index.remove(0);
        assertThat(index.find(5, 9)).isEqualTo(FlowTable.NONE);
        index.remove(1);
        assertThat(empty()).isTrue();
    }

    @Test
    void aTableOfOneFlowWorks() {
        assertThat(FlowIndex.slots(1)).isEqualTo(8);
    }
}
