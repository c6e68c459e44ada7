package bauta.flow;

import bauta.wire.Ipv4Address;

/**
 * A flow at a moment, for people.
 *
 * @param protocol IP protocol number
 * @param state its name, see {@link FlowState}
 * @param inside the inside host, whoever began it
 * @param outside what the peer sees instead
 * @param peer the other end
 * @param uplink number of its uplink
 * @param createdNanos when it began
 * @param deadlineNanos when it is forgotten, should nothing follow
 * @param sent what went out
 * @param received what came in
 */
public record TrackedFlow(
        int protocol,
        String state,
        End inside,
        End outside,
        End peer,
        int uplink,
        long createdNanos,
        long deadlineNanos,
        Count sent,
        Count received) {
    /**
     * One end.
     *
     * @param address its address
     * @param port its port, or the identifier of an echo request
     */
    public record End(Ipv4Address address, int port) {}

    /**
     * What went in one direction.
     *
     * @param packets IP packets
     * @param bytes of them
     */
    public record Count(long packets, long bytes) {}

    static TrackedFlow of(FlowTable table, int flow) {
        int original = flow << 1;
        int reply = original | 1;
        int kind = FiveTuple.kind(table.ports(original));
        boolean inbound = table.fromOutside(flow);
        int sending = inbound ? reply : original;
        return new TrackedFlow(
                kind == FiveTuple.KIND_ECHO_REQUEST ? 1 : kind,
                FlowState.name(table.state(flow)),
                source(table, sending),
                destination(table, sending ^ 1),
                inbound ? source(table, original) : destination(table, original),
                table.uplink(flow),
                table.createdNanos(flow),
                table.deadlineNanos(flow),
                count(table, sending),
                count(table, sending ^ 1));
    }

    private static End source(FlowTable table, int node) {
        return new End(
                new Ipv4Address(FiveTuple.source(table.addresses(node))),
                FiveTuple.sourcePort(table.ports(node)));
    }

    private static End destination(FlowTable table, int node) {
        return new End(
                new Ipv4Address(FiveTuple.destination(table.addresses(node))),
                FiveTuple.destinationPort(table.ports(node)));
    }

    private static Count count(FlowTable table, int node) {
        return new Count(table.packets(node), table.bytes(node));
    }
}
