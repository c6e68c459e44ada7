package bauta.uplink;

import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.ppp.PppEvent;
import bauta.pppoe.PppoeClient;
import bauta.pppoe.PppoeHandler;
import bauta.uplink.UplinkState.Discovering;
import bauta.uplink.UplinkState.InSession;
import bauta.uplink.UplinkState.NoCarrier;
import bauta.uplink.UplinkState.Stopped;
import bauta.uplink.UplinkState.Waiting;
import bauta.uplink.UplinkStatus.Phase;
import bauta.wire.ChapMessage;
import bauta.wire.ControlMessage;
import bauta.wire.Decoded;
import bauta.wire.LcpMessage;
import bauta.wire.MacAddress;
import bauta.wire.Octets;
import bauta.wire.PapMessage;
import bauta.wire.PppHeader;
import bauta.wire.PppoeMessage;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.tinylog.Logger;

/**
 * One PPPoE uplink on the router loop: holds the state of {@link UplinkMachine}, arms one timer
 * from its deadline, turns frames into events and actions into frames. Every method belongs to the
 * router loop, except {@link #status}.
 */
public final class PppoeUplink implements PppoeClient {
    private final UplinkSettings settings;
    private final PppoeHandler handler;
    private final Timers timers;
    private final SessionStore store;
    private final LongSupplier lastReceivedNanos;
    private final UplinkListener listener;
    private final RandomGenerator random;
    private UplinkMachine machine;
    private final OutageJournal journal = new OutageJournal();
    private UplinkState state;
    private Timers.Timer timer = () -> {};
    private long armedNanos = Long.MAX_VALUE;
    private UplinkCause cause = UplinkCause.STARTING;
    private String detail = "";
    private long sinceNanos;
    private long repeats;
    private volatile UplinkStatus status;

    /**
     * What an uplink works with.
     *
     * @param handler the PPPoE edge of its port
     * @param timers the router loop's
     * @param random where chance comes from; a secure one, because Host-Uniq keeps strangers out
     * @param store remembers sessions over a crash
     * @param lastReceivedNanos when the data path last saw a frame of this uplink's session, any
     *     early time if never
     * @param listener told when it comes up and goes down
     */
    public record Surroundings(
            PppoeHandler handler,
            Timers timers,
            RandomGenerator random,
            SessionStore store,
            LongSupplier lastReceivedNanos,
            UplinkListener listener) {}

    /**
     * Makes an uplink that does nothing until {@link #start}.
     *
     * @param settings what to dial
     * @param around what it works with
     */
    public PppoeUplink(UplinkSettings settings, Surroundings around) {
        this.settings = settings;
        handler = around.handler();
        timers = around.timers();
        store = around.store();
        lastReceivedNanos = around.lastReceivedNanos();
        listener = around.listener();
        random = around.random();
        machine = machine();
        state = UplinkState.initial(handler.port().isUp(), store.left(settings.name()));
        sinceNanos = timers.nanos();
        status = snapshot();
    }

    /** The rules for the port as it is now: a NIC that comes, or comes back, may be another one. */
    private UplinkMachine machine() {
        return new UplinkMachine(settings, random, handler.port().mac(), handler.port().mtuBytes());
    }

    /**
     * Starts to dial: first tells the concentrator of a session that an earlier run left behind.
     */
    public void start() {
        if (!(state.stage() instanceof Stopped)) {
            return;
        }
        handler.remove(this);
        handler.add(this);
        fail(UplinkCause.STARTING, "");
        step(new UplinkEvent.Start());
    }

    /**
     * Ends the session by Terminate-Request and PADT, and dials no more until {@link #start}.
     *
     * @return complete when both have been handed to the port
     */
    public CompletionStage<Void> stop() {
        step(new UplinkEvent.Stop());
        cause = UplinkCause.STOPPED;
        status = snapshot();
        listener.changed(status);
        handler.remove(this);
        return CompletableFuture.completedFuture(null);
    }

    /** Ends the session, if any, and dials at once, whatever wait is due. */
    public void redial() {
        step(new UplinkEvent.Redial());
    }

    /**
     * Told when the port gets or loses its carrier.
     *
     * @param isUp whether it has one
     */
    public void carrier(boolean isUp) {
        machine = machine();
        step(new UplinkEvent.Carrier(isUp));
    }

    /** Returns a snapshot; may be called by any thread. */
    public UplinkStatus status() {
        return status;
    }

    @Override
    public boolean discovery(long from, PppoeMessage message) {
        boolean ours = state.isFor(from, message);
        if (ours) {
            step(new UplinkEvent.Discovery(from, message));
        }
        return ours;
    }

    @Override
    public boolean owns(long from, int sessionId) {
        return state.owns(from, sessionId);
    }

    @Override
    public void session(long from, int sessionId, ByteBuf frame, int at, int end) {
        if (!(state.stage() instanceof InSession)) {
            handler.count(DropReason.PPP_NOT_OPEN);
            return;
        }
        switch (event(frame, at, end)) {
            case Decoded.Ok<PppEvent>(PppEvent event) -> {
                Logger.debug("ppp received uplink={} event={}", settings.name(), event);
                if (event instanceof PppEvent.Unknown) {
                    handler.count(DropReason.PPP_UNKNOWN_PROTOCOL);
                }
                step(new UplinkEvent.Ppp(event));
            }
            case Decoded.Malformed<PppEvent>(DropReason reason, _) -> handler.count(reason);
        }
    }

    private static Decoded<PppEvent> event(ByteBuf frame, int at, int end) {
        int protocol = PppHeader.protocol(frame, at);
        int body = at + PppHeader.LENGTH;
        return switch (protocol) {
            case PppHeader.PROTOCOL_LCP ->
                    LcpMessage.parse(frame, body, end).map(PppEvent.Lcp::new);
            case PppHeader.PROTOCOL_IPCP ->
                    ControlMessage.parse(frame, body, end).map(PppEvent.Ipcp::new);
            case PppHeader.PROTOCOL_PAP -> {
                Octets whole = Octets.of(frame, body, end - body);
                yield PapMessage.parse(frame, body, end)
                        .map(m -> new PppEvent.Authentication(protocol, m, whole));
            }
            case PppHeader.PROTOCOL_CHAP -> {
                Octets whole = Octets.of(frame, body, end - body);
                yield ChapMessage.parse(frame, body, end)
                        .map(m -> new PppEvent.Authentication(protocol, m, whole));
            }
            case PppHeader.PROTOCOL_IPV4 -> new Decoded.Malformed<>(DropReason.PPP_NOT_OPEN, 0);
            default ->
                    new Decoded.Ok<>(
                            new PppEvent.Unknown(protocol, Octets.of(frame, body, end - body)));
        };
    }

    private void timeOut() {
        armedNanos = Long.MAX_VALUE;
        step(new UplinkEvent.TimeOut(lastReceivedNanos.getAsLong()));
    }

    private void step(UplinkEvent event) {
        UplinkMachine.Step step = machine.next(state, event, timers.nanos());
        state = step.state();
        arm();
        try {
            for (UplinkAction action : step.actions()) {
                perform(action);
            }
        } finally {
            publish();
        }
    }

    private void publish() {
        UplinkStatus before = status;
        status = snapshot();
        if (before.phase() != status.phase()) {
            Logger.debug(
                    "uplink phase name={} from={} to={} ac={} session={}",
                    settings.name(),
                    before.phase(),
                    status.phase(),
                    status.acName(),
                    status.sessionId());
            listener.changed(status);
        }
    }

    private void arm() {
        long deadline = state.deadlineNanos();
        if (deadline != armedNanos) {
            timer.cancel();
            armedNanos = deadline;
            timer = deadline == Long.MAX_VALUE ? () -> {} : timers.at(deadline, this::timeOut);
        }
    }

    private void perform(UplinkAction action) {
        switch (action) {
            case UplinkAction.SendDiscovery send ->
                    handler.send(send.destination(), send.message());
            case UplinkAction.SendPpp send -> {
                Logger.debug("ppp sent uplink={} message={}", settings.name(), send.message());
                handler.send(send.session(), send.protocol(), send.message());
            }
            case UplinkAction.Terminate terminate -> {
                Logger.info(
                        "padt sent uplink={} session={}",
                        settings.name(),
                        terminate.session().sessionId());
                handler.terminate(terminate.session());
            }
            case UplinkAction.Remember remember ->
                    store.remember(settings.name(), remember.session());
            case UplinkAction.Forget _ -> store.forget(settings.name());
            case UplinkAction.Up(UplinkUp up) -> up(up);
            case UplinkAction.Down(UplinkCause why) -> {
                sinceNanos = timers.nanos();
                listener.down(settings.name(), why);
            }
            case UplinkAction.Failed(UplinkCause why, String said) -> fail(why, said);
            case UplinkAction.Identified(Octets text) ->
                    Logger.info(
                            "peer identified uplink={} text={}", settings.name(), text.toText());
        }
    }

    private void up(UplinkUp up) {
        sinceNanos = timers.nanos();
        repeats = 0;
        journal.ended(sinceNanos, state.attempts());
        Logger.info(
                "uplink up name={} address={} peer={} dns={} mtu={} ac={} session={}",
                up.name(),
                up.address(),
                up.peer(),
                up.dnsServers(),
                up.mtuBytes(),
                new MacAddress(up.acMac()),
                up.sessionId());
        listener.up(up);
    }

    /** Logs a failure; one that repeats itself only the 1st, 2nd, 4th, 8th... time. */
    private void fail(UplinkCause why, String said) {
        repeats = why == cause ? repeats + 1 : 1;
        cause = why;
        detail = said;
        if (why == UplinkCause.STARTING) {
            return; // being started is no outage
        }
        journal.failed(why, said, timers.nanos(), state.attempts());
        if (why.pace() == UplinkCause.Pace.SOON) {
            Logger.info("uplink not up name={} cause={} {}", settings.name(), why.number(), why);
        } else if (Long.bitCount(repeats) == 1) {
            Logger.warn(
                    "uplink not up name={} cause={} {} detail={} times={}",
                    settings.name(),
                    why.number(),
                    why,
                    said,
                    repeats);
        }
    }

    private UplinkStatus snapshot() {
        Optional<InSession> session =
                state.stage() instanceof InSession in ? Optional.of(in) : Optional.empty();
        return new UplinkStatus(
                settings.id(),
                settings.name(),
                phase(),
                sinceNanos,
                cause,
                detail,
                session.flatMap(InSession::up),
                session.map(InSession::acName).orElse(""),
                session.map(in -> in.session().sessionId()).orElse(0),
                state.attempts(),
                state.stage() instanceof Waiting(long deadline)
                        ? Optional.of(deadline)
                        : Optional.empty(),
                journal.newestFirst());
    }

    private Phase phase() {
        return switch (state.stage()) {
            case Stopped _ -> Phase.STOPPED;
            case NoCarrier _ -> Phase.NO_CARRIER;
            case Waiting _ -> Phase.WAITING;
            case Discovering _ -> Phase.DISCOVERY;
            case InSession in ->
                    switch (in.ppp().phase()) {
                        case DEAD, ESTABLISH -> Phase.LCP;
                        case AUTHENTICATE -> Phase.AUTHENTICATION;
                        case NETWORK -> Phase.IPCP;
                        case OPEN -> Phase.UP;
                    };
        };
    }
}
