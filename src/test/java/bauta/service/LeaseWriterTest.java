package bauta.service;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Saves are shared and bounded, and what waits for one runs after it. */
class LeaseWriterTest {
    private static final long SECOND = 1_000_000_000L;

    private final ManualTimers timers = new ManualTimers();
    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final List<String> written = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final LeaseWriter writer =
            new LeaseWriter(
                    timers,
                    Runnable::run,
                    disk::add,
                    written::add,
                    () -> {
                        String text = "snapshot after " + events.size();
                        return () -> text;
                    });

    private boolean save(String event) {
        return writer.save(() -> events.add(event));
    }

    private void write() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
    }

    @Test
    void changesDuringAWriteShareTheNextOneAndRepliesWait() {
        save("a");
        save("b");
        save("c");
        assertThat(events).isEmpty();
        disk.remove().run();
        assertThat(events).containsExactly("a");
        disk.remove().run();
        assertThat(events).containsExactly("a", "b", "c");
        assertThat(disk).isEmpty();
        assertThat(written).hasSize(2);
    }

    @Test
    void aClientCannotMakeMoreThanOneWritePerSecondInTheLongRunAndEveryReplyStillComes() {
        for (int i = 0; i < 20_000; i++) {
            save("x");
            write();
            timers.advance(SECOND / 1000);
        }
        int atOnce = LeaseWriter.WRITES_AT_ONCE;
        assertThat(written).hasSizeBetween(atOnce + 19, atOnce + 21);
        timers.advance(SECOND);
        write();
        assertThat(events).hasSize(20_000);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aRepeatedPromiseWaitsForTheSaveThatCoversIt() {
        writer.whenSaved(() -> events.add("nothing to save"));
        assertThat(events).containsExactly("nothing to save");
        save("first");
        writer.whenSaved(() -> events.add("again"));
        save("second");
        writer.whenSaved(() -> events.add("second again"));
        assertThat(events).hasSize(1);
        disk.remove().run();
        assertThat(events).containsExactly("nothing to save", "first", "again");
        write();
        assertThat(events).endsWith("second", "second again").hasSize(5);
        assertThat(written).hasSize(2);
    }

    @Test
    void aBoundedNumberWaitsAndTheRestIsSavedWithoutAReply() {
        for (int i = 0; i < 5000; i++) {
            assertThat(save("x")).isEqualTo(i < LeaseWriter.WAITING_MAX);
        }
        assertThat(writer.whenSaved(() -> events.add("late"))).isFalse();
        write();
        assertThat(events).hasSize(LeaseWriter.WAITING_MAX).doesNotContain("late");
        assertThat(save("later")).isTrue();
        write();
        assertThat(events).endsWith("later");
    }

    @Test
    void whatFoundNoRoomIsSavedAllTheSame() {
        save("x");
        for (int i = 1; i < LeaseWriter.WAITING_MAX; i++) {
            assertThat(writer.whenSaved(() -> {})).isTrue();
        }
        assertThat(save("no room")).isFalse();
        write();
        assertThat(written).hasSize(2);
        assertThat(events).containsExactly("x");
    }

    @Test
    void aFullDiskDoesNotStopReplies() {
        LeaseWriter unlucky =
                new LeaseWriter(
                        timers,
                        Runnable::run,
                        Runnable::run,
                        _ -> {
                            throw new IOException("no space left");
                        },
                        () -> () -> "");
        unlucky.save(() -> events.add("a"));
        assertThat(events).containsExactly("a");
        assertThat(unlucky.failures()).isEqualTo(1);
    }
}
