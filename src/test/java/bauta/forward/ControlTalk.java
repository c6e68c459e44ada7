package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A TCP connection through the path, with real bytes and the sequence numbers that each end knows:
 * what one end says is given to the router, and what comes out must be exactly what the other end
 * waits for next.
 */
final class ControlTalk {
    private static final int HEADERS = 40;
    private static final byte[] NO_BYTES = {};

    /** One end: where its packets go in, where those for it come out, and its numbers. */
    static final class End {
        final Consumer<byte[]> in;
        final Supplier<byte[]> out;
        int address;
        int port;
        int peer;
        int peerPort;
        int sent;
        int received;

        End(Consumer<byte[]> in, Supplier<byte[]> out, int sequence) {
            this.in = in;
            this.out = out;
            this.sent = sequence;
        }
    }

    final End opener;
    final End answerer;

    private ControlTalk(End opener, End answerer) {
        this.opener = opener;
        this.answerer = answerer;
    }

    /** A host of the house connects to a server outside; both have shaken hands. */
    static ControlTalk outward(Rig rig, int host, int port, int server, int serverPort) {
        var client = new End(rig::fromLan, rig::toLan, -3);
        var far = new End(rig::fromWan, rig::toWan, 0x7fff_fff0);
        return new ControlTalk(client, far).shakeHands(host, port, server, serverPort);
    }

    /** A client outside connects to an address and port of ours, which a forward leads inside. */
    static ControlTalk inward(Rig rig, int client, int port, int ours, int ourPort) {
        var far = new End(rig::fromWan, rig::toWan, -3);
        var server = new End(rig::fromLan, rig::toLan, 0x7fff_fff0);
        return new ControlTalk(far, server).shakeHands(client, port, ours, ourPort);
    }

    private ControlTalk shakeHands(int host, int port, int server, int serverPort) {
        opener.address = host;
        opener.port = port;
        opener.peer = server;
        opener.peerPort = serverPort;
        opener.in.accept(segment(opener, TcpHeader.SYN, NO_BYTES));
        opener.sent++;
        ByteBuf syn = Unpooled.wrappedBuffer(answerer.out.get());
        answerer.address = Ipv4Header.destination(syn, 0);
        answerer.port = TcpHeader.destinationPort(syn, Ipv4Header.LENGTH);
        answerer.peer = Ipv4Header.source(syn, 0);
        answerer.peerPort = TcpHeader.sourcePort(syn, Ipv4Header.LENGTH);
        answerer.received = TcpHeader.sequence(syn, Ipv4Header.LENGTH) + 1;
        answerer.in.accept(segment(answerer, TcpHeader.SYN | TcpHeader.ACK, NO_BYTES));
        answerer.sent++;
        ByteBuf answer = Unpooled.wrappedBuffer(opener.out.get());
        opener.received = TcpHeader.sequence(answer, Ipv4Header.LENGTH) + 1;
        assertThat(TcpHeader.acknowledgment(answer, Ipv4Header.LENGTH)).isEqualTo(opener.sent);
        acknowledge(opener);
        return this;
    }

    /** The opener says something; returns what the other end hears, and acknowledges. */
    String say(String text) {
        return say(opener, answerer, text);
    }

    /** The answering end says something; returns what the opener hears, and acknowledges. */
    String reply(String text) {
        return say(answerer, opener, text);
    }

    private String say(End speaker, End listener, String text) {
        send(speaker, text);
        String heard = hear(listener);
        acknowledge(listener);
        return heard;
    }

    /** Gives a segment to the router; nothing is taken out. */
    void send(End speaker, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        speaker.in.accept(segment(speaker, TcpHeader.ACK | TcpHeader.PSH, bytes));
        speaker.sent += bytes.length;
    }

    /** Takes a segment out, which must begin where the last one ended. */
    String hear(End listener) {
        byte[] packet = listener.out.get();
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        int tcp = Ipv4Header.LENGTH;
        int data = tcp + TcpHeader.headerLength(buf, tcp);
        assertThat(TcpHeader.sequence(buf, tcp)).isEqualTo(listener.received);
        listener.received += packet.length - data;
        return new String(packet, data, packet.length - data, StandardCharsets.ISO_8859_1);
    }

    /**
     * An end acknowledges all it has heard; the other end must find all it has said acknowledged.
     */
    void acknowledge(End listener) {
        End speaker = listener == opener ? answerer : opener;
        listener.in.accept(segment(listener, TcpHeader.ACK, NO_BYTES));
        ByteBuf buf = Unpooled.wrappedBuffer(speaker.out.get());
        assertThat(TcpHeader.sequence(buf, Ipv4Header.LENGTH)).isEqualTo(speaker.received);
        assertThat(TcpHeader.acknowledgment(buf, Ipv4Header.LENGTH)).isEqualTo(speaker.sent);
    }

    /** A segment of an end, as it knows its numbers. */
    static byte[] segment(End from, int flags, byte[] bytes) {
        byte[] packet =
                PacketBytes.tcp(
                        from.address, from.port, from.peer, from.peerPort, flags, bytes.length);
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        TcpHeader.putSequence(buf, Ipv4Header.LENGTH, from.sent);
        boolean acknowledges = (flags & TcpHeader.ACK) != 0;
        TcpHeader.putAcknowledgment(buf, Ipv4Header.LENGTH, acknowledges ? from.received : 0);
        buf.setBytes(HEADERS, bytes);
        PacketBytes.mend(packet);
        return packet;
    }

    /** A UDP datagram with a payload. */
    static byte[] datagram(int source, int port, int destination, int toPort, byte[] payload) {
        byte[] packet = PacketBytes.udp(source, port, destination, toPort, payload.length);
        int data = Ipv4Header.LENGTH + UdpHeader.LENGTH;
        System.arraycopy(payload, 0, packet, data, payload.length);
        PacketBytes.mend(packet);
        return packet;
    }

    /** Returns the payload of a UDP datagram. */
    static byte[] payload(byte[] packet) {
        int data = Ipv4Header.LENGTH + UdpHeader.LENGTH;
        return java.util.Arrays.copyOfRange(packet, data, packet.length);
    }
}
