package bauta.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A host: one address, TCP ends, UDP ports, echo; it tells senders what it does not know. */
final class Host {
    private final Net net;
    private final Side side;
    private final boolean outside;
    private final Map<Conversation, TcpEnd> ends = new HashMap<>();
    private final Map<Integer, UdpPort> ports = new HashMap<>();
    private final Set<Integer> listening = new HashSet<>();
    private final Reassembly reassembly;
    private int address;
    private int identification;

    /**
     * Two ends of a conversation.
     *
     * @param local here
     * @param remote there
     */
    record Conversation(End local, End remote) {}

    /** What a host does with datagrams for a port. */
    @FunctionalInterface
    interface UdpPort {
        void receive(End from, End to, byte[] payload);
    }

    Host(Net net, Side side, int address, boolean outside) {
        this.net = net;
        this.side = side;
        this.address = address;
        this.outside = outside;
        this.reassembly = new Reassembly(net.time());
    }

    VirtualTime time() {
        return net.time();
    }

    Side side() {
        return side;
    }

    boolean isOutside() {
        return outside;
    }

    int address() {
        return address;
    }

    /** Takes another address; everything it had is gone. */
    void renumber(int now) {
        for (TcpEnd end : ends.values().toArray(new TcpEnd[0])) {
            end.abort("renumbered");
        }
        ports.clear();
        address = now;
    }

    int mss() {
        return net.mss(this);
    }

    void listen(int port) {
        listening.add(port);
    }

    void bind(int port, UdpPort program) {
        ports.put(port, program);
    }

    boolean isBound(int port) {
        return ports.containsKey(port);
    }

    @Nullable Call callOf(int number) {
        return net.calls().of(number);
    }

    void forget(TcpEnd end) {
        ends.remove(new Conversation(end.local(), end.remote()), end);
    }

    void gaveUp(TcpEnd end) {
        net.story().note(() -> end + " gives up");
        net.calls().lost(end, "gave up");
    }

    void refused(TcpEnd end) {
        net.calls().lost(end, "was refused");
    }

    void wasReset(TcpEnd end) {
        net.calls().lost(end, "was reset");
    }

    /** Opens a connection; null when one with these ends is there, other than in TIME_WAIT. */
    @Nullable TcpEnd connect(int port, End remote, Call call) {
        End local = new End(address, port);
        Conversation key = new Conversation(local, remote);
        TcpEnd old = ends.get(key);
        if (old != null && old.state() != TcpEnd.State.TIME_WAIT) {
            return null;
        }
        call.local = local;
        call.remote = remote;
        TcpEnd end = new TcpEnd(this, net.habits(), local, remote, call);
        ends.put(key, end);
        end.open();
        return end;
    }

    int nextIdentification() {
        identification = identification + 1 & 0xffff;
        return identification;
    }

    /** Sends a packet; one that may be cut and is too long for the first link goes in pieces. */
    void send(Datagram packet) {
        int mtu = net.mtu(this);
        if (packet.length() <= mtu) {
            net.carry(this, packet);
            return;
        }
        Datagram cuttable = packet.mayBeCut(nextIdentification());
        net.carryPieces(this, cuttable, mtu);
    }

    void receive(Datagram packet) {
        Datagram whole = reassembly.take(packet);
        if (whole == null || !whole.hasTransport() || !whole.sumIsRight()) {
            return;
        }
        switch (whole.protocol()) {
            case Datagram.TCP -> tcp(whole);
            case Datagram.UDP -> udp(whole);
            case Datagram.ICMP -> icmp(whole);
            default -> {}
        }
    }

    private void tcp(Datagram packet) {
        Conversation key = new Conversation(packet.to(), packet.from());
        TcpEnd end = ends.get(key);
        boolean opens = (packet.flags() & (Datagram.SYN | Datagram.ACK)) == Datagram.SYN;
        boolean again = end != null && end.state() == TcpEnd.State.TIME_WAIT && opens;
        if (end != null && !again) {
            end.receive(packet);
        } else if (opens && listening.contains(packet.destinationPort())) {
            TcpEnd made = new TcpEnd(this, net.habits(), packet.to(), packet.from(), null);
            ends.put(key, made);
            made.accept(packet);
        } else if (!packet.has(Datagram.RST)) {
            refuse(packet);
        }
    }

    private void refuse(Datagram packet) {
        boolean acks = packet.has(Datagram.ACK);
        int length =
                packet.tcpData()
                        + (packet.has(Datagram.SYN) ? 1 : 0)
                        + (packet.has(Datagram.FIN) ? 1 : 0);
        Datagram.Segment segment =
                acks
                        ? new Datagram.Segment(packet.acknowledgment(), 0, Datagram.RST, 0)
                        : new Datagram.Segment(
                                0, packet.sequence() + length, Datagram.RST | Datagram.ACK, 0);
        send(Datagram.tcp(packet.to(), packet.from(), segment, new byte[0], new byte[0]));
    }

    private void udp(Datagram packet) {
        UdpPort port = ports.get(packet.destinationPort());
        byte[] data = packet.data();
        byte[] payload = java.util.Arrays.copyOfRange(data, 8, packet.u16(packet.header() + 4));
        Payload.check(payload);
        if (port != null) {
            port.receive(packet.from(), packet.to(), payload);
        } else if (net.random().nextInt(3) == 0) {
            send(packet.error(address, 0x0303, 0, 28 + net.random().nextInt(60)));
        }
    }

    private void icmp(Datagram packet) {
        if (packet.icmpType() == 8) {
            byte[] data = packet.data();
            int rest = packet.i32(packet.header() + 4);
            byte[] payload = java.util.Arrays.copyOfRange(data, 8, data.length);
            send(Datagram.icmp(address, packet.source(), 0, rest, payload));
        } else if (packet.isIcmpError()) {
            net.told(this, packet);
        }
    }

    /** Trouble on the way: a connection learns the narrowest link (RFC 1191). */
    void told(Datagram error) {
        Datagram quoted = error.quoted();
        boolean narrow = error.icmpType() == 3 && error.icmpCode() == 4;
        TcpEnd end = ends.get(new Conversation(quoted.from(), quoted.to()));
        if (narrow && quoted.protocol() == Datagram.TCP && end != null) {
            end.shrink(error.u16(error.header() + 6) - 40);
        }
    }

    /** The ends that are open, for enemies that want to break them. */
    java.util.List<TcpEnd> openEnds() {
        return ends.values().stream().filter(TcpEnd::isAlive).toList();
    }

    Random random() {
        return net.random();
    }

    @Override
    public String toString() {
        return End.text(address);
    }
}
