package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every message of PPPoE discovery and PPP negotiation, for any bytes. */
class ControlPropertyTest {
    private static final long SEED = 71_077;

    private record Parser(String name, Parse parse) {}

    private interface Parse {
        Decoded<?> apply(ByteBuf from, int at, int end);
    }

    private static final List<Parser> PARSERS =
            List.of(
                    new Parser("pppoe", PppoeMessage::parse),
                    new Parser("lcp", LcpMessage::parse),
                    new Parser("ncp", ControlMessage::parse),
                    new Parser("pap", PapMessage::parse),
                    new Parser("chap", ChapMessage::parse));

    private record Bad(String parser, String hex, DropReason want) {}

    private static final List<Bad> BAD =
            List.of(
                    new Bad("pppoe", "1109000000050101000500", DropReason.PPPOE_BAD_TAG),
                    new Bad("pppoe", "110900000003010100", DropReason.PPPOE_BAD_TAG),
                    new Bad("pppoe", "1109000000040101ffff", DropReason.PPPOE_BAD_TAG),
                    new Bad("pppoe", "110000010000", DropReason.PPPOE_BAD_CODE),
                    new Bad("pppoe", "1109000000040101", DropReason.PPPOE_BAD_LENGTH),
                    new Bad("lcp", "010100", DropReason.PPP_TRUNCATED),
                    new Bad("lcp", "01010003", DropReason.PPP_BAD_LENGTH),
                    new Bad("lcp", "01010005", DropReason.PPP_BAD_LENGTH),
                    new Bad("lcp", "010100080100ffff", DropReason.PPP_BAD_OPTION),
                    new Bad("lcp", "010100080101ffff", DropReason.PPP_BAD_OPTION),
                    new Bad("lcp", "010100080105ffff", DropReason.PPP_BAD_OPTION),
                    new Bad("lcp", "0101000501", DropReason.PPP_BAD_OPTION),
                    new Bad("lcp", "08010005c0", DropReason.PPP_BAD_LENGTH),
                    new Bad("lcp", "09010007000000", DropReason.PPP_BAD_LENGTH),
                    new Bad("ncp", "0101000603ff", DropReason.PPP_BAD_OPTION),
                    new Bad("pap", "01010004", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("pap", "0101000605ff", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("pap", "010100080161ff00", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("pap", "020100050a", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("pap", "09010004", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("chap", "01010004", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("chap", "0101000500", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("chap", "0101000710ffff", DropReason.PPP_BAD_AUTHENTICATION),
                    new Bad("chap", "0a010004", DropReason.PPP_BAD_AUTHENTICATION));

    @Test
    void lengthsThatLieAreRefusedByName() {
        for (Bad row : BAD) {
            ByteBuf from = Unpooled.wrappedBuffer(HexFormat.of().parseHex(row.hex));
            Parser parser =
                    PARSERS.stream()
                            .filter(p -> p.name.equals(row.parser))
                            .findFirst()
                            .orElseThrow();
            assertThat(parser.parse.apply(from, 0, from.capacity()))
                    .as(row.toString())
                    .isInstanceOfSatisfying(
                            Decoded.Malformed.class,
                            bad -> assertThat(bad.reason()).isEqualTo(row.want));
        }
    }

    @Test
    void anyBytesAreRefusedOrEmittedAgainAsTheyCame() {
        Random random = new Random(SEED);
        for (Parser parser : PARSERS) {
            int accepted = 0;
            for (int round = 0; round < 20_000; round++) {
                byte[] bytes = plausible(random, parser.name.equals("pppoe"));
                ByteBuf from = Unpooled.wrappedBuffer(bytes);
                ByteBuf out = Unpooled.buffer(4096);
                int end = emitted(parser.parse.apply(from, 0, bytes.length), out);
                if (end < 0) {
                    continue;
                }
                accepted++;
                Decoded<?> again = parser.parse.apply(out, 0, end);
                ByteBuf outAgain = Unpooled.buffer(4096);
                int endAgain = emitted(again, outAgain);
                assertThat(Octets.of(outAgain, 0, endAgain))
                        .as("%s seed %d round %d %s", parser.name, SEED, round, Octets.of(bytes))
                        .isEqualTo(Octets.of(out, 0, end));
                assertThat(end).isLessThanOrEqualTo(bytes.length + 1);
            }
            assertThat(accepted).as(parser.name).isGreaterThan(300);
        }
    }

    private static int emitted(Decoded<?> decoded, ByteBuf out) {
        return switch (decoded) {
            case Decoded.Ok<?>(PppoeMessage message) -> message.emit(out, 0);
            case Decoded.Ok<?>(PppMessage message) -> message.emit(out, 0);
            case Decoded.Ok<?> other -> throw new AssertionError(other);
            case Decoded.Malformed<?> _ -> -1;
        };
    }

    /** Random bytes whose first fields are often right, so that most rounds get past them. */
    private static byte[] plausible(Random random, boolean pppoe) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(3) > 0) {
                bytes[i] = (byte) random.nextInt(8);
            }
        }
        if (bytes.length >= 6 && random.nextInt(8) > 0) {
            int[] codes = {0x07, 0x09, 0x19, 0x65, 0xa7};
            if (pppoe) {
                bytes[0] = 0x11;
                bytes[1] = (byte) codes[random.nextInt(codes.length)];
                bytes[4] = 0;
                bytes[5] = (byte) (bytes.length - 6);
            } else {
                bytes[0] = (byte) random.nextInt(15);
                bytes[2] = 0;
                bytes[3] = (byte) bytes.length;
            }
        }
        return bytes;
    }

    @Test
    void textForPeopleHasNothingToHideIn() {
        Octets hostile = Octets.ofText("ok\u0007\n\u202etxt");
        assertThat(hostile.toText()).isEqualTo("ok???txt");
        assertThat(Octets.of(new byte[] {(byte) 0xff, 'a'}).toText()).isEqualTo("?a");
        assertThat(Octets.ofText("x".repeat(500)).toText()).hasSize(128);
    }
}
