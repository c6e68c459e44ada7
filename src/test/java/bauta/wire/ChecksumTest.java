package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private record Case(String name, String hex, int want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("nothing", "", 0xffff),
                    new Case("RFC 1071 section 3", "0001f203f4f5f6f7", 0x220d),
                    new Case("an odd last byte is a high half", "01", 0xfeff),
                    new Case("all ones", "ffffffffffffffffffffffff", 0),
                    new Case("textbook header, right", "450000730000400040" + rest(), 0));

    private static String rest() {
        return "11b861c0a80001c0a800c7";
    }

    @Test
    void sumsKnownVectors() {
        for (Case row : CASES) {
            ByteBuf buf = Unpooled.wrappedBuffer(HexFormat.of().parseHex(row.hex));
            assertThat(Checksum.of(buf, 0, buf.capacity())).as(row.name).isEqualTo(row.want);
        }
    }

    @Test
    void updatesTheExampleOfRfc1624() {
        assertThat(Checksum.apply(0xdd2f, Checksum.delta16(0x5555, 0x3285))).isZero();
    }

    @Test
    void theFastSumEqualsThePlainOne() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(1600)];
            random.nextBytes(bytes);
            ByteBuf buf = Unpooled.wrappedBuffer(bytes);
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int length = bytes.length - at;
            assertThat(Checksum.finish(Checksum.sum(buf, at, length)))
                    .as("round %d", i)
                    .isEqualTo(Checksum.finish(Checksum.sumWords(buf, at, length)));
        }
    }

    @Test
    void anIncrementalUpdateEqualsAFullOne() {
        Random random = new Random(2);
        byte[] bytes = new byte[64];
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        for (int i = 0; i < 50_000; i++) {
            fill(random, bytes);
            int before = Checksum.of(buf, 2, 62);
            int at16 = 2 + 2 * random.nextInt(31);
            int value16 = edge(random) & 0xffff;
            long delta = Checksum.delta16(buf.getUnsignedShort(at16), value16);
            buf.setShort(at16, value16);
            int at32 = 2 + 2 * random.nextInt(30);
            int value32 = edge(random);
            delta += Checksum.delta32(buf.getInt(at32), value32);
            buf.setInt(at32, value32);
            assertThat(Checksum.apply(before, delta))
                    .as("round %d", i)
                    .isEqualTo(Checksum.of(buf, 2, 62));
        }
    }

    /** Random bytes, now and then nearly all zeros or ones, never all zeros. */
    private static void fill(Random random, byte[] bytes) {
        random.nextBytes(bytes);
        int kind = random.nextInt(4);
        for (int i = 0; i < bytes.length && kind < 2; i++) {
            bytes[i] = (byte) -kind;
        }
        bytes[63] = 1;
        bytes[62] = 1;
        bytes[2] = 1;
    }

    private static int edge(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> -1;
            default -> random.nextInt();
        };
    }
}
