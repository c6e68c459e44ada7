package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.TokenBucket;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.nat.Rewrite;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.TransportKey;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/**
 * ICMP errors that cross the router (RFC 5508 section 4), in every direction: the packet that they
 * quote left by the side where they come in, so an answer to it tells the flow. The quotation is
 * rewritten to what its sender once sent, with its checksums, then the outer addresses and the ICMP
 * checksum. The message's own checksum is verified first. An error keeps no flow alive and ends
 * none.
 */
final class IcmpTranslation {
    private static final int QUOTED_BYTES = UdpHeader.LENGTH;
    private static final int TCP_CHECKSUM_END = 18;
    private static final int SEARCHES_PER_SECOND = 10;

    private final PathState state;
    private final Egress egress;
    private final Fragmenter fragmenter;
    private final ByteBuf buf;
    private final TokenBucket searches;

    IcmpTranslation(PathState state, Egress egress, Fragmenter fragmenter) {
        this.state = state;
        this.egress = egress;
        this.fragmenter = fragmenter;
        this.buf = state.buf;
        this.searches =
                new TokenBucket(SEARCHES_PER_SECOND, SEARCHES_PER_SECOND, state.clock.nanos());
    }

    /** Returns why a message cannot cross; {@code NONE} when {@link #node} finds its flow. */
    private DropReason check(Packet packet) {
        if (!isTranslated(IcmpHeader.type(buf, packet.payload))) {
            return DropReason.ICMP_UNSUPPORTED_TYPE;
        }
        if (!IcmpHeader.checksumIsRight(buf, packet.payload, packet.end)) {
            return DropReason.ICMP_BAD_CHECKSUM;
        }
        int quoted = packet.payload + IcmpHeader.LENGTH;
        boolean header = Ipv4Header.checkShape(buf, quoted, packet.end) == DropReason.NONE;
        boolean ports = header && packet.end - Ipv4Header.payload(buf, quoted) >= QUOTED_BYTES;
        if (!ports) {
            return DropReason.ICMP_ERROR_TRUNCATED;
        }
        return Ipv4Header.fragmentOffset(buf, quoted) == 0
                ? DropReason.NONE
                : DropReason.ICMP_ERROR_NO_FLOW;
    }

    /** Decides about an ICMP message, neither echo request nor reply. */
    void decide(Packet packet, Decision decision) {
        decision.at(WhyStage.FLOW);
        DropReason bad = check(packet);
        int node = bad == DropReason.NONE ? node(packet) : FlowTable.NONE;
        if (node == FlowTable.NONE) {
            decision.drop(bad == DropReason.NONE ? DropReason.ICMP_ERROR_NO_FLOW : bad);
            return;
        }
        decision.act = Decision.Act.ERROR;
        decision.node = node;
        decision.side = FiveTuple.side(state.flows.ports(decision.node ^ 1));
    }

    /** Returns whether an ICMP type that is not echo can be translated at all (RFC 5508). */
    private static boolean isTranslated(int type) {
        return type == IcmpHeader.UNREACHABLE
                || type == IcmpHeader.TIME_EXCEEDED
                || type == IcmpHeader.PARAMETER_PROBLEM;
    }

    /** Returns the node of the flow that an error is about, in the direction that it goes. */
    private int node(Packet packet) {
        int quoted = packet.payload + IcmpHeader.LENGTH;
        long addresses = FiveTuple.exchange(Ipv4Header.addresses(buf, quoted));
        long ports = quotedPorts(quoted, packet.end, packet.side);
        int node = state.flows.find(addresses, FiveTuple.answered(ports, packet.side));
        boolean learnt = TransportKey.isLearnt(FiveTuple.kind(ports), (int) ports);
        return node == FlowTable.NONE && learnt && searches.take(state.clock.nanos())
                ? search(addresses, ports)
                : node;
    }

    /**
     * Looks for the flow of a protocol whose answers have a key of their own, which a quoted packet
     * does not tell. There is no index for that: each search looks at all flows, so searches are
     * few.
     */
    private int search(long answerAddresses, long ports) {
        for (int node = 0; node < 2 * state.flows.capacity(); node++) {
            if (state.flows.isTracked(node >>> 1)
                    && state.flows.addresses(node) == answerAddresses
                    && isOf(state.flows.ports(node ^ 1), ports)) {
                return node;
            }
        }
        return FlowTable.NONE;
    }

    private static boolean isOf(long other, long quoted) {
        return FiveTuple.kind(other) == FiveTuple.kind(quoted) && (int) other == (int) quoted;
    }

    /** The second long of the quoted packet, as it left by a side. */
    private long quotedPorts(int quoted, int end, int side) {
        int protocol = Ipv4Header.protocol(buf, quoted);
        int transport = Ipv4Header.payload(buf, quoted);
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP ->
                    FiveTuple.keyed(side, protocol, buf.getInt(transport));
            case Ipv4Header.PROTOCOL_ICMP -> Packet.icmpPorts(buf, transport, side);
            default ->
                    FiveTuple.keyed(side, protocol, TransportKey.of(buf, transport, end, protocol));
        };
    }

    /**
     * Sends an error that {@link #check} found nothing wrong with. One that cannot leave ends
     * without a word, for errors are not answered (RFC 1122 section 3.2.2).
     *
     * @param packet the error
     * @param node of its flow
     */
    void pass(Packet packet, int node) {
        int side = FiveTuple.side(state.flows.ports(node ^ 1));
        int mtuBytes = state.mtuOf(side);
        DropReason bad = Departure.check(state, packet, side);
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
        } else {
            translate(packet, node);
            if (Departure.isForwarded(packet, side)) {
                Ipv4Header.decrementTtl(buf, packet.at);
            }
            if (packet.length() > mtuBytes) {
                fragmenter.send(packet, side, mtuBytes, true);
            } else {
                int host = Ipv4Header.destination(buf, packet.at);
                egress.send(side, host, packet.at, packet.length());
            }
        }
    }

    private void translate(Packet packet, int node) {
        long sent = state.flows.addresses(node ^ 1);
        int source = sourceOf(packet, node);
        rewriteQuoted(packet, sent, state.flows.ports(node ^ 1));
        Ipv4Header.changeSource(buf, packet.at, source);
        Ipv4Header.changeDestination(buf, packet.at, FiveTuple.source(sent));
        IcmpHeader.writeChecksum(buf, packet.payload, packet.end);
    }

    /**
     * The sender of an error as its receiver may know it: the far end of the flow under the name
     * that the flow has for it, a router on the Internet under its own, everybody behind our
     * address under ours (RFC 5508 REQ-4, REQ-5).
     */
    private int sourceOf(Packet packet, int node) {
        int known = FiveTuple.destination(state.flows.addresses(node ^ 1));
        int end = FiveTuple.source(state.flows.addresses(node));
        boolean hidden = known != end && !FiveTuple.isUplink(packet.side);
        return hidden || packet.source() == end ? known : packet.source();
    }

    /** A quotation is rewritten as the packet was, backwards. */
    private void rewriteQuoted(Packet packet, long addresses, long ports) {
        int quoted = packet.payload + IcmpHeader.LENGTH;
        int kept = saveTcpChecksumRoom(quoted, packet.end);
        Rewrite.both(
                buf,
                quoted,
                FiveTuple.source(addresses),
                FiveTuple.sourcePort(ports),
                FiveTuple.destination(addresses),
                FiveTuple.destinationPort(ports));
        restoreTcpChecksumRoom(quoted, kept);
    }

    /**
     * A quotation may end before the TCP checksum, which stands 16 bytes into the header: the bytes
     * where it would be are no part of the packet then, and stay as they are.
     *
     * @return those two bytes, or -1 when the checksum is quoted
     */
    private int saveTcpChecksumRoom(int quoted, int end) {
        int transport = Ipv4Header.payload(buf, quoted);
        boolean isTcp = Ipv4Header.protocol(buf, quoted) == Ipv4Header.PROTOCOL_TCP;
        boolean cut = isTcp && end - transport < TCP_CHECKSUM_END;
        return cut ? TcpHeader.checksum(buf, transport) : -1;
    }

    private void restoreTcpChecksumRoom(int quoted, int kept) {
        if (kept >= 0) {
            TcpHeader.putChecksum(buf, Ipv4Header.payload(buf, quoted), kept);
        }
    }
}
