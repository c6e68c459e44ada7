package bauta.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceMachineTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final ServiceReason GONE = ServiceReason.noInterface("lan0");
    private static final ServiceReason BROKEN = ServiceReason.failed("address in use");
    private static final ServiceEvent START = new ServiceEvent.Start(ServiceReason.NONE);
    private static final ServiceEvent STOP = new ServiceEvent.Stop(ServiceReason.STOPPED);
    private static final ServiceEvent RESTART = new ServiceEvent.Restart();
    private static final ServiceEvent LOSE = new ServiceEvent.Needs(GONE);
    private static final ServiceEvent FIND = new ServiceEvent.Needs(ServiceReason.NONE);
    private static final ServiceEvent OPENED = new ServiceEvent.Opened(1);
    private static final ServiceEvent FAILED = new ServiceEvent.Failed(1, BROKEN);
    private static final ServiceEvent TIME_OUT = new ServiceEvent.TimeOut();

    private ServiceState state = ServiceState.initial(0);
    private final List<String> actions = new ArrayList<>();
    private long now;

    private ServiceMachineTest after(ServiceEvent... events) {
        for (ServiceEvent event : events) {
            ServiceMachine.Step step = ServiceMachine.next(state, event, now);
            state = step.state();
            actions.clear();
            step.actions()
                    .forEach(action ->
                            actions.add(action instanceof ServiceAction.Close ? "close" : "open"));
        }
        return this;
    }

    private String seen() {
        return state.name() + (actions.isEmpty() ? "" : " " + String.join(" ", actions));
    }

    /** How to come to each stage. */
    private static final Map<String, List<ServiceEvent>> WAYS =
            new TreeMap<>(
                    Map.of(
                            "STOPPED", List.of(),
                            "WAITING", List.of(LOSE, START),
                            "STARTING", List.of(START),
                            "RUNNING", List.of(START, OPENED),
                            "FAILED", List.of(START, FAILED)));

    private static void check(ServiceEvent event, String... want) {
        int stage = 0;
        for (Map.Entry<String, List<ServiceEvent>> way : WAYS.entrySet()) {
            ServiceMachineTest fresh = new ServiceMachineTest();
            fresh.after(way.getValue().toArray(ServiceEvent[]::new));
            assertThat(fresh.state.name()).isEqualTo(way.getKey());
            fresh.after(event);
            assertThat(fresh.seen()).as("%s in %s", event, way.getKey()).isEqualTo(want[stage++]);
        }
    }

    /** Every event in FAILED, RUNNING, STARTING, STOPPED and WAITING: what comes of it. */
    @Test
    void everyEventInEveryStage() {
        String open = "STARTING open";
        String anew = "STARTING close open";
        check(START, open, "RUNNING", "STARTING", open, "WAITING");
        check(STOP, "STOPPED", "STOPPED close", "STOPPED close", "STOPPED", "STOPPED");
        check(RESTART, open, anew, anew, open, "WAITING");
        check(LOSE, "WAITING", "WAITING close", "WAITING close", "STOPPED", "WAITING");
        check(FIND, "FAILED", "RUNNING", "STARTING", "STOPPED", open);
        check(OPENED, "FAILED", "RUNNING", "RUNNING", "STOPPED", "WAITING");
        check(FAILED, "FAILED", "FAILED close", "FAILED close", "STOPPED", "WAITING");
        check(TIME_OUT, "FAILED", "RUNNING", "STARTING", "STOPPED", "WAITING");
    }

    @Test
    void thePauseDoublesUpToAMinute() {
        after(START);
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            after(new ServiceEvent.Failed(i, BROKEN));
            pauses.add((state.deadlineNanos() - now) / SECOND);
            now = state.deadlineNanos();
            after(TIME_OUT);
            assertThat(seen()).isEqualTo("STARTING open");
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(state.restarts()).isEqualTo(9);
    }

    @Test
    void aSteadyServiceBeginsAnewAFlappingOneDoesNot() {
        after(START, FAILED);
        now = state.deadlineNanos();
        after(TIME_OUT, new ServiceEvent.Opened(2));
        now += 59 * SECOND;
        after(new ServiceEvent.Failed(2, BROKEN));
        assertThat(state.deadlineNanos() - now).as("flapping").isEqualTo(2 * SECOND);
        now = state.deadlineNanos();
        after(TIME_OUT, new ServiceEvent.Opened(3));
        now += 60 * SECOND;
        after(new ServiceEvent.Failed(3, BROKEN));
        assertThat(state.deadlineNanos() - now).as("steady").isEqualTo(SECOND);
    }

    @Test
    void itDoesNotTryBeforeItsTime() {
        after(START, FAILED);
        now = state.deadlineNanos() - 1;
        after(TIME_OUT);
        assertThat(state.name()).isEqualTo("FAILED");
    }

    @Test
    void anAnswerToAnEarlierOpeningIsNotTaken() {
        after(START, RESTART, OPENED);
        assertThat(state.name()).isEqualTo("STARTING");
        after(FAILED);
        assertThat(state.name()).isEqualTo("STARTING");
        after(new ServiceEvent.Opened(2));
        assertThat(state.name()).isEqualTo("RUNNING");
    }

    @Test
    void theReasonTellsWhy() {
        assertThat(state.reason()).isEqualTo(ServiceReason.STOPPED);
        after(LOSE, START);
        assertThat(state.reason()).isEqualTo(GONE);
        after(FIND, OPENED);
        assertThat(state.reason().id()).isEqualTo("service.reason.none");
        after(FAILED);
        assertThat(state.reason()).isEqualTo(BROKEN);
        after(new ServiceEvent.Stop(ServiceReason.DISABLED));
        assertThat(state.reason()).isEqualTo(ServiceReason.DISABLED);
        after(new ServiceEvent.Start(ServiceReason.STARTED), new ServiceEvent.Opened(2));
        assertThat(state.reason()).isEqualTo(ServiceReason.STARTED);
    }

    @Test
    void whatWasStoppedStaysSoWhenItsInterfaceComes() {
        after(LOSE, START, STOP, FIND);
        assertThat(seen()).isEqualTo("STOPPED");
    }
}
