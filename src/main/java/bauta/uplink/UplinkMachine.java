package bauta.uplink;

import bauta.ppp.AuthenticationState;
import bauta.ppp.PppAction;
import bauta.ppp.PppEvent;
import bauta.ppp.PppFailure;
import bauta.ppp.PppMachine;
import bauta.ppp.PppResult;
import bauta.ppp.PppSettings;
import bauta.ppp.PppState;
import bauta.pppoe.DiscoveryFailure;
import bauta.pppoe.DiscoveryMachine;
import bauta.pppoe.DiscoveryState;
import bauta.pppoe.PppoeSession;
import bauta.uplink.UplinkState.Discovering;
import bauta.uplink.UplinkState.InSession;
import bauta.uplink.UplinkState.NoCarrier;
import bauta.uplink.UplinkState.Stage;
import bauta.uplink.UplinkState.Stopped;
import bauta.uplink.UplinkState.Waiting;
import bauta.wire.Octets;
import bauta.wire.PppMessage;
import bauta.wire.PppoeMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Dials, keeps the session, and dials again: idle, discovery, LCP, authentication, IPCP, up, and
 * from any of them back to waiting. Pure but for the random source, which is handed in and supplies
 * Host-Uniq, magic numbers and the jitter of waits.
 */
public final class UplinkMachine {
    private static final int RFC_4638_OVERHEAD_BYTES = 8;

    private final UplinkSettings settings;
    private final PppMachine pppMachine;
    private final DiscoveryMachine discoveryMachine;
    private final RandomGenerator random;
    private final long ourMac;
    private final int payloadBytes;

    /**
     * Makes a machine.
     *
     * @param settings what to dial
     * @param random where chance comes from
     * @param ourMac of the port, low 48 bits
     * @param portMtuBytes what the port carries: 1508 or more allow 1500-byte packets (RFC 4638)
     */
    public UplinkMachine(
            UplinkSettings settings, RandomGenerator random, long ourMac, int portMtuBytes) {
        this.settings = settings;
        this.random = random;
        this.ourMac = ourMac;
        pppMachine = new PppMachine(settings.ppp());
        discoveryMachine = new DiscoveryMachine(settings.discovery());
        payloadBytes = Math.min(settings.ppp().mruBytes(), portMtuBytes - RFC_4638_OVERHEAD_BYTES);
    }

    /**
     * A state and what is to be done to get there.
     *
     * @param state the next state
     * @param actions in order
     */
    public record Step(UplinkState state, List<UplinkAction> actions) {}

    /**
     * Takes one step.
     *
     * @param state the state now
     * @param event what happened
     * @param nowNanos the time of it
     */
    public Step next(UplinkState state, UplinkEvent event, long nowNanos) {
        Dial dial = new Dial(state, nowNanos);
        dial.run(event);
        return dial.step();
    }

    /** One step: the fields of the state while they change. */
    private final class Dial {
        private final List<UplinkAction> actions = new ArrayList<>();
        private final long now;
        private Stage stage;
        private boolean hasCarrier;
        private Optional<PppoeSession> stale;
        private Retry retry;
        private long attempts;
        private long refusedUntilNanos;

        Dial(UplinkState state, long now) {
            this.now = now;
            stage = state.stage();
            hasCarrier = state.hasCarrier();
            stale = state.stale();
            retry = state.retry();
            attempts = state.attempts();
            refusedUntilNanos = state.refusedUntilNanos();
        }

        Step step() {
            return new Step(
                    new UplinkState(stage, hasCarrier, stale, retry, attempts, refusedUntilNanos),
                    List.copyOf(actions));
        }

        void run(UplinkEvent event) {
            switch (event) {
                case UplinkEvent.Start _ -> {
                    if (stage instanceof Stopped) {
                        dialIfPossible();
                    }
                }
                case UplinkEvent.Stop _ -> stop();
                case UplinkEvent.Redial _ -> redial();
                case UplinkEvent.Carrier(boolean isUp) -> carrier(isUp);
                case UplinkEvent.Discovery(long from, PppoeMessage message) ->
                        discovery(from, message);
                case UplinkEvent.Ppp(PppEvent ppp) -> ppp(ppp);
                case UplinkEvent.TimeOut(long lastReceived) -> timeOut(lastReceived);
            }
        }

        private void dialIfPossible() {
            if (!hasCarrier) {
                stage = new NoCarrier();
                actions.add(new UplinkAction.Failed(UplinkCause.LINK_DOWN, ""));
                return;
            }
            stale.ifPresent(session -> actions.add(new UplinkAction.Terminate(session)));
            stale = Optional.empty();
            attempts++;
            Octets hostUniq = Octets.of(ByteBuffer.allocate(8).putLong(random.nextLong()).array());
            boolean asksForMore = payloadBytes > PppSettings.PPPOE_MRU_BYTES;
            discovered(discoveryMachine.start(hostUniq, asksForMore ? payloadBytes : 0, now));
        }

        private void stop() {
            closeSession(UplinkCause.STOPPED);
            if (stage instanceof Stopped) {
                return;
            }
            stage = new Stopped();
            if (hasCarrier || stale.isEmpty()) {
                tellStale();
                actions.add(new UplinkAction.Forget());
            }
        }

        /** Ends the session if there is one, and says why in our own words. */
        private void closeSession(UplinkCause cause) {
            if (stage instanceof InSession in) {
                PppEvent close = new PppEvent.Close("User request");
                PppMachine.Step step = pppMachine.next(in.ppp(), close, now);
                for (PppAction action : step.actions()) {
                    if (action instanceof PppAction.Send(int protocol, PppMessage message)) {
                        actions.add(new UplinkAction.SendPpp(in.session(), protocol, message));
                    }
                }
                leave(in, cause, "", true);
            }
        }

        private void tellStale() {
            stale.ifPresent(session -> actions.add(new UplinkAction.Terminate(session)));
            stale = Optional.empty();
        }

        private void redial() {
            if (stage instanceof Stopped) {
                return;
            }
            closeSession(UplinkCause.REDIAL);
            tellStale();
            dialIfPossible();
        }

        private void carrier(boolean isUp) {
            boolean changed = hasCarrier != isUp;
            hasCarrier = isUp;
            if (!changed || stage instanceof Stopped) {
                return;
            }
            if (isUp && refusedUntilNanos > now) {
                stage = new Waiting(refusedUntilNanos);
                return;
            }
            if (isUp) {
                dialIfPossible();
                return;
            }
            if (stage instanceof InSession in) {
                leave(in, UplinkCause.LINK_DOWN, "", true);
            } else {
                actions.add(new UplinkAction.Failed(UplinkCause.LINK_DOWN, ""));
            }
            stage = new NoCarrier();
        }

        private void timeOut(long lastReceived) {
            switch (stage) {
                case Stopped _, NoCarrier _ -> {}
                case Waiting(long deadline) -> {
                    if (deadline <= now) {
                        dialIfPossible();
                    }
                }
                case Discovering(DiscoveryState discovery) ->
                        discovered(discoveryMachine.timeOut(discovery, now));
                case InSession _ -> ppp(new PppEvent.TimeOut(lastReceived));
            }
        }

        private void discovery(long from, PppoeMessage message) {
            if (message instanceof PppoeMessage.Padt(int sessionId, _)) {
                boolean ours =
                        stage instanceof InSession in
                                && in.session().acMac() == from
                                && in.session().sessionId() == sessionId;
                if (ours && stage instanceof InSession in) {
                    padt(in);
                }
            } else if (stage instanceof Discovering(DiscoveryState discovery)) {
                discovered(discoveryMachine.received(discovery, from, message, now));
            }
        }

        /** The session is gone: nobody needs to be told. */
        private void padt(InSession in) {
            boolean loggingIn =
                    in.ppp().phase() == PppState.LinkPhase.AUTHENTICATE
                            && in.ppp().authentication() instanceof AuthenticationState.Sent;
            leave(
                    in,
                    loggingIn ? UplinkCause.AUTHENTICATION_REFUSED : UplinkCause.PADT_RECEIVED,
                    "",
                    false);
            stale = Optional.empty();
        }

        private void discovered(DiscoveryMachine.Transition transition) {
            transition
                    .sending()
                    .ifPresent(s ->
                            actions.add(
                                    new UplinkAction.SendDiscovery(s.destination(), s.message())));
            switch (transition.state()) {
                case DiscoveryState.Confirmed confirmed -> begin(confirmed);
                case DiscoveryState.Failed(DiscoveryFailure failure, String detail) ->
                        fail(cause(failure), detail, -1);
                case DiscoveryState.Soliciting _, DiscoveryState.Requesting _ ->
                        stage = new Discovering(transition.state());
            }
        }

        private void begin(DiscoveryState.Confirmed confirmed) {
            PppoeSession session =
                    new PppoeSession(confirmed.sessionId(), confirmed.acMac(), ourMac);
            actions.add(new UplinkAction.Remember(session));
            int line = Math.min(payloadBytes, confirmed.maxPayloadBytes());
            int mru = Math.min(settings.ppp().mruBytes(), line);
            stage =
                    new InSession(
                            session,
                            confirmed.acName(),
                            confirmed.maxPayloadBytes(),
                            pppMachine.initial(mru, random.nextLong()),
                            Optional.empty(),
                            -1);
            ppp(new PppEvent.Start());
        }

        private void ppp(PppEvent event) {
            if (!(stage instanceof InSession before)) {
                return;
            }
            PppMachine.Step step = pppMachine.next(before.ppp(), event, now);
            InSession in = with(before, step.state(), before.up(), before.upNanos());
            stage = in;
            for (PppAction action : step.actions()) {
                switch (action) {
                    case PppAction.Send(int protocol, PppMessage message) ->
                            actions.add(new UplinkAction.SendPpp(in.session(), protocol, message));
                    case PppAction.Up(PppResult result) -> {
                        UplinkUp up = up(in, result);
                        in = with(in, in.ppp(), Optional.of(up), now);
                        stage = in;
                        retry = new Retry(retry.failures(), 0);
                        actions.add(new UplinkAction.Up(up));
                    }
                    case PppAction.Down _ -> in = down(in, step);
                    case PppAction.Ended(PppFailure failure, String detail) ->
                            leave(in, cause(failure), detail, true);
                    case PppAction.Identified(Octets text) ->
                            actions.add(new UplinkAction.Identified(text));
                }
            }
        }

        /** A link that is being negotiated anew is down without having ended. */
        private InSession down(InSession in, PppMachine.Step step) {
            boolean ends = step.actions().stream().anyMatch(PppAction.Ended.class::isInstance);
            if (ends) {
                return in;
            }
            actions.add(new UplinkAction.Down(UplinkCause.RENEGOTIATING));
            actions.add(new UplinkAction.Failed(UplinkCause.RENEGOTIATING, ""));
            InSession next = with(in, in.ppp(), Optional.empty(), in.upNanos());
            stage = next;
            return next;
        }

        private UplinkUp up(InSession in, PppResult result) {
            int line = Math.min(payloadBytes, in.maxPayloadBytes());
            int mtu = Math.min(settings.mtuBytes(), Math.min(line, result.peerMruBytes()));
            return new UplinkUp(
                    settings.id(),
                    settings.name(),
                    result.address(),
                    result.peer(),
                    result.dnsServers(),
                    mtu,
                    in.session().ourMac(),
                    in.session().acMac(),
                    in.session().sessionId());
        }

        private static InSession with(
                InSession in, PppState ppp, Optional<UplinkUp> up, long upNanos) {
            return new InSession(in.session(), in.acName(), in.maxPayloadBytes(), ppp, up, upNanos);
        }

        /** Gives up a session; the concentrator is told as long as the port can. */
        private void leave(InSession in, UplinkCause cause, String detail, boolean tell) {
            if (in.up().isPresent()) {
                actions.add(new UplinkAction.Down(cause));
            }
            stale = Optional.of(in.session());
            if (hasCarrier && tell) {
                tellStale();
            }
            fail(cause, detail, in.upNanos() < 0 ? -1 : now - in.upNanos());
        }

        private void fail(UplinkCause cause, String detail, long upNanos) {
            Retry.Wait wait = retry.after(settings.retry(), cause, upNanos, random.nextDouble());
            retry = wait.next();
            stage = new Waiting(now + wait.waitNanos());
            if (cause.pace() == UplinkCause.Pace.AUTHENTICATION) {
                refusedUntilNanos = now + wait.waitNanos();
            }
            actions.add(new UplinkAction.Failed(cause, detail));
        }

        private static UplinkCause cause(DiscoveryFailure failure) {
            return switch (failure) {
                case PADI_UNANSWERED -> UplinkCause.PADI_UNANSWERED;
                case NO_FITTING_OFFER -> UplinkCause.NO_FITTING_OFFER;
                case PADR_UNANSWERED -> UplinkCause.PADR_UNANSWERED;
                case SERVICE_NAME_ERROR -> UplinkCause.SERVICE_NAME_ERROR;
                case AC_SYSTEM_ERROR -> UplinkCause.AC_SYSTEM_ERROR;
                case GENERIC_ERROR -> UplinkCause.DISCOVERY_ERROR;
            };
        }

        private static UplinkCause cause(PppFailure failure) {
            return switch (failure) {
                case LCP_TIMEOUT -> UplinkCause.LCP_TIMEOUT;
                case LCP_REFUSED -> UplinkCause.LCP_REFUSED;
                case LOOP_DETECTED -> UplinkCause.LOOP_DETECTED;
                case AUTHENTICATION_REFUSED -> UplinkCause.AUTHENTICATION_REFUSED;
                case AUTHENTICATION_TIMEOUT -> UplinkCause.AUTHENTICATION_TIMEOUT;
                case AUTHENTICATION_UNSUPPORTED -> UplinkCause.AUTHENTICATION_UNSUPPORTED;
                case IPCP_TIMEOUT -> UplinkCause.IPCP_TIMEOUT;
                case IPCP_REFUSED -> UplinkCause.IPCP_REFUSED;
                case NO_ADDRESS -> UplinkCause.NO_ADDRESS;
                case ECHO_LOST -> UplinkCause.ECHO_LOST;
                case TERMINATED_BY_PEER -> UplinkCause.TERMINATED_BY_PEER;
                case CLOSED -> UplinkCause.REDIAL;
            };
        }
    }
}
