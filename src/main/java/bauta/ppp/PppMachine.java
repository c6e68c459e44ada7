package bauta.ppp;

import bauta.ppp.ConfigureMachine.Transition;
import bauta.ppp.PppState.EchoState;
import bauta.ppp.PppState.LinkPhase;
import bauta.ppp.PppState.PeerName;
import bauta.wire.ControlMessage;
import bauta.wire.LcpMessage;
import bauta.wire.LcpMessage.EchoRequest;
import bauta.wire.LcpMessage.Identification;
import bauta.wire.LcpMessage.ProtocolReject;
import bauta.wire.Octets;
import bauta.wire.PapMessage;
import bauta.wire.PppHeader;
import bauta.wire.PppMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One PPP session from LCP's first request to its end: RFC 1661 section 3, for the side that dials.
 * Pure: {@link #next} gives the next state and the actions. After {@link PppAction.Ended} the state
 * is dead and the session is not used again.
 *
 * <p>Time is compared as plain numbers; clocks start near zero or at boot and do not wrap.
 */
public final class PppMachine {
    private final PppSettings settings;
    private final ConfigureMachine<LcpNegotiation> lcpMachine;
    private final ConfigureMachine<IpcpNegotiation> ipcpMachine;
    private final AuthenticationMachine authenticationMachine;

    /**
     * Makes a machine.
     *
     * @param settings what to negotiate
     */
    public PppMachine(PppSettings settings) {
        this.settings = settings;
        lcpMachine = new ConfigureMachine<>(settings.configure());
        ipcpMachine = new ConfigureMachine<>(settings.configure());
        authenticationMachine = new AuthenticationMachine(settings.user(), settings.password());
    }

    /**
     * A state and what is to be done to get there.
     *
     * @param state the next state
     * @param actions in order
     */
    public record Step(PppState state, List<PppAction> actions) {}

    /**
     * Returns the state of a session that has not begun.
     *
     * @param mruBytes the MRU to ask for, 128 to 1500
     * @param seed where its magic numbers come from; another one for each session
     */
    public PppState initial(int mruBytes, long seed) {
        return new PppState(
                LinkPhase.DEAD,
                ConfigureState.initial(LcpNegotiation.start(mruBytes, settings.allowed(), seed)),
                new AuthenticationState.Idle(),
                ConfigureState.initial(freshIpcp()),
                EchoState.OFF,
                PeerName.NONE,
                0,
                ConfigureState.NEVER);
    }

    private IpcpNegotiation freshIpcp() {
        return IpcpNegotiation.start(settings.requestedAddress(), settings.askDns());
    }

    /**
     * Takes one step.
     *
     * @param state the state now
     * @param event what happened
     * @param nowNanos the time of it
     */
    public Step next(PppState state, PppEvent event, long nowNanos) {
        Session session = new Session(state, nowNanos);
        session.run(event);
        return session.step();
    }

    /** One step: the fields of the state while they change. */
    private final class Session {
        private final List<PppAction> actions = new ArrayList<>();
        private final long now;
        private LinkPhase phase;
        private ConfigureState<LcpNegotiation> lcp;
        private AuthenticationState authentication;
        private ConfigureState<IpcpNegotiation> ipcp;
        private EchoState echo;
        private PeerName peerName;
        private int identifier;
        private long limitNanos;

        Session(PppState state, long now) {
            this.now = now;
            phase = state.phase();
            lcp = state.lcp();
            authentication = state.authentication();
            ipcp = state.ipcp();
            echo = state.echo();
            peerName = state.peerName();
            identifier = state.identifier();
            limitNanos = state.limitNanos();
        }

        Step step() {
            return new Step(
                    new PppState(
                            phase,
                            lcp,
                            authentication,
                            ipcp,
                            echo,
                            peerName,
                            identifier,
                            limitNanos),
                    List.copyOf(actions));
        }

        void run(PppEvent event) {
            if (phase == LinkPhase.DEAD) {
                if (event instanceof PppEvent.Start) {
                    begin();
                }
                return;
            }
            switch (event) {
                case PppEvent.Start _ -> {}
                case PppEvent.Close(String reason) -> end(PppFailure.CLOSED, reason);
                case PppEvent.TimeOut(long lastReceived) -> timeOut(lastReceived);
                case PppEvent.Lcp(ControlMessage message) -> lcpReceived(message);
                case PppEvent.Ipcp(ControlMessage message) -> ipcpReceived(message);
                case PppEvent.Authentication(int protocol, PppMessage message, Octets whole) ->
                        authenticationReceived(protocol, message, whole);
                case PppEvent.Unknown(int protocol, Octets payload) ->
                        rejectProtocol(protocol, payload);
            }
        }

        private void begin() {
            enter(LinkPhase.ESTABLISH, settings.lcpLimit());
            lcp(new ConfigureEvent.Open());
            lcp(new ConfigureEvent.Up());
        }

        private void enter(LinkPhase next, Duration limit) {
            phase = next;
            limitNanos = now + limit.toNanos();
        }

        private boolean isLcpOpen() {
            return lcp.phase() == Automaton.Phase.OPENED;
        }

        private boolean isPastAuthentication() {
            return phase == LinkPhase.NETWORK || phase == LinkPhase.OPEN;
        }

        // LCP

        private void lcpReceived(ControlMessage message) {
            heard(now);
            boolean open = isLcpOpen();
            switch (message) {
                case EchoRequest(_, int magic, _) when open && isOurMagic(magic) -> loop();
                case LcpMessage.EchoReply(_, int magic, _) when open && isOurMagic(magic) -> loop();
                case ProtocolReject(_, int protocol, _) when open -> protocolRejected(protocol);
                case Identification(_, _, Octets text) -> identified(text);
                case ControlMessage.TerminateRequest(_, Octets text) when open -> {
                    PppFailure why = terminated(); // before the layers above forget
                    lcp(new ConfigureEvent.Received(message));
                    finish(why, text.toText());
                }
                case LcpMessage _,
                        ControlMessage.ConfigureRequest _,
                        ControlMessage.ConfigureAck _,
                        ControlMessage.ConfigureNak _,
                        ControlMessage.ConfigureReject _,
                        ControlMessage.TerminateRequest _,
                        ControlMessage.TerminateAck _,
                        ControlMessage.CodeReject _,
                        ControlMessage.UnknownCode _ ->
                        lcp(new ConfigureEvent.Received(message));
            }
        }

        /** A peer may say its name as often as it likes; we listen to a few. */
        private void identified(Octets text) {
            if (peerName.changes() < PeerName.MAX_CHANGES && !text.equals(peerName.text())) {
                peerName = new PeerName(text, peerName.changes() + 1);
                actions.add(new PppAction.Identified(text));
            }
        }

        /**
         * Some peers refuse a password by closing without a word of their authentication protocol;
         * one that gave up its own way to authenticate may close because it found no other.
         */
        private PppFailure terminated() {
            LcpNegotiation link = lcp.negotiation();
            boolean gaveUp =
                    phase == LinkPhase.NETWORK
                            && link.authentication() == AuthenticationKind.NONE
                            && link.authenticationNaks() > 0;
            if (gaveUp) {
                return PppFailure.AUTHENTICATION_UNSUPPORTED;
            }
            return authentication instanceof AuthenticationState.Sent
                    ? PppFailure.AUTHENTICATION_REFUSED
                    : PppFailure.TERMINATED_BY_PEER;
        }

        private boolean isOurMagic(int magic) {
            return magic != 0 && magic == lcp.negotiation().magicNumber();
        }

        private void loop() {
            end(PppFailure.LOOP_DETECTED, "");
        }

        private void protocolRejected(int protocol) {
            switch (protocol) {
                case PppHeader.PROTOCOL_LCP -> end(PppFailure.LCP_REFUSED, "");
                case PppHeader.PROTOCOL_PAP, PppHeader.PROTOCOL_CHAP ->
                        end(PppFailure.AUTHENTICATION_UNSUPPORTED, "");
                case PppHeader.PROTOCOL_IPCP, PppHeader.PROTOCOL_IPV4 ->
                        end(PppFailure.IPCP_REFUSED, "");
                default -> {}
            }
        }

        private void lcp(ConfigureEvent event) {
            Transition<LcpNegotiation> transition = lcpMachine.next(lcp, event, now);
            lcp = transition.state();
            if (lcp.negotiation().isLooped()) {
                loop();
                return;
            }
            for (ConfigureAction action : transition.actions()) {
                switch (action) {
                    case ConfigureAction.Send(ControlMessage message) ->
                            send(PppHeader.PROTOCOL_LCP, message);
                    case ConfigureAction.LayerUp _ -> lcpUp();
                    case ConfigureAction.LayerDown _ -> lcpDown();
                    case ConfigureAction.LayerFinished _ -> finish(lcpFailure(event), "");
                    case ConfigureAction.LayerStarted _ -> {}
                }
            }
        }

        private static PppFailure lcpFailure(ConfigureEvent event) {
            return event instanceof ConfigureEvent.TimeOut
                    ? PppFailure.LCP_TIMEOUT
                    : PppFailure.LCP_REFUSED;
        }

        private void lcpUp() {
            if (!settings.identification().isEmpty()) {
                int magic = lcp.negotiation().magicNumber();
                Octets text = Octets.ofText(settings.identification()).truncated(64);
                send(PppHeader.PROTOCOL_LCP, new Identification(nextIdentifier(), magic, text));
            }
            enter(LinkPhase.AUTHENTICATE, settings.authenticationLimit());
            authenticated(
                    authenticationMachine.start(
                            lcp.negotiation().authentication(), nextIdentifier(), now));
        }

        /** The peer negotiates the link anew: everything above starts again. */
        private void lcpDown() {
            networkDown();
            ipcp = ConfigureState.initial(freshIpcp());
            authentication = new AuthenticationState.Idle();
            echo = EchoState.OFF;
            enter(LinkPhase.ESTABLISH, settings.lcpLimit());
        }

        // Authentication

        private void authenticationReceived(int protocol, PppMessage message, Octets whole) {
            heard(now);
            int agreed =
                    switch (lcp.negotiation().authentication()) {
                        case PAP -> PppHeader.PROTOCOL_PAP;
                        case CHAP_MD5 -> PppHeader.PROTOCOL_CHAP;
                        case NONE -> 0;
                    };
            if (!isLcpOpen()) {
                return;
            }
            if (protocol != agreed) {
                rejectProtocol(protocol, whole);
                return;
            }
            authenticated(authenticationMachine.received(authentication, message, now));
        }

        private void authenticated(AuthenticationMachine.Transition transition) {
            authentication = transition.state();
            transition
                    .message()
                    .ifPresent(m ->
                            send(
                                    m instanceof PapMessage
                                            ? PppHeader.PROTOCOL_PAP
                                            : PppHeader.PROTOCOL_CHAP,
                                    m));
            switch (authentication) {
                case AuthenticationState.Accepted _ when phase == LinkPhase.AUTHENTICATE ->
                        startNetwork();
                case AuthenticationState.Refused(String text) ->
                        end(PppFailure.AUTHENTICATION_REFUSED, text);
                case AuthenticationState.Unanswered _ -> end(PppFailure.AUTHENTICATION_TIMEOUT, "");
                case AuthenticationState.Accepted _,
                        AuthenticationState.Idle _,
                        AuthenticationState.AwaitingChallenge _,
                        AuthenticationState.Sent _ -> {}
            }
        }

        // IPCP

        private void startNetwork() {
            enter(LinkPhase.NETWORK, settings.ipcpLimit());
            echo = new EchoState(0, now, now + settings.echoInterval().toNanos());
            ipcp(new ConfigureEvent.Open());
            ipcp(new ConfigureEvent.Up());
        }

        private void ipcpReceived(ControlMessage message) {
            heard(now);
            if (isPastAuthentication()) {
                ipcp(new ConfigureEvent.Received(message));
            }
        }

        private void ipcp(ConfigureEvent event) {
            Transition<IpcpNegotiation> transition = ipcpMachine.next(ipcp, event, now);
            ipcp = transition.state();
            if (ipcp.negotiation().isAddressRejected()) {
                end(PppFailure.NO_ADDRESS, "");
                return;
            }
            for (ConfigureAction action : transition.actions()) {
                switch (action) {
                    case ConfigureAction.Send(ControlMessage message) ->
                            send(PppHeader.PROTOCOL_IPCP, message);
                    case ConfigureAction.LayerUp _ -> networkUp();
                    case ConfigureAction.LayerDown _ -> {
                        networkDown();
                        enter(LinkPhase.NETWORK, settings.ipcpLimit());
                    }
                    case ConfigureAction.LayerFinished _ ->
                            end(
                                    event instanceof ConfigureEvent.TimeOut
                                            ? ipcpTimeout()
                                            : PppFailure.IPCP_REFUSED,
                                    "");
                    case ConfigureAction.LayerStarted _ -> {}
                }
            }
        }

        private PppFailure ipcpTimeout() {
            return ipcp.negotiation().hasUsableAddress() || ipcp.acknowledged().isEmpty()
                    ? PppFailure.IPCP_TIMEOUT
                    : PppFailure.NO_ADDRESS;
        }

        private void networkUp() {
            IpcpNegotiation agreed = ipcp.negotiation();
            if (!agreed.hasUsableAddress()) {
                end(PppFailure.NO_ADDRESS, agreed.address().toString());
                return;
            }
            phase = LinkPhase.OPEN;
            limitNanos = ConfigureState.NEVER;
            LcpNegotiation link = lcp.negotiation();
            actions.add(
                    new PppAction.Up(
                            new PppResult(
                                    agreed.address(),
                                    agreed.peerAddress(),
                                    agreed.dnsServers(),
                                    link.peerMruBytes(),
                                    link.mruBytes() == 0
                                            ? LcpNegotiation.DEFAULT_MRU_BYTES
                                            : link.mruBytes(),
                                    link.authentication())));
        }

        private void networkDown() {
            if (phase == LinkPhase.OPEN) {
                actions.add(new PppAction.Down());
            }
        }

        // Keep-alive, timers, end

        private void heard(long atNanos) {
            if (echo.deadlineNanos() != ConfigureState.NEVER && atNanos > echo.heardNanos()) {
                echo = new EchoState(0, atNanos, atNanos + settings.echoInterval().toNanos());
            }
        }

        private void timeOut(long lastReceivedNanos) {
            lcp(new ConfigureEvent.TimeOut());
            if (phase == LinkPhase.AUTHENTICATE) {
                authenticated(authenticationMachine.timeOut(authentication, now));
            }
            if (isPastAuthentication()) {
                ipcp(new ConfigureEvent.TimeOut());
            }
            if (isPastAuthentication() && echo.deadlineNanos() <= now) {
                heard(Math.min(lastReceivedNanos, now));
                askForLife();
            }
            if (limitNanos <= now) {
                end(limitFailure(), "");
            }
        }

        private void askForLife() {
            if (echo.deadlineNanos() > now) {
                return;
            }
            if (echo.unanswered() >= settings.echoFailures()) {
                end(PppFailure.ECHO_LOST, "");
                return;
            }
            int magic = lcp.negotiation().magicNumber();
            send(PppHeader.PROTOCOL_LCP, new EchoRequest(nextIdentifier(), magic, Octets.EMPTY));
            echo =
                    new EchoState(
                            echo.unanswered() + 1,
                            echo.heardNanos(),
                            now + settings.echoInterval().toNanos());
        }

        private PppFailure limitFailure() {
            return switch (phase) {
                case ESTABLISH -> PppFailure.LCP_TIMEOUT;
                case AUTHENTICATE -> PppFailure.AUTHENTICATION_TIMEOUT;
                case DEAD, NETWORK, OPEN -> ipcpTimeout();
            };
        }

        /** RFC 1661 section 5.7: only once LCP is open, and no longer than the peer's MRU. */
        private void rejectProtocol(int protocol, Octets payload) {
            heard(now);
            if (!isLcpOpen()) {
                return;
            }
            int room =
                    lcp.negotiation().longestMessageBytes()
                            - ControlMessage.HEADER_LENGTH
                            - PppHeader.LENGTH;
            send(
                    PppHeader.PROTOCOL_LCP,
                    new ProtocolReject(nextIdentifier(), protocol, payload.truncated(room)));
        }

        private int nextIdentifier() {
            identifier = identifier + 1 & 0xff;
            return identifier;
        }

        private void send(int protocol, PppMessage message) {
            actions.add(new PppAction.Send(protocol, message));
        }

        /** Ends with a Terminate-Request where the peer can understand one. */
        private void end(PppFailure failure, String detail) {
            if (phase == LinkPhase.DEAD) {
                return;
            }
            if (isLcpOpen()) {
                send(
                        PppHeader.PROTOCOL_LCP,
                        new ControlMessage.TerminateRequest(
                                nextIdentifier(), Octets.ofText(text(failure))));
            }
            finish(failure, detail);
        }

        private static String text(PppFailure failure) {
            return failure == PppFailure.CLOSED ? "User request" : failure.toString();
        }

        private void finish(PppFailure failure, String detail) {
            if (phase == LinkPhase.DEAD) {
                return;
            }
            networkDown();
            phase = LinkPhase.DEAD;
            lcp = ConfigureState.initial(lcp.negotiation());
            ipcp = ConfigureState.initial(ipcp.negotiation());
            authentication = new AuthenticationState.Idle();
            echo = EchoState.OFF;
            limitNanos = ConfigureState.NEVER;
            actions.add(new PppAction.Ended(failure, detail));
        }
    }
}
