package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.nat.Rewrite;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;

/**
 * The way through, the same for every side: a packet that belongs to a flow leaves as the exchange
 * of what its answers look like, by the side where they come in. That is masquerade from a LAN to
 * an uplink, a port forward from an uplink to a LAN, both at once between two hosts of the house,
 * and plain forwarding where the flow changes nothing. Order: flow (or {@link FirstPacket}), TCP
 * window, uplink, time to live, size, translation, egress. Nothing is rewritten before every check
 * has passed, so an ICMP error can quote what the sender sent.
 */
final class Passage implements FragmentWay {
    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final FirstPacket firstPacket;
    private final Fragments fromInside;
    private final Fragments fromOutside;
    private final Fragmenter fragmenter;
    private final ControlPassage control;
    private final ByteBuf buf;

    Passage(PathState state, Egress egress, Errors errors, FirstPacket firstPacket, Pieces pieces) {
        this.state = state;
        this.egress = egress;
        this.errors = errors;
        this.firstPacket = firstPacket;
        this.fromInside = pieces.fromInside();
        this.fromOutside = pieces.fromOutside();
        this.fragmenter = pieces.fragmenter();
        this.buf = state.buf;
        this.control = new ControlPassage(state, egress, this);
    }

    @Override
    @HotPath
    public void forward(Packet packet) {
        if (state.tracing) {
            traceArrived(packet);
        }
        FragmentWay.super.forward(packet);
    }

    @Override
    @HotPath
    public Fragments fragments(Packet packet) {
        return FiveTuple.isUplink(packet.side) ? fromOutside : fromInside;
    }

    @Override
    @HotPath
    public boolean takesPiece(Packet packet) {
        return firstPacket.takesPiece(packet);
    }

    @Override
    @HotPath
    public int admit(Packet packet) {
        int node = state.lookahead.find(packet.addresses, packet.ports);
        if (node == FlowTable.NONE) {
            return firstPacket.admit(packet);
        }
        if (state.algs.isAttached(node >>> 1)) {
            return control.admit(packet, node);
        }
        DropReason bad = judge(packet, node);
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
            return FlowTable.NONE;
        }
        state.ration.used(node);
        return node;
    }

    @ColdExit
    private void traceArrived(Packet packet) {
        state.tracer.arrived(packet);
    }

    /** Returns whether the flow's own tracking lets a packet through; changes nothing. */
    @HotPath
    DropReason judge(Packet packet, int node) {
        if (packet.payload - packet.at > Ipv4Header.LENGTH && hasSourceRoute(packet)) {
            return DropReason.IPV4_BAD_OPTION;
        }
        return packet.protocol == Ipv4Header.PROTOCOL_TCP
                ? state.flows.judge(node, buf, packet.payload, packet.end)
                : DropReason.NONE;
    }

    @ColdExit
    private static boolean hasSourceRoute(Packet packet) {
        return SourceRoute.isIn(packet);
    }

    @Override
    @HotPath
    public void pass(Packet packet, int node) {
        int side = FiveTuple.side(state.flows.ports(node ^ 1));
        DropReason bad = Departure.check(state, packet, side);
        if (bad != DropReason.NONE) {
            errors.stopped(packet, bad, side);
            return;
        }
        note(packet, node, side);
        if (state.algs.isAttached(node >>> 1)) {
            control.send(packet, node, side);
        } else {
            send(packet, node, side);
        }
    }

    @HotPath
    private void note(Packet packet, int node, int side) {
        int flow = node >>> 1;
        int length = packet.length();
        if (packet.hasTransport && packet.protocol == Ipv4Header.PROTOCOL_TCP) {
            state.flows.note(node, buf, packet.payload, packet.end);
            if (packet.fragment) {
                state.flows.inPieces(flow);
            }
            if ((packet.tcpFlags() & TcpHeader.SYN) != 0) {
                clamp(packet, side);
            }
        }
        state.flows.touch(node, state.clock.nanos(), length, refreshes(packet, flow));
        state.count(state.flows.policySlot(flow), length);
        state.count(state.flows.ruleSlot(flow), length);
    }

    /**
     * Returns whether a packet keeps its flow alive: a UDP flow that the outside began is kept
     * alive by the inside alone, so that nobody outside can hold a mapping open (RFC 4787 REQ-6).
     */
    @HotPath
    private boolean refreshes(Packet packet, int flow) {
        return !FiveTuple.isUplink(packet.side)
                || !state.flows.fromOutside(flow)
                || FlowState.isTcp(state.flows.state(flow));
    }

    @ColdExit
    private void clamp(Packet packet, int side) {
        int mtuBytes = Math.min(state.mtuOf(side), state.mtuOf(packet.side));
        MssClamp.clamp(buf, packet.payload, mtuBytes);
    }

    /** Translates a packet of a flow and hands it to its way out. */
    @HotPath
    void send(Packet packet, int node, int side) {
        long answer = state.flows.addresses(node ^ 1);
        int source = FiveTuple.destination(answer);
        int destination = FiveTuple.source(answer);
        int length = packet.length();
        int mtuBytes = state.mtuOf(side);
        if (Departure.isForwarded(packet, side)) {
            Ipv4Header.decrementTtl(buf, packet.at);
        }
        boolean masked = source != packet.source();
        translate(packet, node, source, destination);
        if (length > mtuBytes) {
            boolean renumbered = masked && !packet.fragment;
            fragmenter.send(packet, side, mtuBytes, renumbered);
        } else {
            egress.send(side, destination, packet.at, length);
        }
    }

    @HotPath
    private void translate(Packet packet, int node, int source, int destination) {
        if (packet.identification >= 0) {
            Ipv4Header.changeIdentification(buf, packet.at, packet.identification);
        }
        if (packet.hasTransport) {
            long ports = state.flows.ports(node ^ 1);
            int port = FiveTuple.destinationPort(ports);
            int peerPort = FiveTuple.sourcePort(ports);
            Rewrite.both(buf, packet.at, source, port, destination, peerPort);
        } else {
            Ipv4Header.changeSource(buf, packet.at, source);
            Ipv4Header.changeDestination(buf, packet.at, destination);
        }
    }
}
