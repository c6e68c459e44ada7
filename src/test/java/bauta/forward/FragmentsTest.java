package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentsTest {
    private static final int ID = 0x7777;
    private final Rig rig = new Rig();

    private static byte[] out(int host, int payload) {
        return PacketBytes.mayFragment(PacketBytes.udp(host, 4000, PEER, 5000, payload), ID);
    }

    private static byte[] in(int payload) {
        return PacketBytes.mayFragment(PacketBytes.udp(PEER, 5000, OUR, 4000, payload), ID);
    }

    /** Puts pieces together again, in any order; the rest of the header must be the same. */
    private static byte[] joined(List<byte[]> pieces) {
        int total = 0;
        for (byte[] piece : pieces) {
            ByteBuf buf = Unpooled.wrappedBuffer(piece);
            total = Math.max(total, Ipv4Header.fragmentOffset(buf, 0) + piece.length);
        }
        byte[] whole = new byte[total];
        int identification = -1;
        for (byte[] piece : pieces) {
            ByteBuf buf = Unpooled.wrappedBuffer(piece);
            int offset = Ipv4Header.fragmentOffset(buf, 0);
            assertThat(Ipv4Header.moreFragments(buf, 0)).isEqualTo(offset + piece.length != total);
            assertThat(identification).isIn(-1, Ipv4Header.identification(buf, 0));
            identification = Ipv4Header.identification(buf, 0);
            System.arraycopy(piece, 0, whole, 0, 20);
            System.arraycopy(piece, 20, whole, 20 + offset, piece.length - 20);
        }
        ByteBuf buf = Unpooled.wrappedBuffer(whole);
        Ipv4Header.putTotalLength(buf, 0, total);
        Ipv4Header.putFragment(buf, 0, 0, false);
        Ipv4Header.writeChecksum(buf, 0);
        PacketBytes.assertSound(whole);
        return whole;
    }

    private List<byte[]> allToWan() {
        List<byte[]> pieces = new ArrayList<>();
        while (rig.wan.waiting() > 0) {
            pieces.add(rig.toWan());
        }
        return pieces;
    }

    private static byte[] masqueraded(byte[] packet, byte[] like) {
        ByteBuf buf = Unpooled.wrappedBuffer(packet.clone());
        buf.setInt(12, OUR);
        buf.setShort(4, Ipv4Header.identification(Unpooled.wrappedBuffer(like), 0));
        buf.setByte(8, 63);
        byte[] bytes = new byte[packet.length];
        buf.getBytes(0, bytes);
        PacketBytes.mend(bytes);
        return bytes;
    }

    @Test
    void piecesInOrderFollowTheFirst() {
        byte[] whole = out(HOST, 3000);
        rig.fromLan(PacketBytes.fragment(whole, 0, 1400));
        rig.fromLan(PacketBytes.fragment(whole, 1400, 1400));
        rig.fromLan(PacketBytes.fragment(whole, 2800, 208));
        List<byte[]> pieces = allToWan();
        assertThat(pieces).hasSize(3);
        byte[] joined = joined(pieces);
        assertThat(joined).isEqualTo(masqueraded(whole, joined));
        rig.assertDropped();
    }

    @Test
    void piecesBeforeTheFirstWaitForIt() {
        byte[] whole = out(HOST, 3000);
        rig.fromLan(PacketBytes.fragment(whole, 2800, 208));
        rig.fromLan(PacketBytes.fragment(whole, 1400, 1400));
        rig.assertSilent();
        assertThat(rig.path.status().held()).isEqualTo(2);
        rig.fromLan(PacketBytes.fragment(whole, 0, 1400));
        byte[] joined = joined(allToWan());
        assertThat(joined).isEqualTo(masqueraded(whole, joined));
        assertThat(rig.path.status().held()).isZero();
        rig.assertDropped();
    }

    @Test
    void answersInPiecesReachTheHost() {
        rig.fromLan(out(HOST, 1));
        rig.toWan();
        byte[] whole = in(2000);
        rig.fromWan(PacketBytes.fragment(whole, 1400, 608));
        rig.fromWan(PacketBytes.fragment(whole, 0, 1400));
        byte[] joined = joined(List.of(rig.toLan(), rig.toLan()));
        byte[] want =
                PacketBytes.mayFragment(
                        PacketBytes.withTtl(PacketBytes.udp(PEER, 5000, HOST, 4000, 2000), 63), ID);
        assertThat(joined).isEqualTo(want);
        rig.assertDropped();
    }

    @Test
    void twoHostsWithOneIdentificationAreToldApart() {
        rig.fromLan(PacketBytes.fragment(out(HOST, 2000), 0, 1400));
        rig.fromLan(PacketBytes.fragment(out(HOST_B, 2000), 0, 1400));
        rig.fromLan(PacketBytes.fragment(out(HOST, 2000), 1400, 608));
        rig.fromLan(PacketBytes.fragment(out(HOST_B, 2000), 1400, 608));
        List<byte[]> pieces = allToWan();
        joined(List.of(pieces.get(0), pieces.get(2)));
        joined(List.of(pieces.get(1), pieces.get(3)));
        assertThat(pieces.get(0)[4] << 8 | pieces.get(0)[5] & 0xff)
                .isNotEqualTo(pieces.get(1)[4] << 8 | pieces.get(1)[5] & 0xff);
    }

    @Test
    void anOverlapKillsTheDatagram() {
        byte[] whole = out(HOST, 3000);
        rig.fromLan(PacketBytes.fragment(whole, 2800, 208));
        rig.fromLan(PacketBytes.fragment(whole, 1400, 1408));
        rig.fromLan(PacketBytes.fragment(whole, 0, 1400));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.IPV4_BAD_FRAGMENT)).isEqualTo(3);
    }

    @Test
    void aRepetitionIsDroppedAlone() {
        byte[] whole = out(HOST, 2000);
        rig.fromLan(PacketBytes.fragment(whole, 0, 1400));
        rig.fromLan(PacketBytes.fragment(whole, 0, 1400));
        rig.fromLan(PacketBytes.fragment(whole, 1400, 608));
        assertThat(allToWan()).hasSize(2);
        rig.assertDropped(DropReason.IPV4_BAD_FRAGMENT);
    }

    @Test
    void piecesWithoutAFirstAreGivenUp() {
        rig.fromLan(PacketBytes.fragment(out(HOST, 2000), 1400, 608));
        rig.timers.advance(16_000_000_000L);
        rig.assertBalance();
        rig.assertDropped(DropReason.IPV4_FRAGMENT_TIMEOUT);
        assertThat(rig.path.status().held()).isZero();
    }

    @Test
    void waitingPiecesAreBoundedPerDatagram() {
        byte[] whole = out(HOST, 1000);
        for (int i = 1; i <= 10; i++) {
            rig.fromLan(PacketBytes.fragment(whole, i * 16, 8));
        }
        assertThat(rig.path.status().held()).isEqualTo(8);
        assertThat(rig.drops.value(DropReason.IPV4_FRAGMENT_LIMIT)).isEqualTo(2);
    }

    @Test
    void waitingPiecesAndDatagramsAreBoundedInAll() {
        for (int id = 0; id < 300; id++) {
            byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, PEER, 5000, 1000), id);
            rig.fromLan(PacketBytes.fragment(whole, 800, 208));
        }
        assertThat(rig.path.status().held()).isEqualTo(Fragments.MAX_HELD);
        assertThat(rig.drops.value(DropReason.IPV4_FRAGMENT_LIMIT))
                .isEqualTo(300 - Fragments.MAX_HELD);
        rig.timers.advance(16_000_000_000L);
        assertThat(rig.path.status().held()).isZero();
        rig.assertBalance();
    }

    /** Later pieces of datagrams that never begin, from anybody who knows our address. */
    private void floodFromOutside(int source) {
        for (int id = 0; id < 300; id++) {
            byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(source, 1, OUR, 2, 900), id);
            rig.fromWan(PacketBytes.fragment(whole, 800, 108));
        }
    }

    @Test
    void aFloodFromOutsideDoesNotDisturbTheInside() {
        floodFromOutside(OTHER_PEER);
        byte[] whole = out(HOST, 3000);
        rig.fromLan(PacketBytes.fragment(whole, 2800, 208));
        rig.fromLan(PacketBytes.fragment(whole, 0, 1400));
        rig.fromLan(PacketBytes.fragment(whole, 1400, 1400));
        assertThat(joined(allToWan())).hasSize(whole.length);
        assertThat(rig.path.status().held()).isEqualTo(Fragments.MAX_HELD);
    }

    @Test
    void aFullTableGivesUpWhatHasNoFlow() {
        rig.fromLan(out(HOST, 1));
        rig.toWan();
        floodFromOutside(OTHER_PEER);
        rig.fromWan(PacketBytes.fragment(in(2000), 0, 1400));
        rig.toLan();
        floodFromOutside(OTHER_PEER + 1);
        rig.fromWan(PacketBytes.fragment(in(2000), 1400, 608));
        rig.toLan();
        assertThat(rig.drops.nonZero().keySet()).containsExactly(DropReason.IPV4_FRAGMENT_LIMIT);
    }

    @Test
    void aFullTableKeepsWhatHasAFlow() {
        for (int id = 0; id <= Fragments.MAX_DATAGRAMS; id++) {
            byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, PEER, 2, 900), id);
            rig.fromLan(PacketBytes.fragment(whole, 0, 800));
        }
        assertThat(allToWan()).hasSize(Fragments.MAX_DATAGRAMS);
        rig.assertDropped(DropReason.IPV4_FRAGMENT_LIMIT);
    }

    @Test
    void aFullTableGivesUpTheDeadFirst() {
        rig.fromLan(PacketBytes.fragment(out(HOST, 2000), 1400, 608));
        rig.timers.advance(1_000_000_000L);
        for (int id = 1; id < Fragments.MAX_DATAGRAMS; id++) {
            byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, OUR, 2, 900), id);
            rig.fromLan(PacketBytes.fragment(whole, 0, 800));
        }
        rig.fromLan(PacketBytes.fragment(out(HOST_B, 2000), 1400, 608));
        assertThat(rig.path.status().held()).isEqualTo(2);
    }

    @Test
    void piecesDoNotFollowAnotherFlowInTheSamePlace() {
        Rig narrow = new Rig(1);
        narrow.fromLan(out(HOST, 1));
        narrow.toWan();
        narrow.fromWan(PacketBytes.fragment(in(2000), 0, 1400));
        narrow.toLan();
        narrow.fromLan(PacketBytes.udp(HOST_B, 4001, PEER, 5001, 1));
        narrow.toWan();
        narrow.fromWan(PacketBytes.udp(PEER, 5001, OUR, 4001, 1));
        narrow.toLan();
        narrow.fromLan(PacketBytes.udp(HOST_B, 4002, PEER, 5001, 1));
        narrow.toWan();
        narrow.fromWan(PacketBytes.fragment(in(2000), 1400, 608));
        narrow.assertSilent();
        narrow.assertDropped(DropReason.IPV4_FRAGMENT_TIMEOUT);
    }

    @Test
    void anIcmpErrorThatIsTooBigIsCutWhenItMayBe() {
        rig.fromLan(out(HOST, 1));
        rig.toWan();
        byte[] seen = PacketBytes.udp(PEER, 5000, HOST, 4000, 1464);
        byte[] error = PacketBytes.icmpError(HOST, PEER, 0x0303, 0, seen, 1472);
        rig.fromLan(PacketBytes.mayFragment(error, ID));
        List<byte[]> pieces = allToWan();
        assertThat(pieces).hasSize(2).allMatch(piece -> piece.length <= 1492);
        byte[] joined = joined(pieces);
        byte[] sent = PacketBytes.udp(PEER, 5000, OUR, 4000, 1464);
        byte[] want = PacketBytes.icmpError(OUR, PEER, 0x0303, 0, sent, 1472);
        assertThat(Arrays.copyOfRange(joined, 20, 1500))
                .isEqualTo(Arrays.copyOfRange(want, 20, 1500));
        rig.assertDropped();
    }

    @Test
    void badPiecesAreNamed() {
        byte[] whole = out(HOST, 2000);
        byte[] uneven = PacketBytes.fragment(whole, 0, 1401);
        byte[] beyond = PacketBytes.fragment(whole, 0, 1400);
        Ipv4Header.putFragment(Unpooled.wrappedBuffer(beyond), 0, 65_528, false);
        Ipv4Header.writeChecksum(Unpooled.wrappedBuffer(beyond), 0);
        rig.fromLan(uneven);
        rig.fromLan(beyond);
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.IPV4_BAD_FRAGMENT)).isEqualTo(2);
    }

    @Test
    void aTinyFirstPieceOfTcpIsRefused() {
        byte[] whole =
                PacketBytes.mayFragment(PacketBytes.tcp(HOST, 40_000, PEER, 443, 2, 100), ID);
        rig.fromLan(PacketBytes.fragment(whole, 0, 16));
        rig.assertSilent();
        rig.assertDropped(DropReason.TCP_TRUNCATED);
    }

    @Test
    void piecesOfAnUnwantedDatagramShareItsReason() {
        byte[] whole = in(2000);
        rig.fromWan(PacketBytes.fragment(whole, 1400, 608));
        rig.fromWan(PacketBytes.fragment(whole, 0, 800));
        rig.fromWan(PacketBytes.fragment(whole, 800, 600));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.INBOUND_NO_MAPPING)).isEqualTo(3);
    }

    @Test
    void tooBigIsCutWhenItMayBe() {
        byte[] whole = out(HOST, 1472);
        rig.fromLan(whole);
        List<byte[]> pieces = allToWan();
        assertThat(pieces).hasSize(2);
        assertThat(pieces.get(0).length).isBetween(1480, 1492);
        byte[] joined = joined(pieces);
        assertThat(joined).isEqualTo(masqueraded(whole, joined));
        assertThat(rig.path.status().generated()).isEqualTo(1);
        rig.assertDropped();
    }

    @Test
    void aPieceThatIsTooBigIsCutAgain() {
        rig.attach(OUR, 576);
        byte[] whole = out(HOST, 2800);
        rig.fromLan(PacketBytes.fragment(whole, 0, 1480));
        rig.fromLan(PacketBytes.fragment(whole, 1480, 1328));
        List<byte[]> pieces = allToWan();
        assertThat(pieces).hasSize(6).allMatch(piece -> piece.length <= 576);
        byte[] joined = joined(pieces);
        assertThat(joined).isEqualTo(masqueraded(whole, joined));
    }

    @Test
    void anyOrderOfAnyCutArrivesWhole() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            Rig fresh = new Rig();
            byte[] whole = out(HOST, 200 + random.nextInt(2000));
            List<byte[]> pieces = cut(whole, random);
            java.util.Collections.shuffle(pieces, random);
            pieces.forEach(fresh::fromLan);
            List<byte[]> arrived = new ArrayList<>();
            while (fresh.wan.waiting() > 0) {
                arrived.add(fresh.toWan());
            }
            byte[] joined = joined(arrived);
            assertThat(joined).as("round %d", round).isEqualTo(masqueraded(whole, joined));
            fresh.assertDropped();
        }
    }

    private static List<byte[]> cut(byte[] whole, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int data = whole.length - 20;
        int step = Math.max(data / 7 / 8 * 8 + 8, 24);
        int offset = 0;
        while (offset < data) {
            int length = Math.min(step + 8 * random.nextInt(20), data - offset);
            pieces.add(PacketBytes.fragment(whole, offset, length));
            offset += length;
        }
        return pieces;
    }

    @Test
    void aLongPingCrossesBothWays() {
        byte[] request = PacketBytes.mayFragment(PacketBytes.echo(HOST, PEER, true, 9, 1992), ID);
        rig.fromLan(PacketBytes.fragment(request, 0, 1480));
        rig.fromLan(PacketBytes.fragment(request, 1480, 520));
        byte[] out = joined(allToWan());
        assertThat(out).isEqualTo(masqueraded(request, out));
        byte[] reply = PacketBytes.mayFragment(PacketBytes.echo(PEER, OUR, false, 9, 1992), ID);
        rig.fromWan(PacketBytes.fragment(reply, 0, 1472));
        rig.fromWan(PacketBytes.fragment(reply, 1472, 528));
        byte[] want =
                PacketBytes.mayFragment(
                        PacketBytes.withTtl(PacketBytes.echo(PEER, HOST, false, 9, 1992), 63), ID);
        assertThat(joined(List.of(rig.toLan(), rig.toLan()))).isEqualTo(want);
        rig.assertDropped();
    }
}
