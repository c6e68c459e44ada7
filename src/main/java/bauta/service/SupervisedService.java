package bauta.service;

import bauta.engine.Timers;
import bauta.linux.LinuxException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.tinylog.Logger;

/**
 * One service with its life: holds the state of {@link ServiceMachine}, arms a timer from its
 * deadline, opens and closes on an executor of its own, in order, and looks after it while it runs.
 * All methods may be called from any thread and never wait.
 */
public final class SupervisedService {
    /** How often a running service is asked whether it still works. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private final String name;
    private final Service service;
    private final Timers timers;
    private final Executor worker;
    private final Runnable listener;
    private ServiceState state;
    private Timers.Timer timer = () -> {};
    private Timers.Timer look = () -> {};

    /**
     * Makes a service that is stopped.
     *
     * @param name for the log
     * @param service how to open and close it
     * @param timers any thread's
     * @param worker runs tasks one after the other; they may block
     * @param listener told after each change of its state
     */
    public SupervisedService(
            String name, Service service, Timers timers, Executor worker, Runnable listener) {
        this.name = name;
        this.service = service;
        this.timers = timers;
        this.worker = worker;
        this.listener = listener;
        this.state = ServiceState.initial(timers.nanos());
    }

    /** Returns where it stands. */
    public synchronized ServiceState state() {
        return state;
    }

    /**
     * Tells it of something.
     *
     * @param event not an answer to an action; those it makes itself
     * @return complete when everything that this and earlier events asked for is done
     */
    public CompletionStage<Void> tell(ServiceEvent event) {
        step(event);
        return CompletableFuture.runAsync(() -> {}, worker);
    }

    /** Waits until everything that earlier events asked for is done. Not on its own worker. */
    public void settle() {
        CompletableFuture.runAsync(() -> {}, worker).join();
    }

    private void step(ServiceEvent event) {
        boolean changed;
        synchronized (this) {
            ServiceState before = state;
            ServiceMachine.Step step = ServiceMachine.next(before, event, timers.nanos());
            state = step.state();
            arm();
            step.actions().forEach(this::perform);
            changed = !before.equals(state);
            if (!before.name().equals(state.name())) {
                report();
            }
        }
        if (changed) {
            listener.run();
        }
    }

    private void report() {
        if (state.stage() instanceof ServiceState.Stage.Failed failed) {
            if (Long.bitCount(failed.failures()) == 1) {
                Logger.warn(
                        "service failed name={} reason={} {} times={}",
                        name,
                        state.reason().id(),
                        state.reason().arguments(),
                        failed.failures());
            }
        } else {
            Logger.info("service name={} state={}", name, state.name());
        }
    }

    private void arm() {
        timer.cancel();
        look.cancel();
        long deadline = state.deadlineNanos();
        timer =
                deadline == Long.MAX_VALUE
                        ? () -> {}
                        : timers.at(deadline, () -> step(new ServiceEvent.TimeOut()));
        boolean runs = state.stage() instanceof ServiceState.Stage.Running;
        look = runs ? timers.at(timers.nanos() + LOOK.toNanos(), this::look) : () -> {};
    }

    private void look() {
        int opening = state().openings();
        worker.execute(() -> {
            if (works()) {
                lookAgain(opening);
            } else {
                step(new ServiceEvent.Failed(opening, ServiceReason.failed("it ended by itself")));
            }
        });
    }

    /** A service that cannot even be asked does not work. */
    private boolean works() {
        try {
            return service.isHealthy();
        } catch (RuntimeException | AssertionError e) {
            Logger.error(e, "service not asked name={}", name);
            return false;
        }
    }

    private synchronized void lookAgain(int opening) {
        boolean same =
                opening == state.openings() && state.stage() instanceof ServiceState.Stage.Running;
        if (same) {
            look = timers.at(timers.nanos() + LOOK.toNanos(), this::look);
        }
    }

    private void perform(ServiceAction action) {
        switch (action) {
            case ServiceAction.Open(int opening) -> worker.execute(() -> open(opening));
            case ServiceAction.Close _ -> worker.execute(this::close);
        }
    }

    private void open(int opening) {
        try {
            service.open();
            step(new ServiceEvent.Opened(opening));
        } catch (IOException | LinuxException | IllegalArgumentException e) {
            Logger.debug(e, "service not opened name={}", name);
            step(new ServiceEvent.Failed(opening, ServiceReason.failed(text(e))));
        } catch (RuntimeException | AssertionError e) {
            Logger.error(e, "service not opened name={}", name);
            step(new ServiceEvent.Failed(opening, ServiceReason.failed(text(e))));
        }
    }

    private static String text(Throwable failure) {
        String own = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? own : own + ": " + cause.getMessage();
    }

    private void close() {
        try {
            service.close();
        } catch (RuntimeException | AssertionError e) {
            Logger.error(e, "service not closed in order name={}", name);
        }
    }
}
