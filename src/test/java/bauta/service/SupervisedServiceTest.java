package bauta.service;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisedServiceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ManualTimers timers = new ManualTimers();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private boolean broken;
    private boolean healthy = true;
    private final SupervisedService service =
            new SupervisedService("dns", new Fake(), timers, waiting::add, () -> heard());

    private void heard() {
        heard.add(service.state().name());
    }

    private final class Fake implements Service {
        @Override
        public void open() throws IOException {
            done.add("open");
            if (broken) {
                throw new IOException("port 53 is taken");
            }
        }

        @Override
        public void close() {
            done.add("close");
        }

        @Override
        public boolean isHealthy() {
            return healthy;
        }
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
