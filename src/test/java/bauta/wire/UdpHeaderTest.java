package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UdpHeaderTest {
    private record Case(String name, String hex, DropReason want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("empty", "", DropReason.UDP_TRUNCATED),
                    new Case("one byte short", "14e90035000800", DropReason.UDP_TRUNCATED),
                    new Case("no payload", "14e9003500080000", DropReason.NONE),
                    new Case("length 7", "14e9003500070000", DropReason.UDP_BAD_LENGTH),
                    new Case("length 0", "14e9003500000000", DropReason.UDP_BAD_LENGTH),
                    new Case("one too far", "14e9003500090000", DropReason.UDP_BAD_LENGTH),
                    new Case("bytes behind it", "14e900350008000000", DropReason.NONE));

    @Test
    void checks() {
        for (Case row : CASES) {
            ByteBuf buf = Unpooled.wrappedBuffer(HexFormat.of().parseHex(row.hex));
            assertThat(UdpHeader.check(buf, 0, buf.capacity())).as(row.name).isEqualTo(row.want);
        }
    }

    @Test
    void readsAVectorAndComputesItsSum() {
        ByteBuf buf = HexVector.buffer("udp/hello");
        assertThat(UdpHeader.sourcePort(buf, 20)).isEqualTo(5353);
        assertThat(UdpHeader.destinationPort(buf, 20)).isEqualTo(53);
        assertThat(UdpHeader.length(buf, 20)).isEqualTo(13);
        assertThat(UdpHeader.checksum(buf, 20)).isEqualTo(0x532f).isEqualTo(computed(buf));
    }

    private static int computed(ByteBuf buf) {
        return UdpHeader.computeChecksum(
                buf, 20, Ipv4Header.source(buf, 0), Ipv4Header.destination(buf, 0));
    }

    @Test
    void changesKeepTheSumRightAndNeverWriteZero() {
        Random random = new Random(5);
        ByteBuf buf = HexVector.buffer("udp/hello");
        boolean sawAllOnes = false;
        for (int i = 0; i < 300_000; i++) {
            int source = random.nextInt();
            long delta = Ipv4Header.changeAddresses(buf, 0, source, random.nextInt());
            UdpHeader.changePorts(buf, 20, random.nextInt(), delta);
            assertThat(UdpHeader.checksum(buf, 20))
                    .as("round %d", i)
                    .isNotZero()
                    .isEqualTo(computed(buf));
            sawAllOnes |= UdpHeader.checksum(buf, 20) == 0xffff;
        }
        assertThat(sawAllOnes).isTrue();
    }

    @Test
    void noChecksumStaysNone() {
        ByteBuf buf = HexVector.buffer("udp/hello");
        UdpHeader.putChecksum(buf, 20, 0);
        UdpHeader.changePorts(buf, 20, 4 << 16 | 5, 99);
        assertThat(UdpHeader.checksum(buf, 20)).isZero();
        assertThat(UdpHeader.sourcePort(buf, 20)).isEqualTo(4);
        assertThat(UdpHeader.destinationPort(buf, 20)).isEqualTo(5);
    }

    @Test
    void aWrongSumStaysWrong() {
        ByteBuf buf = HexVector.buffer("udp/hello");
        UdpHeader.putChecksum(buf, 20, 0x1111);
        UdpHeader.changePorts(buf, 20, 4 << 16 | 5, 0);
        assertThat(UdpHeader.checksum(buf, 20)).isNotEqualTo(computed(buf));
    }

    @Test
    void writesAHeader() {
        ByteBuf buf = Unpooled.buffer(8, 8);
        UdpHeader.write(buf, 0, 65535, 65534, 8);
        assertThat(buf.array()).isEqualTo(HexFormat.of().parseHex("fffffffe00080000"));
    }
}
