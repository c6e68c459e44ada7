package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PppoeHeaderTest {
    private record Case(String name, String hex, DropReason want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("empty", "", DropReason.PPPOE_TRUNCATED),
                    new Case("one byte short", "1100000100", DropReason.PPPOE_TRUNCATED),
                    new Case("no payload", "110000010000", DropReason.NONE),
                    new Case("payload to the end", "11000001000200210000", DropReason.NONE),
                    new Case("padding behind it", "1109000000000000000000", DropReason.NONE),
                    new Case("length one too far", "1100000100030021", DropReason.PPPOE_BAD_LENGTH),
                    new Case("version 2", "210000010000", DropReason.PPPOE_BAD_VERSION),
                    new Case("type 2", "120000010000", DropReason.PPPOE_BAD_VERSION));

    @Test
    void checksEveryField() {
        for (Case row : CASES) {
            ByteBuf frame = Unpooled.wrappedBuffer(HexFormat.of().parseHex(row.hex));
            assertThat(PppoeHeader.check(frame, 0, frame.capacity()))
                    .as(row.name)
                    .isEqualTo(row.want);
        }
    }

    @Test
    void readsWhatItWrote() {
        ByteBuf frame = Unpooled.buffer(64);
        PppoeHeader.write(frame, 3, PppoeHeader.CODE_PADS, 0xfedc, 40);
        PppHeader.write(frame, 9, PppHeader.PROTOCOL_LCP);
        assertThat(PppoeHeader.check(frame, 3, 64)).isEqualTo(DropReason.NONE);
        assertThat(PppoeHeader.code(frame, 3)).isEqualTo(0x65);
        assertThat(PppoeHeader.sessionId(frame, 3)).isEqualTo(0xfedc);
        assertThat(PppoeHeader.payloadLength(frame, 3)).isEqualTo(40);
        assertThat(PppHeader.check(frame, 9, 11)).isEqualTo(DropReason.NONE);
        assertThat(PppHeader.check(frame, 9, 10)).isEqualTo(DropReason.PPP_TRUNCATED);
        assertThat(PppHeader.protocol(frame, 9)).isEqualTo(0xc021);
    }

    @Test
    void anAcceptedHeaderNeverReadsOutside() {
        long seed = 20_260;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 0x11;
            }
            ByteBuf frame = Unpooled.wrappedBuffer(bytes);
            if (PppoeHeader.check(frame, 0, bytes.length) == DropReason.NONE) {
                assertThat(PppoeHeader.LENGTH + PppoeHeader.payloadLength(frame, 0))
                        .as("seed %d round %d", seed, i)
                        .isLessThanOrEqualTo(bytes.length);
            }
        }
    }
}
