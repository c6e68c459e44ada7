package bauta.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.ppp.Automaton.Act;
import bauta.ppp.Automaton.Phase;
import bauta.ppp.Automaton.Trigger;
import bauta.wire.ControlMessage;
import bauta.wire.ControlMessage.CodeReject;
import bauta.wire.ControlMessage.ConfigureAck;
import bauta.wire.ControlMessage.ConfigureNak;
import bauta.wire.ControlMessage.ConfigureReject;
import bauta.wire.ControlMessage.ConfigureRequest;
import bauta.wire.ControlMessage.TerminateAck;
import bauta.wire.ControlMessage.TerminateRequest;
import bauta.wire.ControlMessage.UnknownCode;
import bauta.wire.LcpMessage;
import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PppOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigureMachineTest {
    private static final long MILLI = 1_000_000L;
    private static final ConfigureSettings SETTINGS = ConfigureSettings.DEFAULT;

    private final ConfigureMachine<LcpNegotiation> machine = new ConfigureMachine<>(SETTINGS);
    private long now = 1_000_000_000L;
    private ConfigureState<LcpNegotiation> state =
            ConfigureState.initial(
                    LcpNegotiation.start(1492, Set.of(AuthenticationKind.CHAP_MD5), 1));

    private List<ConfigureAction> step(ConfigureEvent event) {
        ConfigureMachine.Transition<LcpNegotiation> transition = machine.next(state, event, now);
        state = transition.state();
        return transition.actions();
    }

    private List<ConfigureAction> receive(ControlMessage message) {
        return step(new ConfigureEvent.Received(message));
    }

    private List<ConfigureAction> open() {
        step(new ConfigureEvent.Open());
        return step(new ConfigureEvent.Up());
    }

    private ConfigureRequest ours() {
        return state.sent().orElseThrow();
    }

    private static ConfigureAction send(ControlMessage message) {
        return new ConfigureAction.Send(message);
    }

    private static ConfigureRequest theirs(int identifier, PppOption... options) {
        return new ConfigureRequest(identifier, List.of(options));
    }

    private void opened() {
        open();
        receive(new ConfigureAck(ours().identifier(), ours().options()));
        receive(theirs(1));
        assertThat(state.phase()).isEqualTo(Phase.OPENED);
    }

    /** What brings about each trigger from a state in which a request of ours is out. */
    private ConfigureEvent eventFor(Trigger trigger) {
        int id = ours().identifier();
        return switch (trigger) {
            case UP -> new ConfigureEvent.Up();
            case DOWN -> new ConfigureEvent.Down();
            case OPEN -> new ConfigureEvent.Open();
            case CLOSE -> new ConfigureEvent.Close(Octets.EMPTY);
            case TO_PLUS, TO_MINUS -> new ConfigureEvent.TimeOut();
            case RCR_PLUS -> received(theirs(9, LcpOption.mru(1400)));
            case RCR_MINUS -> received(theirs(9, LcpOption.mru(1)));
            case RCA -> received(new ConfigureAck(id, ours().options()));
            case RCN -> received(new ConfigureNak(id, List.of()));
            case RTR -> received(new TerminateRequest(9, Octets.EMPTY));
            case RTA -> received(new TerminateAck(9, Octets.EMPTY));
            case RUC -> received(new UnknownCode(99, 9, Octets.EMPTY));
            case RXJ_PLUS -> received(new CodeReject(9, Octets.ofHex("0c010004")));
            case RXJ_MINUS -> received(new CodeReject(9, Octets.ofHex("01010004")));
            case RXR -> received(new LcpMessage.EchoRequest(9, 0, Octets.EMPTY));
        };
    }

    private static ConfigureEvent received(ControlMessage message) {
        return new ConfigureEvent.Received(message);
    }

    /** A state of a given phase with a request of ours out and the timer just run out. */
    private ConfigureState<LcpNegotiation> stateIn(Phase phase, int restartsLeft) {
        open();
        return new ConfigureState<>(
                phase,
                state.negotiation(),
                state.sent(),
                false,
                Optional.empty(),
                5,
                0,
                restartsLeft,
                0,
                0,
                0,
                phase.isTimed() ? now : ConfigureState.NEVER);
    }

    @Test
    void everyEventInEveryStateDoesWhatItsCellSays() {
        for (Phase phase : Phase.values()) {
            for (Trigger trigger : Trigger.values()) {
                Automaton.Cell cell = Automaton.cell(phase, trigger);
                state = stateIn(phase, trigger == Trigger.TO_MINUS ? 0 : 3);
                List<ConfigureAction> actions = step(eventFor(trigger));
                assertThat(state.phase()).as("%s in %s", trigger, phase).isEqualTo(cell.next());
                assertThat(actions.stream().map(ConfigureMachineTest::act))
                        .as("%s in %s", trigger, phase)
                        .containsExactlyElementsOf(
                                cell.acts().stream()
                                        .filter(a -> a != Act.IRC && a != Act.ZRC)
                                        .toList());
                assertThat(state.deadlineNanos() != ConfigureState.NEVER)
                        .as("timer after %s in %s", trigger, phase)
                        .isEqualTo(state.phase().isTimed());
            }
        }
    }

    private static Act act(ConfigureAction action) {
        return switch (action) {
            case ConfigureAction.LayerUp _ -> Act.TLU;
            case ConfigureAction.LayerDown _ -> Act.TLD;
            case ConfigureAction.LayerStarted _ -> Act.TLS;
            case ConfigureAction.LayerFinished _ -> Act.TLF;
            case ConfigureAction.Send(ControlMessage message) ->
                    switch (message) {
                        case ConfigureRequest _ -> Act.SCR;
                        case ConfigureAck _ -> Act.SCA;
                        case ConfigureNak _, ConfigureReject _ -> Act.SCN;
                        case TerminateRequest _ -> Act.STR;
                        case TerminateAck _ -> Act.STA;
                        case CodeReject _ -> Act.SCJ;
                        case LcpMessage.EchoReply _ -> Act.SER;
                        default -> throw new AssertionError(message);
                    };
        };
    }

    @Test
    void repeatsItsRequestWithGrowingWaitsAndThenGivesUp() {
        List<ConfigureAction> first = open();
        List<Long> waits = new ArrayList<>();
        int requests = 1;
        while (state.phase() == Phase.REQUEST_SENT) {
            waits.add((state.deadlineNanos() - now) / MILLI);
            now = state.deadlineNanos() - 1;
            assertThat(step(new ConfigureEvent.TimeOut())).isEmpty();
            now++;
            List<ConfigureAction> actions = step(new ConfigureEvent.TimeOut());
            requests += actions.equals(first) ? 1 : 0;
        }
        assertThat(waits)
                .containsExactly(
                        400L, 800L, 1600L, 3000L, 3000L, 3000L, 3000L, 3000L, 3000L, 3000L);
        assertThat(requests).isEqualTo(SETTINGS.maxConfigure());
        assertThat(state.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void repeatsItsTerminateRequestAndThenGivesUp() {
        opened();
        step(new ConfigureEvent.Close(Octets.EMPTY));
        int requests = 1;
        while (state.phase() == Phase.CLOSING) {
            now = state.deadlineNanos();
            requests +=
                    step(new ConfigureEvent.TimeOut()).stream().anyMatch(this::isTerminate) ? 1 : 0;
        }
        assertThat(requests).isEqualTo(SETTINGS.maxTerminate());
        assertThat(state.phase()).isEqualTo(Phase.CLOSED);
    }

    private boolean isTerminate(ConfigureAction action) {
        return action instanceof ConfigureAction.Send(TerminateRequest _);
    }

    @Test
    void waitsOnceAfterThePeerTerminated() {
        opened();
        receive(new TerminateRequest(4, Octets.EMPTY));
        assertThat(state.phase()).isEqualTo(Phase.STOPPING);
        now = state.deadlineNanos();
        assertThat(step(new ConfigureEvent.TimeOut()))
                .containsExactly(new ConfigureAction.LayerFinished());
        assertThat(state.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void naksTurnIntoRejectsAfterMaxFailure() {
        open();
        for (int i = 0; i < SETTINGS.maxFailure(); i++) {
            assertThat(receive(theirs(i, LcpOption.mru(1))))
                    .containsExactly(send(new ConfigureNak(i, List.of(LcpOption.mru(128)))));
        }
        assertThat(receive(theirs(77, LcpOption.mru(1))))
                .containsExactly(send(new ConfigureReject(77, List.of(LcpOption.mru(1)))));
        receive(theirs(78));
        receive(theirs(79, LcpOption.mru(1)));
        assertThat(state.naks()).isEqualTo(1);
    }

    @Test
    void answersThatDoNotFitAreDiscarded() {
        open();
        int id = ours().identifier();
        List<ControlMessage> wrong =
                List.of(
                        new ConfigureAck(id + 1, ours().options()),
                        new ConfigureAck(id, List.of()),
                        new ConfigureNak(id + 1, List.of(LcpOption.mru(1400))),
                        new ConfigureReject(id, List.of(LcpOption.mru(1400))),
                        new ConfigureReject(id + 1, ours().options()));
        for (ControlMessage message : wrong) {
            ConfigureState<LcpNegotiation> before = state;
            assertThat(receive(message)).as(message.toString()).isEmpty();
            assertThat(state).as(message.toString()).isEqualTo(before);
        }
    }

    @Test
    void copiesDoNotTearDownWhatHasJustOpened() {
        open();
        ConfigureAck ack = new ConfigureAck(ours().identifier(), ours().options());
        ConfigureRequest request = theirs(1, LcpOption.mru(1492));
        receive(ack);
        assertThat(receive(ack)).isEmpty();
        receive(request);
        assertThat(receive(ack)).isEmpty();
        assertThat(receive(request)).containsExactly(send(new ConfigureAck(1, request.options())));
        assertThat(state.phase()).isEqualTo(Phase.OPENED);
        now += SETTINGS.longestRestart().toNanos();
        assertThat(receive(request)).contains(new ConfigureAction.LayerDown());
    }

    @Test
    void aRetransmissionKeepsItsIdentifierAndAChangeTakesAnother() {
        open();
        int id = ours().identifier();
        now = state.deadlineNanos();
        step(new ConfigureEvent.TimeOut());
        assertThat(ours().identifier()).isEqualTo(id);
        receive(new ConfigureReject(id, List.of(LcpOption.mru(1492))));
        assertThat(ours().identifier()).isNotEqualTo(id);
        assertThat(ours().options()).noneMatch(o -> o.type() == LcpOption.MRU);
    }

    @Test
    void aPeerThatNaksWithoutEndIsHeardOnlySoOften() {
        open();
        int requests = 0;
        for (int i = 0; i < 1000; i++) {
            requests +=
                    receive(
                                    new ConfigureNak(
                                            ours().identifier(),
                                            List.of(LcpOption.mru(1400 + i % 9))))
                            .size();
        }
        assertThat(requests).isEqualTo(ConfigureMachine.REFUSALS_LIMIT);
        for (int i = 0; i < 20 && state.phase() == Phase.REQUEST_SENT; i++) {
            now = state.deadlineNanos();
            step(new ConfigureEvent.TimeOut());
        }
        assertThat(state.phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void aCodeRejectCarriesTheMessageCutToThePeersMru() {
        open();
        receive(theirs(1, LcpOption.mru(128)));
        List<ConfigureAction> actions = receive(new UnknownCode(99, 3, Octets.of(new byte[1000])));
        assertThat(actions)
                .singleElement()
                .isInstanceOfSatisfying(
                        ConfigureAction.Send.class,
                        s ->
                                assertThat(((CodeReject) s.message()).rejected().length())
                                        .isEqualTo(124));
    }
}
