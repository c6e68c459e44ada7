package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.cuseeme.CuseemeAlg;
import bauta.wire.UdpHeader;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** CU-SeeMe through the router: port 7648 stays, and sums are right or absent as before. */
class CuseemePathTest {
    private static final int PORT = 7648;
    private static final int UDP = 20;
    private static final String ZERO = "00000000";

    private final Rig rig = new Rig();

    private static String header(int destination, int source) {
        return "00011de0%08x00011de0%08x".formatted(destination, source)
                + "00000007"
                + "0002"
                + "0001"
                + "001a";
    }

    @Test
    void bothAddressesChangeOnTheirWay() {
        DatagramTalk.on(rig, new CuseemeAlg());
        DatagramTalk talk = DatagramTalk.outward(rig, PORT, PORT);
        assertThat(talk.say(header(PEER, HOST))).isEqualTo(header(PEER, OUR));
        assertThat(talk.reply(header(OUR, PEER))).isEqualTo(header(HOST, PEER));
        assertThat(rig.path.algs().getFirst().rewritten()).isEqualTo(2);
        assertThat(rig.path.algs().getFirst().opened()).isZero();
    }

    @Test
    void withoutItAddressesStay() {
        DatagramTalk talk = DatagramTalk.outward(rig, PORT, PORT);
        assertThat(talk.say(header(PEER, HOST))).isEqualTo(header(PEER, HOST));
    }

    @Test
    void anAbsentSumStaysAbsent() {
        DatagramTalk.on(rig, new CuseemeAlg());
        byte[] payload = HexFormat.of().parseHex(header(0, HOST));
        byte[] packet = ControlTalk.datagram(HOST, PORT, PEER, PORT, payload);
        UdpHeader.putChecksum(Unpooled.wrappedBuffer(packet), UDP, 0);
        rig.fromLan(packet);
        byte[] sent = rig.toWan();
        assertThat(UdpHeader.checksum(Unpooled.wrappedBuffer(sent), UDP)).isZero();
        String text = HexFormat.of().formatHex(ControlTalk.payload(sent));
        assertThat(text).isEqualTo(header(0, OUR)).contains(ZERO);
    }

    @Test
    void aDamagedDatagramIsNotReadAndStaysDamaged() {
        DatagramTalk.on(rig, new CuseemeAlg());
        byte[] payload = HexFormat.of().parseHex(header(0, HOST));
        byte[] packet = ControlTalk.datagram(HOST, PORT, PEER, PORT, payload);
        packet[packet.length - 1]++;
        rig.fromLan(packet);
        byte[] frame = rig.wan.take();
        String sent = HexFormat.of().formatHex(frame);
        assertThat(sent).endsWith(HexFormat.of().formatHex(packet, UDP + 8, packet.length));
        assertThat(rig.path.algs().getFirst().rewritten()).isZero();
    }

    @Test
    void aForwardedClientIsHelpedTheSameWay() {
        DatagramTalk.on(rig, new CuseemeAlg());
        rig.path.rules(NatRules.forwards(NatRules.port(PORT, HOST, PORT)));
        DatagramTalk talk = DatagramTalk.inward(rig, PORT, PORT);
        assertThat(talk.say(header(OUR, PEER))).isEqualTo(header(HOST, PEER));
        assertThat(talk.reply(header(PEER, HOST))).isEqualTo(header(PEER, OUR));
    }
}
