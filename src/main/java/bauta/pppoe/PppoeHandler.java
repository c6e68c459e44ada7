package bauta.pppoe;

import bauta.engine.Clock;
import bauta.engine.ColdExit;
import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.TokenBucket;
import bauta.link.FramePool;
import bauta.link.FrameReceiver;
import bauta.link.Port;
import bauta.wire.Decoded;
import bauta.wire.EthernetHeader;
import bauta.wire.PppHeader;
import bauta.wire.PppMessage;
import bauta.wire.PppoeHeader;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeMessage.Padt;
import bauta.wire.PppoeTags;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * The PPPoE edge of one WAN port: takes its control frames, gives each to the client it is for, and
 * sends theirs. Frames of a session that nobody has are answered by PADT, at most {@link
 * #PADT_BURST} at once and {@link #PADTS_PER_SECOND} on average. Router loop only.
 */
public final class PppoeHandler implements FrameReceiver {
    /** PADTs for unknown sessions that may go out in a row. */
    static final int PADT_BURST = 4;

    /** How many of them on average. */
    static final int PADTS_PER_SECOND = 2;

    private final FramePool pool;
    private final Port port;
    private final Clock clock;
    private final DropCounters drops;
    private final List<PppoeClient> clients = new ArrayList<>();
    private final TokenBucket padts;

    /**
     * Makes the edge of a port.
     *
     * @param pool where frames live
     * @param port where they go out
     * @param clock the router loop's
     * @param drops what ends here is counted in
     */
    public PppoeHandler(FramePool pool, Port port, Clock clock, DropCounters drops) {
        this.pool = pool;
        this.port = port;
        this.clock = clock;
        this.drops = drops;
        padts = new TokenBucket(PADTS_PER_SECOND, PADT_BURST, clock.nanos());
    }

    /**
     * Adds a client; frames are offered in the order of adding.
     *
     * @param client who dials here
     */
    public void add(PppoeClient client) {
        clients.add(client);
    }

    /**
     * Removes a client.
     *
     * @param client one that was added
     */
    public void remove(PppoeClient client) {
        clients.remove(client);
    }

    /** Returns the port. */
    public Port port() {
        return port;
    }

    @Override
    public void receive(int at, int length) {
        DropReason reason = take(pool.memory(), at, at + length);
        if (reason != DropReason.NONE) {
            drops.count(reason);
        }
        pool.release(at);
    }

    @ColdExit
    private DropReason take(ByteBuf frame, int at, int end) {
        DropReason reason = EthernetHeader.check(frame, at, end);
        if (reason != DropReason.NONE) {
            return reason;
        }
        if (EthernetHeader.destination(frame, at) != port.mac()) {
            return DropReason.ETHERNET_NOT_OURS;
        }
        long from = EthernetHeader.source(frame, at);
        int header = at + EthernetHeader.LENGTH;
        return switch (EthernetHeader.type(frame, at)) {
            case EthernetHeader.TYPE_PPPOE_DISCOVERY -> discovery(from, frame, header, end);
            case EthernetHeader.TYPE_PPPOE_SESSION -> session(from, frame, header, end);
            default -> DropReason.ETHERNET_UNKNOWN_TYPE;
        };
    }

    private DropReason discovery(long from, ByteBuf frame, int at, int end) {
        return switch (PppoeMessage.parse(frame, at, end)) {
            case Decoded.Malformed<PppoeMessage>(DropReason reason, _) -> reason;
            case Decoded.Ok<PppoeMessage>(PppoeMessage message) -> {
                for (PppoeClient client : clients) {
                    if (client.discovery(from, message)) {
                        yield DropReason.NONE;
                    }
                }
                yield DropReason.PPPOE_UNEXPECTED_DISCOVERY;
            }
        };
    }

    private DropReason session(long from, ByteBuf frame, int at, int end) {
        DropReason reason = PppoeHeader.check(frame, at, end);
        if (reason != DropReason.NONE) {
            return reason;
        }
        if (PppoeHeader.code(frame, at) != PppoeHeader.CODE_SESSION) {
            return DropReason.PPPOE_BAD_CODE;
        }
        int payload = at + PppoeHeader.LENGTH;
        int payloadEnd = payload + PppoeHeader.payloadLength(frame, at);
        reason = PppHeader.check(frame, payload, payloadEnd);
        if (reason != DropReason.NONE) {
            return reason;
        }
        int sessionId = PppoeHeader.sessionId(frame, at);
        for (PppoeClient client : clients) {
            if (client.owns(from, sessionId)) {
                client.session(from, sessionId, frame, payload, payloadEnd);
                return DropReason.NONE;
            }
        }
        unknownSession(from, sessionId);
        return DropReason.PPPOE_UNKNOWN_SESSION;
    }

    /**
     * Answers a frame of a session that the data path does not know and that no client owns; the
     * caller counts and releases the frame itself.
     *
     * @param acMac who sent it
     * @param sessionId its session
     */
    public void unknownSession(long acMac, int sessionId) {
        for (PppoeClient client : clients) {
            if (client.owns(acMac, sessionId)) {
                return;
            }
        }
        if (padts.take(clock.nanos())) {
            terminate(new PppoeSession(sessionId, acMac, port.mac()));
        }
    }

    /**
     * Sends PADT for a session, under the address that it was opened with.
     *
     * @param session the session that ends
     */
    public void terminate(PppoeSession session) {
        transmit(session.acMac(), session.ourMac(), new Padt(session.sessionId(), PppoeTags.NONE));
    }

    /**
     * Sends a discovery message.
     *
     * @param destination the Ethernet address it goes to
     * @param message the message
     */
    public void send(long destination, PppoeMessage message) {
        transmit(destination, port.mac(), message);
    }

    private void transmit(long destination, long source, PppoeMessage message) {
        int at = pool.allocate();
        if (at < 0) {
            drops.count(DropReason.FRAME_POOL_EMPTY);
            return;
        }
        ByteBuf memory = pool.memory();
        EthernetHeader.write(memory, at, destination, source, EthernetHeader.TYPE_PPPOE_DISCOVERY);
        int end = message.emit(memory, at + EthernetHeader.LENGTH);
        port.transmitControl(at, end - at);
        port.flush();
    }

    /**
     * Sends a message of PPP.
     *
     * @param session where
     * @param protocol its number
     * @param message the message; with its headers it must fit a frame
     */
    public void send(PppoeSession session, int protocol, PppMessage message) {
        int at = pool.allocate();
        if (at < 0) {
            drops.count(DropReason.FRAME_POOL_EMPTY);
            return;
        }
        ByteBuf memory = pool.memory();
        int header = at + EthernetHeader.LENGTH;
        int payload = header + PppoeHeader.LENGTH;
        EthernetHeader.write(
                memory, at, session.acMac(), session.ourMac(), EthernetHeader.TYPE_PPPOE_SESSION);
        PppHeader.write(memory, payload, protocol);
        int end = message.emit(memory, payload + PppHeader.LENGTH);
        PppoeHeader.write(
                memory, header, PppoeHeader.CODE_SESSION, session.sessionId(), end - payload);
        port.transmitControl(at, end - at);
        port.flush();
    }

    /**
     * Counts a frame that a client took and found bad.
     *
     * @param reason why
     */
    public void count(DropReason reason) {
        drops.count(reason);
    }
}
