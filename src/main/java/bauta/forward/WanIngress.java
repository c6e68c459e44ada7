package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.link.FrameReceiver;
import bauta.wire.EthernetHeader;
import bauta.wire.PppHeader;
import bauta.wire.PppoeHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Bulk frames of the uplink ports: Ethernet, PPPoE, PPP, IPv4. */
@HotPath
final class WanIngress implements FrameReceiver {
    private static final int SESSION_HEADERS =
            EthernetHeader.LENGTH + PppoeHeader.LENGTH + PppHeader.LENGTH;

    private final PathState state;
    private final Packet packet;
    private final Passage passage;
    private final Egress egress;
    private final UnknownSession unknownSession;
    long received;
    private long receivedBefore;

    WanIngress(
            PathState state,
            Packet packet,
            Passage passage,
            Egress egress,
            UnknownSession unknownSession) {
        this.state = state;
        this.packet = packet;
        this.passage = passage;
        this.egress = egress;
        this.unknownSession = unknownSession;
    }

    @Override
    public void coming(int at, int length) {
        if (state.lookahead.pays()) {
            tell(at, length);
        }
    }

    private void tell(int at, int length) {
        Uplink uplink = length < SESSION_HEADERS ? null : uplinkOf(at);
        if (uplink == null) {
            state.coming.other(at);
        } else {
            state.coming.packet(at, at + SESSION_HEADERS, at + length, uplink.side);
        }
    }

    @Override
    public void receive(int at, int length) {
        received++;
        state.lookahead.arrived(at);
        int end = at + length;
        DropReason bad = checkFrame(at, end);
        if (bad != DropReason.NONE) {
            state.drop(at, bad);
            return;
        }
        Uplink uplink = uplinkOf(at);
        if (uplink == null) {
            unknown(at);
            return;
        }
        uplink.lastReceivedNanos = state.clock.nanos();
        receive(at, uplink);
    }

    private DropReason checkFrame(int at, int end) {
        ByteBuf buf = state.buf;
        DropReason bad = EthernetHeader.check(buf, at, end);
        if (bad != DropReason.NONE) {
            return bad;
        }
        if (EthernetHeader.type(buf, at) != EthernetHeader.TYPE_PPPOE_SESSION) {
            return wrongType(EthernetHeader.type(buf, at));
        }
        int pppoe = at + EthernetHeader.LENGTH;
        bad = PppoeHeader.check(buf, pppoe, end);
        if (bad != DropReason.NONE) {
            return bad;
        }
        if (PppoeHeader.code(buf, pppoe) != PppoeHeader.CODE_SESSION) {
            return DropReason.PPPOE_BAD_CODE;
        }
        return EthernetHeader.isGroup(EthernetHeader.destination(buf, at))
                ? DropReason.ETHERNET_UNWANTED_MULTICAST
                : DropReason.NONE;
    }

    private static DropReason wrongType(int type) {
        return type == EthernetHeader.TYPE_VLAN || type == EthernetHeader.TYPE_SERVICE_VLAN
                ? DropReason.ETHERNET_UNEXPECTED_VLAN
                : DropReason.ETHERNET_UNKNOWN_TYPE;
    }

    private @Nullable Uplink uplinkOf(int at) {
        long destination = EthernetHeader.destination(state.buf, at);
        long source = EthernetHeader.source(state.buf, at);
        int session = PppoeHeader.sessionId(state.buf, at + EthernetHeader.LENGTH);
        for (int i = 0; i < state.uplinks.length; i++) {
            Uplink uplink = state.uplinks[i];
            if (uplink != null && uplink.up && uplink.isSession(destination, source, session)) {
                return uplink;
            }
        }
        return null;
    }

    private void receive(int at, Uplink uplink) {
        int pppoe = at + EthernetHeader.LENGTH;
        int ppp = pppoe + PppoeHeader.LENGTH;
        int end = ppp + PppoeHeader.payloadLength(state.buf, pppoe);
        DropReason bad = PppHeader.check(state.buf, ppp, end);
        if (bad == DropReason.NONE) {
            int protocol = PppHeader.protocol(state.buf, ppp);
            bad =
                    protocol == PppHeader.PROTOCOL_IPV4
                            ? packet.read(ppp + PppHeader.LENGTH, end, uplink.side)
                            : wrongProtocol(protocol);
        }
        if (bad != DropReason.NONE) {
            state.drop(at, bad);
        } else {
            passage.forward(packet);
        }
    }

    private static DropReason wrongProtocol(int protocol) {
        return protocol == PppHeader.PROTOCOL_IPV6
                ? DropReason.IPV6_NOT_SUPPORTED
                : DropReason.PPP_UNKNOWN_PROTOCOL;
    }

    @ColdExit
    private void unknown(int at) {
        long source = EthernetHeader.source(state.buf, at);
        int session = PppoeHeader.sessionId(state.buf, at + EthernetHeader.LENGTH);
        state.drop(at, DropReason.PPPOE_UNKNOWN_SESSION);
        unknownSession.received(source, session);
    }

    @Override
    public void batchEnd() {
        state.ration.batch((int) (received - receivedBefore));
        receivedBefore = received;
        egress.flush();
    }
}
