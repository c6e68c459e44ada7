package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both ends of a ring over one piece of memory: what one adds, the other finds. */
class RingTest {
    private static final int SIZE = 8;
    private static final int ENTRIES_AT = 64;

    private final MemorySegment memory = Arena.ofAuto().allocate(ENTRIES_AT + SIZE * 16L, 64);
    private final ProducerRing producer = new ProducerRing(layout(SIZE, 16));
    private final ConsumerRing consumer = new ConsumerRing(layout(SIZE, 16));

    private RingLayout layout(int size, int entryBytes) {
        long base = memory.address();
        return new RingLayout(base, base + 8, base + 16, base + ENTRIES_AT, size, entryBytes);
    }

    @Test
    void entriesAreSeenOnlyAfterTheyWerePublished() {
        producer.add(4096, 60);
        assertThat(consumer.available(SIZE)).isZero();
        producer.publish();
        assertThat(consumer.available(SIZE)).isEqualTo(1);
        assertThat(consumer.address(0)).isEqualTo(4096);
        assertThat(consumer.length(0)).isEqualTo(60);
    }

    @Test
    void slotsComeBackOnlyAfterTheyWereReleased() {
        for (int i = 0; i < SIZE; i++) {
            producer.add(i, i);
        }
        producer.publish();
        assertThat(producer.room(1)).isZero();
        assertThat(consumer.available(3)).isEqualTo(3);
        consumer.release(3);
        assertThat(producer.room(1)).isEqualTo(3);
        assertThat(producer.pending()).isEqualTo(SIZE - 3);
        assertThat(consumer.pending()).isEqualTo(SIZE - 3);
    }

    @Test
    void keepsOrderAndContentsAcrossTheEndOfTheRingAndOfTheIndex() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        // Indexes run over the largest int: 2^32 entries are an hour of traffic.
        MemorySegment indexes = memory;
        indexes.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, Integer.MAX_VALUE - 20);
        indexes.set(java.lang.foreign.ValueLayout.JAVA_INT, 8, Integer.MAX_VALUE - 20);
        ProducerRing in = new ProducerRing(layout(SIZE, 16));
        ConsumerRing out = new ConsumerRing(layout(SIZE, 16));
        Deque<Integer> model = new ArrayDeque<>();
        int next = 0;
        for (int step = 0; step < 10_000; step++) {
            int adds = random.nextInt(in.room(SIZE) + 1);
            for (int i = 0; i < adds; i++) {
                in.add(next * 2048L, next);
                model.add(next++);
            }
            in.publish();
            assertThat(in.room(SIZE)).as("seed %d", seed).isEqualTo(SIZE - model.size());
            int takes = out.available(random.nextInt(SIZE + 1));
            for (int i = 0; i < takes; i++) {
                int expected = model.remove();
                assertThat(out.address(i)).as("seed %d", seed).isEqualTo(expected * 2048L);
                assertThat(out.length(i)).as("seed %d", seed).isEqualTo(expected);
            }
            out.release(takes);
        }
    }

    @Test
    void tellsWhetherTheKernelWaitsForAKick() {
        assertThat(producer.needsWakeup()).isFalse();
        memory.set(java.lang.foreign.ValueLayout.JAVA_INT, 16, 1);
        assertThat(producer.needsWakeup()).isTrue();
    }
}
