package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.PacketBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Protocols without ports that can be changed: by addresses, and by a key where there is one. */
class OtherProtocolsTest {
    private static final int IPIP = 4;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int SCTP = 132;

    private final Rig rig = new Rig();

    private static byte[] packet(int source, int destination, int protocol, int... words) {
        byte[] packet = PacketBytes.udp(source, 0, destination, 0, 32);
        ByteBuffer buf = ByteBuffer.wrap(packet);
        for (int i = 0; i < words.length; i++) {
            buf.putInt(20 + 4 * i, words[i]);
        }
        packet[9] = (byte) protocol;
        PacketBytes.mend(packet);
        return packet;
    }

    /** PPTP's enhanced GRE with a call id (RFC 2637 section 4.1). */
    private static byte[] call(int source, int destination, int id) {
        return packet(source, destination, GRE, 0x2001880b, id);
    }

    private byte[] out(byte[] packet) {
        rig.fromLan(packet);
        byte[] sent = rig.toWan();
        assertThat(Ends.of(sent).source()).isEqualTo(OUR);
        assertThat(payload(sent)).isEqualTo(payload(packet));
        return sent;
    }

    private void in(byte[] packet, int host) {
        rig.fromWan(packet);
        byte[] delivered = rig.toLan();
        assertThat(Ends.of(delivered).destination()).isEqualTo(host);
        assertThat(payload(delivered)).isEqualTo(payload(packet));
    }

    private static byte[] payload(byte[] packet) {
        return Arrays.copyOfRange(packet, 20, packet.length);
    }

    @Test
    void aProtocolWithoutPortsIsMaskedByItsAddresses() {
        for (int protocol : new int[] {IPIP, 88, 103, 136, 255}) {
            rig.fromLan(packet(HOST, PEER, protocol, 1, 2));
            assertThat(Ends.of(rig.toWan()).source()).isEqualTo(OUR);
            rig.fromWan(packet(PEER, OUR, protocol, 3, 4));
            assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(HOST);
        }
        rig.assertDropped();
    }

    @Test
    void twoHostsMaySpeakItToDifferentPeersButNotToOne() {
        out(packet(HOST, PEER, IPIP, 1));
        out(packet(HOST_B, OTHER_PEER, IPIP, 1));
        in(packet(PEER, OUR, IPIP, 9), HOST);
        in(packet(OTHER_PEER, OUR, IPIP, 9), HOST_B);
        rig.fromLan(packet(HOST_B, PEER, IPIP, 1));
        assertThat(rig.drops.value(DropReason.NAT_KEY_TAKEN)).isEqualTo(1);
    }

    @Test
    void callsOfSeveralHostsToOneServerAreToldApart() {
        out(call(HOST, PEER, 100));
        in(call(PEER, OUR, 7), HOST);
        out(call(HOST_B, PEER, 101));
        in(call(PEER, OUR, 8), HOST_B);
        in(call(PEER, OUR, 7), HOST);
        out(call(HOST, PEER, 100));
        in(call(PEER, OUR, 8), HOST_B);
        rig.assertDropped();
    }

    @Test
    void tunnelsOfSeveralHostsToOneGatewayAreToldApart() {
        out(packet(HOST, PEER, ESP, 0x1111, 1));
        in(packet(PEER, OUR, ESP, 0xaaaa, 1), HOST);
        out(packet(HOST_B, PEER, ESP, 0x2222, 1));
        in(packet(PEER, OUR, ESP, 0xbbbb, 1), HOST_B);
        in(packet(PEER, OUR, ESP, 0xaaaa, 2), HOST);
        rig.assertDropped();
    }

    @Test
    void associationsOfSeveralHostsToOneServerAreToldApart() {
        out(packet(HOST, PEER, SCTP, 4000 << 16 | 5000, 1));
        out(packet(HOST_B, PEER, SCTP, 4001 << 16 | 5000, 1));
        in(packet(PEER, OUR, SCTP, 5000 << 16 | 4001, 1), HOST_B);
        in(packet(PEER, OUR, SCTP, 5000 << 16 | 4000, 1), HOST);
        rig.assertDropped();
    }

    @Test
    void nobodyComesInByThem() {
        for (int protocol : new int[] {IPIP, GRE, ESP, SCTP}) {
            rig.fromWan(packet(PEER, OUR, protocol, 1, 2));
            rig.assertSilent();
        }
        out(packet(HOST, PEER, ESP, 0x1111, 1));
        rig.fromWan(packet(OTHER_PEER, OUR, ESP, 0xaaaa, 1));
        rig.assertSilent();
    }

    @Test
    void theyLiveFiveMinutes() {
        out(packet(HOST, PEER, IPIP, 1));
        rig.timers.advance(Duration.ofSeconds(290).toNanos());
        in(packet(PEER, OUR, IPIP, 9), HOST);
        rig.timers.advance(Duration.ofSeconds(310).toNanos());
        rig.fromWan(packet(PEER, OUR, IPIP, 9));
        rig.assertSilent();
    }
}
