package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live trace of one conversation: a bounded number of lines in a bounded time, then it ends by
 * itself. While none is asked for it costs one comparison for each packet.
 */
final class Tracer {
    static final int MOST_LINES = 256;
    static final long LONGEST_NANOS = 60_000_000_000L;

    private final PathState state;
    private final List<TraceLine> lines = new ArrayList<>();
    private @Nullable TraceFilter filter;
    private long endNanos;
    private boolean matches;

    /** The packet at hand, when only what becomes of it can tell whether it is of the trace. */
    private @Nullable TraceLine arrival;

    Tracer(PathState state) {
        this.state = state;
    }

    /** Begins a trace, which forgets the one before; empty ends it and keeps its lines. */
    void trace(Optional<TraceFilter> wanted) {
        filter = wanted.orElse(null);
        matches = false;
        arrival = null;
        state.tracing = wanted.isPresent();
        if (state.tracing) {
            lines.clear();
            endNanos = state.clock.nanos() + LONGEST_NANOS;
        }
    }

    /** Returns what has been seen. */
    List<TraceLine> lines() {
        return List.copyOf(lines);
    }

    /** A packet begins its way; what happens next happens to it. */
    void arrived(Packet packet) {
        TraceFilter wanted = filter;
        if (wanted == null || state.clock.nanos() > endNanos || lines.size() >= MOST_LINES) {
            trace(Optional.empty());
            return;
        }
        matches = isOf(wanted, packet);
        arrival = line(TraceLine.Event.ARRIVED, packet.side, DropReason.NONE, packet.at);
        if (matches) {
            add(arrival);
        }
    }

    /**
     * The first packet of a forwarded flow comes to the address outside, and leaves to the host.
     */
    private void recognise(int at) {
        TraceFilter wanted = filter;
        TraceLine came = arrival;
        if (wanted == null || came == null || matches) {
            return;
        }
        TraceLine goes = line(TraceLine.Event.LEFT, 0, DropReason.NONE, at);
        matches =
                isOf(
                        wanted,
                        goes.protocol(),
                        FiveTuple.addresses(goes.source().bits(), goes.destination().bits()),
                        FiveTuple.ports(
                                0, goes.protocol(), goes.ports() >>> 16, goes.ports() & 0xffff));
        if (matches) {
            add(came);
        }
    }

    private boolean isOf(TraceFilter wanted, Packet packet) {
        if (isOf(wanted, packet.protocol, packet.addresses, packet.ports)) {
            return true;
        }
        int node = state.flows.find(packet.addresses, packet.ports);
        return node != FlowTable.NONE
                && isOf(
                        wanted,
                        packet.protocol,
                        state.flows.addresses(node ^ 1),
                        state.flows.ports(node ^ 1));
    }

    private static boolean isOf(TraceFilter wanted, int protocol, long addresses, long ports) {
        if (wanted.protocol().isPresent() && wanted.protocol().get() != protocol) {
            return false;
        }
        int source = FiveTuple.source(addresses);
        int destination = FiveTuple.destination(addresses);
        int from = FiveTuple.sourcePort(ports);
        int to = FiveTuple.destinationPort(ports);
        boolean there =
                end(wanted.address(), wanted.port(), source, from)
                        && end(wanted.peer(), wanted.peerPort(), destination, to);
        boolean back =
                end(wanted.address(), wanted.port(), destination, to)
                        && end(wanted.peer(), wanted.peerPort(), source, from);
        return there || back;
    }

    private static boolean end(
            Optional<Ipv4Address> wanted, Optional<Integer> port, int address, int itsPort) {
        return (wanted.isEmpty() || wanted.get().bits() == address)
                && (port.isEmpty() || port.get() == itsPort);
    }

    /** What follows belongs to no packet that has just arrived. */
    void nothing() {
        matches = false;
        arrival = null;
    }

    /** The packet at hand leaves. */
    void left(int side, int at) {
        recognise(at);
        if (matches) {
            add(line(TraceLine.Event.LEFT, side, DropReason.NONE, at));
        }
    }

    /** The packet at hand ends. */
    void dropped(DropReason reason, int at) {
        if (matches) {
            add(line(TraceLine.Event.DROPPED, 0, reason, at));
        }
    }

    private void add(TraceLine line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
    }

    private TraceLine line(TraceLine.Event event, int side, DropReason reason, int at) {
        ByteBuf buf = state.buf;
        int protocol = Ipv4Header.protocol(buf, at);
        int transport = Ipv4Header.payload(buf, at);
        boolean first = Ipv4Header.fragmentOffset(buf, at) == 0;
        boolean ports = first && protocol != Ipv4Header.PROTOCOL_ICMP;
        boolean tcp = first && protocol == Ipv4Header.PROTOCOL_TCP;
        return new TraceLine(
                state.clock.nanos(),
                event,
                side,
                reason,
                new Ipv4Address(Ipv4Header.source(buf, at)),
                new Ipv4Address(Ipv4Header.destination(buf, at)),
                protocol,
                ports && FiveTuple.hasPorts(protocol) ? buf.getInt(transport) : 0,
                tcp ? TcpHeader.flags(buf, transport) : 0,
                Ipv4Header.totalLength(buf, at));
    }
}
