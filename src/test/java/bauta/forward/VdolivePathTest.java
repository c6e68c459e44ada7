package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.vdolive.VdoliveAlg;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VDOLive through the router, with its UDP port taken outside by another host. */
class VdolivePathTest {
    private static final String INITIAL = "\0\0\0\40\0\0\0\6" + "x".repeat(16) + "VDO Live";
    private static final String PORT = "\0\0\33\130";
    private static final int MEDIA = 7000;
    private static final int TCP = 20;

    private final Rig rig = new Rig();

    @BeforeEach
    void takePort() {
        rig.fromLan(PacketBytes.udp(HOST_B, MEDIA, OTHER_PEER, 9, 4));
        rig.toWan();
    }

    private static int port(String heard) {
        assertThat(heard).startsWith(INITIAL + "\0\0").hasSize(INITIAL.length() + 4);
        return heard.charAt(heard.length() - 2) << 8 | heard.charAt(heard.length() - 1);
    }

    private void send(int peer, int port) {
        rig.fromWan(PacketBytes.udp(peer, 5000, OUR, port, 4));
    }

    @Test
    void withoutItNothingComesIn() {
        ControlTalk talk = ControlTalk.outward(rig, HOST, 40_000, PEER, 7000);
        assertThat(talk.say(INITIAL + PORT)).isEqualTo(INITIAL + PORT);
        send(PEER, MEDIA);
        rig.assertSilent();
    }

    @Test
    void theServerSendsToThePortThatItWasTold() {
        DatagramTalk.on(rig, new VdoliveAlg());
        ControlTalk talk = ControlTalk.outward(rig, HOST, 40_000, PEER, 7000);
        int seen = port(talk.say(INITIAL + PORT));
        assertThat(seen).isNotEqualTo(MEDIA);
        send(OTHER_PEER, seen);
        rig.assertSilent();
        send(PEER, seen);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 5000, HOST, MEDIA));
        assertThat(talk.reply("go on")).isEqualTo("go on");
    }

    @Test
    void theSameSegmentAgainHasTheSameText() {
        DatagramTalk.on(rig, new VdoliveAlg());
        ControlTalk talk = ControlTalk.outward(rig, HOST, 40_000, PEER, 7000);
        talk.send(talk.opener, INITIAL + PORT);
        String first = talk.hear(talk.answerer);
        talk.opener.sent -= first.length();
        talk.answerer.received -= first.length();
        talk.send(talk.opener, INITIAL + PORT);
        assertThat(talk.hear(talk.answerer)).isEqualTo(first);
        assertThat(rig.path.algs().getFirst().opened()).isOne();
    }

    @Test
    void optionsOfTcpAreNotTakenForTheMessage() {
        DatagramTalk.on(rig, new VdoliveAlg());
        ControlTalk talk = ControlTalk.outward(rig, HOST, 40_000, PEER, 7000);
        byte[] payload = (INITIAL + PORT).getBytes(StandardCharsets.ISO_8859_1);
        rig.fromLan(withTimestamps(talk.opener, payload));
        byte[] sent = rig.toWan();
        String heard = new String(sent, TCP + 32, payload.length, StandardCharsets.ISO_8859_1);
        assertThat(port(heard)).isNotEqualTo(MEDIA);
    }

    private static byte[] withTimestamps(ControlTalk.End from, byte[] payload) {
        byte[] room = new byte[payload.length + 12];
        byte[] packet = ControlTalk.segment(from, TcpHeader.ACK | TcpHeader.PSH, room);
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        TcpHeader.appendTimestamps(buf, TCP, 1, 2);
        buf.setBytes(TCP + TcpHeader.headerLength(buf, TCP), payload);
        PacketBytes.mend(packet);
        return Arrays.copyOf(packet, packet.length);
    }
}
