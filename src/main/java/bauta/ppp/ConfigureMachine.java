package bauta.ppp;

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
import bauta.wire.LcpMessage.EchoReply;
import bauta.wire.LcpMessage.EchoRequest;
import bauta.wire.Octets;
import bauta.wire.PppOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One control protocol on RFC 1661's automaton: adds to the table the restart timer and counters,
 * identifiers, and the judgement of options. Pure; one instance may serve any number of sessions.
 *
 * <p>Beyond the RFC, two kinds of copies that a network makes do no harm: a second answer to the
 * same request is ignored, and a repeated Configure-Request that was acknowledged a moment ago is
 * only acknowledged again, instead of tearing down what has just opened.
 *
 * @param <N> what is negotiated
 */
public final class ConfigureMachine<N extends Negotiation<N>> {
    /** Naks and Rejects that are followed before negotiation counts as endless. */
    static final int REFUSALS_LIMIT = 20;

    private final ConfigureSettings settings;

    /**
     * Makes a machine.
     *
     * @param settings counters and timers
     */
    public ConfigureMachine(ConfigureSettings settings) {
        this.settings = settings;
    }

    /**
     * A state and what is to be done to get there.
     *
     * @param state the next state
     * @param actions in order
     * @param <N> what is negotiated
     */
    public record Transition<N extends Negotiation<N>>(
            ConfigureState<N> state, List<ConfigureAction> actions) {}

    /**
     * Takes one step.
     *
     * @param state the state now
     * @param event what happened
     * @param nowNanos the time of it
     */
    public Transition<N> next(ConfigureState<N> state, ConfigureEvent event, long nowNanos) {
        return new Step(state, nowNanos).run(event);
    }

    /** One step: the fields of the state while they change. */
    private final class Step {
        private final List<ConfigureAction> actions = new ArrayList<>();
        private final ConfigureState<N> before;
        private final long now;
        private N negotiation;
        private Optional<ConfigureRequest> sent;
        private boolean isAnswered;
        private Optional<ConfigureRequest> acknowledged;
        private int identifier;
        private int attempt;
        private int restartsLeft;
        private int naks;
        private int refusals;
        private long openedNanos;
        private long deadlineNanos;

        Step(ConfigureState<N> state, long now) {
            this.before = state;
            this.now = now;
            negotiation = state.negotiation();
            sent = state.sent();
            isAnswered = state.isAnswered();
            acknowledged = state.acknowledged();
            identifier = state.identifier();
            attempt = state.attempt();
            restartsLeft = state.restartsLeft();
            naks = state.naks();
            refusals = state.refusals();
            openedNanos = state.openedNanos();
            deadlineNanos = state.deadlineNanos();
        }

        Transition<N> run(ConfigureEvent event) {
            return switch (event) {
                case ConfigureEvent.Up _ -> apply(Trigger.UP, Optional.empty());
                case ConfigureEvent.Down _ -> apply(Trigger.DOWN, Optional.empty());
                case ConfigureEvent.Open _ -> apply(Trigger.OPEN, Optional.empty());
                case ConfigureEvent.Close(Octets reason) ->
                        apply(Trigger.CLOSE, Optional.of(new TerminateRequest(0, reason)));
                case ConfigureEvent.TimeOut _ -> timeOut();
                case ConfigureEvent.ProtocolRejected _ ->
                        apply(Trigger.RXJ_MINUS, Optional.empty());
                case ConfigureEvent.Received(ControlMessage message) -> received(message);
            };
        }

        private Transition<N> timeOut() {
            if (!before.phase().isTimed() || deadlineNanos - now > 0) {
                return unchanged();
            }
            attempt++;
            return apply(restartsLeft > 0 ? Trigger.TO_PLUS : Trigger.TO_MINUS, Optional.empty());
        }

        private Transition<N> received(ControlMessage message) {
            Optional<ControlMessage> cause = Optional.of(message);
            return switch (message) {
                case ConfigureRequest request -> request(request);
                case ConfigureAck ack -> answer(Trigger.RCA, ack, ack.options());
                case ConfigureNak nak -> answer(Trigger.RCN, nak, nak.options());
                case ConfigureReject reject -> answer(Trigger.RCN, reject, reject.options());
                case TerminateRequest _ -> apply(Trigger.RTR, cause);
                case TerminateAck _ -> apply(Trigger.RTA, cause);
                case CodeReject reject ->
                        apply(isNeeded(reject) ? Trigger.RXJ_MINUS : Trigger.RXJ_PLUS, cause);
                case UnknownCode _ -> apply(Trigger.RUC, cause);
                case LcpMessage _ -> apply(Trigger.RXR, cause);
            };
        }

        /**
         * Takes an answer to our request. While one is awaited, it must carry the request's
         * identifier and fit its options, and be the first; else it is discarded. A peer that
         * refuses without end is heard {@link #REFUSALS_LIMIT} times, after which only the restart
         * timer runs, and runs out.
         */
        private Transition<N> answer(
                Trigger trigger, ControlMessage message, List<PppOption> options) {
            boolean asked = before.phase().compareTo(Phase.REQUEST_SENT) >= 0;
            if (!asked) {
                return apply(trigger, Optional.of(message));
            }
            boolean fits =
                    !isAnswered && sent.filter(s -> isAnswer(s, message, options)).isPresent();
            if (!fits || trigger == Trigger.RCN && refusals >= REFUSALS_LIMIT) {
                return unchanged();
            }
            isAnswered = true;
            if (trigger == Trigger.RCN) {
                refusals++;
                boolean nak = message instanceof ConfigureNak;
                negotiation = nak ? negotiation.nakked(options) : negotiation.rejected(options);
            }
            return apply(trigger, Optional.of(message));
        }

        private static boolean isAnswer(
                ConfigureRequest request, ControlMessage answer, List<PppOption> options) {
            boolean sameOptions =
                    switch (answer) {
                        case ConfigureAck _ -> request.options().equals(options);
                        case ConfigureReject _ -> request.options().containsAll(options);
                        default -> true;
                    };
            return sameOptions && request.identifier() == answer.identifier();
        }

        /** Codes 1 to 7 are what a peer cannot be without. */
        private static boolean isNeeded(CodeReject reject) {
            return reject.rejected().length() > 0
                    && reject.rejected().at(0) >= 1
                    && reject.rejected().at(0) <= 7;
        }

        private Transition<N> request(ConfigureRequest request) {
            boolean isCopy =
                    before.phase() == Phase.OPENED
                            && acknowledged.equals(Optional.of(request))
                            && now - openedNanos < settings.longestRestart().toNanos();
            if (isCopy) {
                send(new ConfigureAck(request.identifier(), request.options()));
                return unchanged();
            }
            Negotiation.Answer<N> answer =
                    negotiation.judge(request.options(), naks < settings.maxFailure());
            boolean fine = answer.kind() == Negotiation.Kind.ACK;
            boolean listens =
                    before.phase().compareTo(Phase.REQUEST_SENT) >= 0
                            || before.phase() == Phase.STOPPED;
            if (listens) {
                negotiation = answer.next();
            }
            ControlMessage reply =
                    switch (answer.kind()) {
                        case ACK -> new ConfigureAck(request.identifier(), request.options());
                        case NAK -> new ConfigureNak(request.identifier(), answer.options());
                        case REJECT -> new ConfigureReject(request.identifier(), answer.options());
                    };
            if (fine && listens) {
                acknowledged = Optional.of(request);
            }
            return apply(fine ? Trigger.RCR_PLUS : Trigger.RCR_MINUS, Optional.of(reply));
        }

        /** Looks the cell up and does what it says; {@code cause} is what some acts need. */
        private Transition<N> apply(Trigger trigger, Optional<ControlMessage> cause) {
            Automaton.Cell cell = Automaton.cell(before.phase(), trigger);
            boolean restarted = cell.acts().contains(Act.IRC);
            for (Act act : cell.acts()) {
                perform(act, cause, cell.next());
            }
            if (!cell.next().isTimed()) {
                deadlineNanos = ConfigureState.NEVER;
            } else if (!before.phase().isTimed() || restarted && deadlineNanos < now) {
                startTimer(cell.next());
            }
            return transition(cell.next());
        }

        private void perform(Act act, Optional<ControlMessage> cause, Phase next) {
            switch (act) {
                case TLU -> {
                    openedNanos = now;
                    refusals = 0;
                    actions.add(new ConfigureAction.LayerUp());
                }
                case TLD -> actions.add(new ConfigureAction.LayerDown());
                case TLS -> actions.add(new ConfigureAction.LayerStarted());
                case TLF -> actions.add(new ConfigureAction.LayerFinished());
                case IRC -> {
                    attempt = 0;
                    restartsLeft =
                            next == Phase.CLOSING || next == Phase.STOPPING
                                    ? settings.maxTerminate()
                                    : settings.maxConfigure();
                }
                case ZRC -> {
                    restartsLeft = 0;
                    startTimer(next);
                }
                case SCR -> sendConfigureRequest(next);
                case SCA -> {
                    naks = 0;
                    cause.ifPresent(this::send);
                }
                case SCN -> {
                    naks += cause.filter(ConfigureNak.class::isInstance).isPresent() ? 1 : 0;
                    cause.ifPresent(this::send);
                }
                case STR -> sendTerminateRequest(cause, next);
                case STA -> sendTerminateAck(cause);
                case SCJ -> cause.ifPresent(this::sendCodeReject);
                case SER -> cause.ifPresent(this::sendEchoReply);
            }
        }

        /** A retransmission keeps its identifier, so that a late answer to it still counts. */
        private void sendConfigureRequest(Phase next) {
            List<PppOption> options = negotiation.request();
            boolean same = !isAnswered && sent.filter(s -> s.options().equals(options)).isPresent();
            if (!same || !before.phase().isTimed()) {
                identifier = identifier + 1 & 0xff;
            }
            ConfigureRequest request = new ConfigureRequest(identifier, options);
            sent = Optional.of(request);
            isAnswered = false;
            restartsLeft--;
            startTimer(next);
            send(request);
        }

        private void sendTerminateRequest(Optional<ControlMessage> cause, Phase next) {
            identifier = identifier + 1 & 0xff;
            restartsLeft--;
            startTimer(next);
            Octets reason =
                    cause.filter(TerminateRequest.class::isInstance)
                            .map(m -> ((TerminateRequest) m).data())
                            .orElse(Octets.EMPTY);
            send(new TerminateRequest(identifier, reason));
        }

        /** Answers a request under its identifier; answering anything else, it takes a new one. */
        private void sendTerminateAck(Optional<ControlMessage> cause) {
            boolean answers = cause.filter(TerminateRequest.class::isInstance).isPresent();
            if (!answers) {
                identifier = identifier + 1 & 0xff;
            }
            int id = answers ? cause.map(ControlMessage::identifier).orElse(0) : identifier;
            send(new TerminateAck(id, Octets.EMPTY));
        }

        private void sendCodeReject(ControlMessage unknown) {
            if (unknown instanceof UnknownCode(int code, int id, Octets data)) {
                identifier = identifier + 1 & 0xff;
                send(new CodeReject(identifier, copyOf(code, id, data)));
            }
        }

        private Octets copyOf(int code, int id, Octets data) {
            int length = data.length() + ControlMessage.HEADER_LENGTH;
            byte[] bytes = new byte[length];
            bytes[0] = (byte) code;
            bytes[1] = (byte) id;
            bytes[2] = (byte) (length >>> 8);
            bytes[3] = (byte) length;
            System.arraycopy(data.toArray(), 0, bytes, ControlMessage.HEADER_LENGTH, data.length());
            int room = negotiation.longestMessageBytes() - ControlMessage.HEADER_LENGTH;
            return Octets.of(bytes).truncated(room);
        }

        private void sendEchoReply(ControlMessage message) {
            if (message instanceof EchoRequest(int id, int _, Octets data)) {
                int room = negotiation.longestMessageBytes() - 2 * ControlMessage.HEADER_LENGTH;
                send(new EchoReply(id, negotiation.magicNumber(), data.truncated(room)));
            }
        }

        private void send(ControlMessage message) {
            actions.add(new ConfigureAction.Send(message));
        }

        private void startTimer(Phase next) {
            long first = settings.firstRestart().toNanos();
            long longest = settings.longestRestart().toNanos();
            boolean terminating = next == Phase.CLOSING || next == Phase.STOPPING;
            long wait = terminating ? longest : Math.min(longest, first << Math.min(attempt, 16));
            deadlineNanos = now + wait;
        }

        private Transition<N> unchanged() {
            return transition(before.phase());
        }

        private Transition<N> transition(Phase phase) {
            return new Transition<>(
                    new ConfigureState<>(
                            phase,
                            negotiation,
                            sent,
                            isAnswered,
                            acknowledged,
                            identifier,
                            attempt,
                            restartsLeft,
                            naks,
                            refusals,
                            openedNanos,
                            deadlineNanos),
                    List.copyOf(actions));
        }
    }
}
