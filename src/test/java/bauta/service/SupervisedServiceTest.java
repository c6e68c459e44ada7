package bauta.service;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SupervisedServiceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ManualTimers timers = new ManualTimers();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private boolean broken;
    private boolean healthy = true;
    private Optional<Throwable> mistake = Optional.empty();
    private final SupervisedService service =
            new SupervisedService("dns", new Fake(), timers, waiting::add, () -> heard());

    private void heard() {
        heard.add(service.state().name());
    }

    private final class Fake implements Service {
        @Override
        public void open() throws IOException {
            done.add("open");
            throwIfAsked();
            if (broken) {
                throw new IOException("port 53 is taken");
            }
        }

        @Override
        public void close() {
            done.add("close");
            throwIfAsked();
        }

        @Override
        public boolean isHealthy() {
            throwIfAsked();
            return healthy;
        }
    }

    private void throwIfAsked() {
        mistake.ifPresent(thrown -> {
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            throw (AssertionError) thrown;
        });
    }

    private void look() {
        timers.advance(SupervisedService.LOOK.toNanos());
        work();
    }

    private void pause(int seconds) {
        timers.advance(seconds * SECOND - 1);
        work();
        assertThat(service.state().name()).as("before the pause ends").isEqualTo("FAILED");
        timers.advance(1);
        work();
    }

    private void work() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void start() {
        service.tell(new ServiceEvent.Start(ServiceReason.NONE));
        work();
    }

    @Test
    void opensAndClosesInOrder() {
        service.tell(new ServiceEvent.Start(ServiceReason.NONE));
        assertThat(done).as("nothing on the caller's thread").isEmpty();
        work();
        assertThat(service.state().name()).isEqualTo("RUNNING");
        service.tell(new ServiceEvent.Stop(ServiceReason.STOPPED));
        work();
        assertThat(done).containsExactly("open", "close");
        assertThat(heard).containsExactly("STARTING", "RUNNING", "STOPPED");
    }

    @Test
    void aFailureIsToldAndTriedAgain() {
        broken = true;
        start();
        assertThat(service.state().name()).isEqualTo("FAILED");
        assertThat(service.state().reason().arguments()).containsExactly("port 53 is taken");
        broken = false;
        timers.advance(SECOND);
        work();
        assertThat(service.state().name()).isEqualTo("RUNNING");
        assertThat(service.state().restarts()).isEqualTo(1);
        assertThat(done).containsExactly("open", "close", "open");
    }

    @Test
    void aServiceThatEndsByItselfIsOpenedAgain() {
        start();
        for (int i = 0; i < 3; i++) {
            timers.advance(SupervisedService.LOOK.toNanos());
            work();
        }
        assertThat(service.state().name()).isEqualTo("RUNNING");
        healthy = false;
        timers.advance(SupervisedService.LOOK.toNanos());
        work();
        assertThat(service.state().name()).isEqualTo("FAILED");
        healthy = true;
        timers.advance(SECOND);
        work();
        assertThat(service.state().name()).isEqualTo("RUNNING");
    }

    @Test
    void aServiceThatDiesAgainAndAgainIsOpenedWithLongerAndLongerPauses() {
        start();
        healthy = false;
        for (int seconds : new int[] {1, 2, 4, 8}) {
            look();
            assertThat(service.state().reason().arguments()).containsExactly("it ended by itself");
            pause(seconds);
            assertThat(service.state().name()).isEqualTo("RUNNING");
        }
        assertThat(service.state().restarts()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aServiceThatThrowsWhenItIsAskedHasFailedAndIsLookedAfterAllTheSame(Throwable thrown) {
        start();
        mistake = Optional.of(thrown);
        look();
        assertThat(service.state().name()).as("asked").isEqualTo("FAILED");
        pause(1);
        assertThat(service.state().name()).as("opened").isEqualTo("FAILED");
        assertThat(service.state().reason().arguments()).containsExactly("a mistake");
        mistake = Optional.empty();
        pause(2);
        assertThat(service.state().name()).isEqualTo("RUNNING");
        healthy = false;
        look();
        assertThat(service.state().name()).as("looked at again").isEqualTo("FAILED");
    }

    static List<Throwable> mistakes() {
        return List.of(new IllegalStateException("a mistake"), new AssertionError("a mistake"));
    }

    @Test
    void theAnswerWaitsForTheWork() {
        var answer = service.tell(new ServiceEvent.Start(ServiceReason.NONE)).toCompletableFuture();
        assertThat(answer).isNotDone();
        work();
        assertThat(answer).isDone();
    }

    @Test
    void aStoppedServiceLeavesNoTimer() {
        broken = true;
        start();
        service.tell(new ServiceEvent.Stop(ServiceReason.STOPPED));
        work();
        assertThat(timers.waiting()).isZero();
    }
}
