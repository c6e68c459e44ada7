package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IcmpHeaderTest {
    @Test
    void checksTheLength() {
        ByteBuf buf = HexVector.buffer("icmp/echo-request");
        assertThat(IcmpHeader.check(buf, 20, 28)).isEqualTo(DropReason.NONE);
        assertThat(IcmpHeader.check(buf, 20, 27)).isEqualTo(DropReason.ICMP_TRUNCATED);
        assertThat(IcmpHeader.check(buf, 20, 20)).isEqualTo(DropReason.ICMP_TRUNCATED);
    }

    @Test
    void readsAnEchoRequest() {
        ByteBuf buf = HexVector.buffer("icmp/echo-request");
        assertThat(IcmpHeader.type(buf, 20)).isEqualTo(IcmpHeader.ECHO_REQUEST);
        assertThat(IcmpHeader.code(buf, 20)).isZero();
        assertThat(IcmpHeader.identifier(buf, 20)).isEqualTo(0x1234);
        assertThat(IcmpHeader.sequence(buf, 20)).isEqualTo(7);
        assertThat(IcmpHeader.checksum(buf, 20)).isEqualTo(0x542f);
        assertThat(IcmpHeader.checksumIsRight(buf, 20, 36)).isTrue();
        buf.setByte(35, 0);
        assertThat(IcmpHeader.checksumIsRight(buf, 20, 36)).isFalse();
    }

    @Test
    void readsAndRewritesFragmentationNeeded() {
        ByteBuf buf = HexVector.buffer("icmp/fragmentation-needed");
        assertThat(IcmpHeader.type(buf, 20)).isEqualTo(IcmpHeader.UNREACHABLE);
        assertThat(IcmpHeader.code(buf, 20)).isEqualTo(IcmpHeader.CODE_FRAGMENTATION_NEEDED);
        assertThat(IcmpHeader.mtu(buf, 20)).isEqualTo(1454);
        buf.setInt(20, 0);
        buf.setInt(24, 0);
        IcmpHeader.write(buf, 20, buf.capacity(), 0x0304, 1454);
        assertThat(buf.array()).isEqualTo(HexVector.bytes("icmp/fragmentation-needed"));
    }

    @Test
    void changesKeepTheSumRight() {
        Random random = new Random(8);
        ByteBuf buf = HexVector.buffer("icmp/echo-request");
        for (int i = 0; i < 50_000; i++) {
            IcmpHeader.changeIdentifier(buf, 20, random.nextInt(0x10000));
            IcmpHeader.changeType(buf, 20, random.nextInt(256), random.nextInt(256));
            assertThat(IcmpHeader.checksumIsRight(buf, 20, 36)).as("round %d", i).isTrue();
        }
    }

    @Test
    void onlyQueriesAndAnswersAreNoErrors() {
        assertThat(IntStream.range(0, 256).filter(type -> !IcmpHeader.isError(type)))
                .containsExactly(0, 8, 9, 10, 13, 14, 15, 16, 17, 18);
    }
}
