package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.nat.FragmentIds;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that come in pieces. They are not put together: the first piece has the ports and finds
 * the flow, later ones follow it by addresses, identification and protocol. Pieces that come before
 * the first wait for it. Table, waiting pieces and waiting time are bounded. Overlapping pieces
 * kill their datagram (RFC 1858; RFC 5722 in spirit); an exact repetition is only dropped itself.
 *
 * <p>There is one for what comes from inside and one for what comes from outside, so that nobody
 * outside can fill the table of the house. A full table gives the place of a dead datagram to a new
 * one, else that of one whose first piece has not come, the oldest first; one that has its flow
 * keeps its place.
 */
final class Fragments {
    /** Datagrams in pieces at a time, in one direction. */
    static final int MAX_DATAGRAMS = 128;

    /** Pieces that wait at a time, over all datagrams of one direction. */
    static final int MAX_HELD = 64;

    /** How long a datagram may take to come (RFC 791 section 3.2). */
    static final long TIMEOUT_NANOS = 15_000_000_000L;

    private final PathState state;
    private final ByteBuf buf;
    private final FragmentIds identifications;
    private final FragmentEntry[] entries = new FragmentEntry[MAX_DATAGRAMS];
    private int held;

    Fragments(PathState state, FragmentIds identifications) {
        this.state = state;
        this.buf = state.buf;
        this.identifications = identifications;
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new FragmentEntry();
        }
    }

    /** Takes a fragment of which only the IPv4 header has been read, with its ownership. */
    @ColdExit
    void receive(Packet packet, FragmentWay way) {
        DropReason bad = check(packet);
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
            return;
        }
        FragmentEntry entry = entryOf(packet);
        if (entry == null) {
            state.drop(packet, DropReason.IPV4_FRAGMENT_LIMIT);
        } else if (entry.dead != DropReason.NONE) {
            state.drop(packet, entry.dead);
        } else {
            note(packet, entry, way);
        }
    }

    /** Reads the transport header of a first piece; checks the place of a later one. */
    private DropReason check(Packet packet) {
        int offset = Ipv4Header.fragmentOffset(buf, packet.at);
        int length = packet.end - packet.payload;
        boolean more = Ipv4Header.moreFragments(buf, packet.at);
        boolean uneven = more && length % 8 != 0;
        boolean tooFar = offset + length > Ipv4Header.MAX_TOTAL_LENGTH - Ipv4Header.LENGTH;
        if (length == 0 || uneven || tooFar) {
            return DropReason.IPV4_BAD_FRAGMENT;
        }
        packet.hasTransport = offset == 0;
        return offset == 0 ? packet.readTransport() : DropReason.NONE;
    }

    private @Nullable FragmentEntry entryOf(Packet packet) {
        long rest =
                (long) packet.side << 32
                        | (long) packet.protocol << 16
                        | Ipv4Header.identification(buf, packet.at);
        FragmentEntry free = null;
        for (FragmentEntry entry : entries) {
            if (!entry.used) {
                free = free == null ? entry : free;
            } else if (entry.addresses == packet.addresses && entry.rest == rest) {
                return entry;
            }
        }
        FragmentEntry entry = free == null ? reclaim() : free;
        if (entry != null) {
            entry.begin(packet.addresses, rest, state.clock.nanos() + TIMEOUT_NANOS);
        }
        return entry;
    }

    /** Gives up the datagram that is missed least, or returns null when each has its flow. */
    private @Nullable FragmentEntry reclaim() {
        FragmentEntry victim = null;
        for (FragmentEntry entry : entries) {
            boolean idle = entry.dead != DropReason.NONE || entry.node == FlowTable.NONE;
            if (idle && (victim == null || entry.isMissedLessThan(victim))) {
                victim = entry;
            }
        }
        if (victim != null) {
            dropHeld(victim, DropReason.IPV4_FRAGMENT_LIMIT);
        }
        return victim;
    }

    private void note(Packet packet, FragmentEntry entry, FragmentWay way) {
        int start = Ipv4Header.fragmentOffset(buf, packet.at);
        int end = start + packet.end - packet.payload;
        DropReason bad = entry.note(start, end, Ipv4Header.moreFragments(buf, packet.at));
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
            if (entry.dead != DropReason.NONE) {
                dropHeld(entry, entry.dead);
            }
        } else if (start == 0) {
            first(packet, entry, way);
        } else if (entry.node != FlowTable.NONE) {
            pass(packet, entry, way);
        } else {
            hold(packet, entry);
        }
        if (entry.isComplete() && entry.held() == 0) {
            entry.used = false;
        }
    }

    private void first(Packet packet, FragmentEntry entry, FragmentWay way) {
        state.forgetReason();
        entry.node = way.admit(packet);
        if (entry.node == FlowTable.NONE) {
            DropReason why = state.lastReason();
            entry.dead = why == DropReason.NONE ? DropReason.IPV4_BAD_FRAGMENT : why;
            dropHeld(entry, entry.dead);
            return;
        }
        int side = packet.side;
        entry.ports = packet.ports;
        entry.identification = identification(packet, entry.node);
        pass(packet, entry, way);
        int waiting = entry.held();
        entry.forgetHeld();
        held -= waiting;
        for (int i = 0; i < waiting; i++) {
            DropReason bad = packet.read(entry.heldAt(i), entry.heldEnd(i), side);
            assert bad == DropReason.NONE : "a held fragment changed";
            packet.hasTransport = false;
            pass(packet, entry, way);
        }
    }

    /** Datagrams that leave under our address get an identification of ours; others keep theirs. */
    private int identification(Packet packet, int node) {
        long answer = state.flows.addresses(node ^ 1);
        int source = FiveTuple.destination(answer);
        return source == packet.source()
                ? -1
                : identifications.next(source, FiveTuple.source(answer), packet.protocol);
    }

    private void pass(Packet packet, FragmentEntry entry, FragmentWay way) {
        boolean sameFlow =
                state.flows.state(entry.node >>> 1) != FlowState.FREE
                        && state.flows.addresses(entry.node) == packet.addresses
                        && state.flows.ports(entry.node) == entry.ports;
        if (sameFlow) {
            packet.identification = entry.identification;
            way.pass(packet, entry.node);
        } else {
            entry.dead = DropReason.IPV4_FRAGMENT_TIMEOUT;
            state.drop(packet, entry.dead);
        }
    }

    private void hold(Packet packet, FragmentEntry entry) {
        if (held == MAX_HELD || !entry.canHold()) {
            state.drop(packet, DropReason.IPV4_FRAGMENT_LIMIT);
        } else {
            held++;
            entry.hold(packet.at, packet.end);
        }
    }

    private void dropHeld(FragmentEntry entry, DropReason reason) {
        for (int i = 0; i < entry.held(); i++) {
            state.drop(entry.heldAt(i), reason);
        }
        held -= entry.held();
        entry.forgetHeld();
    }

    /** Ends datagrams whose time is over; called by the path's tick. */
    void expire(long nowNanos) {
        for (FragmentEntry entry : entries) {
            if (entry.used && entry.deadlineNanos <= nowNanos) {
                dropHeld(entry, DropReason.IPV4_FRAGMENT_TIMEOUT);
                entry.used = false;
            }
        }
    }

    /** Returns pieces that wait now. */
    int held() {
        return held;
    }
}
