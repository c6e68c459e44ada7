package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parsing and writing; every message here is cut, bent and written again. */
class DhcpMessageTest {
    private static final int OPTIONS = 240;

    /** A message with some options as raw bytes. */
    private static byte[] raw(int... options) {
        byte[] bytes = new byte[OPTIONS + options.length];
        bytes[0] = 1;
        bytes[1] = 1;
        bytes[2] = 6;
        bytes[33] = 9;
        bytes[236] = 0x63;
        bytes[237] = (byte) 0x82;
        bytes[238] = 0x53;
        bytes[239] = 0x63;
        for (int i = 0; i < options.length; i++) {
            bytes[OPTIONS + i] = (byte) options[i];
        }
        return bytes;
    }

    private static Decoded<DhcpMessage> parse(byte[] bytes) {
        return DhcpMessage.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    private static DhcpMessage ok(byte[] bytes) {
        Decoded<DhcpMessage> decoded = parse(bytes);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<DhcpMessage>) decoded).message();
    }

    private static byte[] emitted(DhcpMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.emit(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static byte[] with(byte[] bytes, int at, int... octets) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < octets.length; i++) {
            copy[at + i] = (byte) octets[i];
        }
        return copy;
    }

    @Test
    void readsTheTypeWhateverElseIsThere() {
        DhcpMessage message = ok(raw(0, 0, 12, 2, 'h', 'i', 53, 1, 3, 0, 255, 99, 98));
        assertThat(message.type()).contains(DhcpMessage.Type.REQUEST);
        assertThat(message.options().codes()).containsExactly(12, 53);
        assertThat(message.chaddr()).isEqualTo(new MacAddress(9));
        assertThat(ok(raw(53, 1, 9, 255)).type()).isEmpty();
        assertThat(ok(raw(53, 2, 1, 1, 255)).type()).isEmpty();
        assertThat(ok(raw(255)).type()).isEmpty();
    }

    @Test
    void damageIsNamedWithItsPlace() {
        record Row(String name, ByteBuf bytes, DropReason want, int offset) {}
        List<Row> rows =
                List.of(
                        new Row(
                                "nothing",
                                Unpooled.wrappedBuffer(new byte[0]),
                                DropReason.DHCP_TRUNCATED,
                                0),
                        new Row(
                                "a BOOTP header",
                                Unpooled.wrappedBuffer(new byte[236]),
                                DropReason.DHCP_TRUNCATED,
                                236),
                        new Row(
                                "no cookie",
                                Unpooled.wrappedBuffer(with(raw(255), 236, 0)),
                                DropReason.DHCP_BAD_COOKIE,
                                236),
                        new Row(
                                "op 3",
                                Unpooled.wrappedBuffer(with(raw(255), 0, 3)),
                                DropReason.DHCP_BAD_FIELD,
                                0),
                        new Row(
                                "token ring",
                                Unpooled.wrappedBuffer(with(raw(255), 1, 6)),
                                DropReason.DHCP_BAD_FIELD,
                                1),
                        new Row(
                                "hlen 16",
                                Unpooled.wrappedBuffer(with(raw(255), 2, 16)),
                                DropReason.DHCP_BAD_FIELD,
                                1),
                        new Row(
                                "no end",
                                Unpooled.wrappedBuffer(raw(53, 1, 1)),
                                DropReason.DHCP_BAD_OPTION,
                                243),
                        new Row(
                                "no options",
                                Unpooled.wrappedBuffer(raw()),
                                DropReason.DHCP_BAD_OPTION,
                                240),
                        new Row(
                                "no length",
                                Unpooled.wrappedBuffer(raw(53)),
                                DropReason.DHCP_BAD_OPTION,
                                240),
                        new Row(
                                "overrun by one",
                                Unpooled.wrappedBuffer(raw(53, 2, 1)),
                                DropReason.DHCP_BAD_OPTION,
                                240),
                        new Row(
                                "overrun",
                                Unpooled.wrappedBuffer(raw(53, 1, 1, 12, 255, 1)),
                                DropReason.DHCP_BAD_OPTION,
                                243),
                        new Row(
                                "overload, file empty",
                                Unpooled.wrappedBuffer(raw(52, 1, 1, 255)),
                                DropReason.DHCP_BAD_OPTION,
                                236));
        for (Row row : rows) {
            assertThat(DhcpMessage.parse(row.bytes(), 0, row.bytes().capacity()))
                    .as(row.name())
                    .isEqualTo(new Decoded.Malformed<>(row.want(), row.offset()));
        }
    }

    @Test
    void overloadedFieldsAreReadInTheOrderOfTheRfc() {
        byte[] bytes = raw(52, 1, 3, 12, 1, 'a', 255);
        bytes = with(bytes, 108, 12, 1, 'b', 255); // file
        bytes = with(bytes, 44, 12, 1, 'c', 255); // sname
        assertThat(ok(bytes).options().bytes(12)).contains(new byte[] {'a', 'b', 'c'});
    }

    @Test
    void longValuesAreSplitAndJoined() {
        byte[] value = new byte[600];
        new Random(1).nextBytes(value);
        DhcpMessage message = message(new DhcpOptions.Builder().bytes(61, value).build());
        byte[] bytes = emitted(message);
        assertThat(bytes).hasSize(OPTIONS + 600 + 3 * 2 + 1);
        assertThat(bytes[OPTIONS + 1]).isEqualTo((byte) 255);
        assertThat(ok(bytes)).isEqualTo(message);
    }

    @Test
    void messagesArePaddedToTheLengthOfBootp() {
        assertThat(emitted(message(DhcpOptions.NONE))).hasSize(300);
    }

    @Test
    void valuesOfTheWrongSizeAreAbsent() {
        DhcpOptions options =
                ok(raw(50, 3, 1, 2, 3, 51, 5, 0, 0, 0, 0, 1, 6, 5, 1, 2, 3, 4, 5, 255)).options();
        assertThat(options.address(50)).isEmpty();
        assertThat(options.seconds(51)).isEmpty();
        assertThat(options.addresses(6)).isEmpty();
        assertThat(options.octets(99)).isEmpty();
    }

    private static DhcpMessage message(DhcpOptions options) {
        return new DhcpMessage(
                2,
                7,
                0xfedcba98,
                65_535,
                true,
                new Ipv4Address(1),
                new Ipv4Address(-2),
                new Ipv4Address(3),
                new Ipv4Address(-4),
                new MacAddress(0xff00_0000_0001L),
                options);
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            DhcpMessage message = random(random);
            assertThat(ok(emitted(message))).as("seed %s", seed).isEqualTo(message);
        }
    }

    private static DhcpMessage random(Random random) {
        DhcpOptions.Builder options = new DhcpOptions.Builder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int code = 1 + random.nextInt(254);
            byte[] value = new byte[random.nextInt(random.nextInt(10) == 0 ? 700 : 20)];
            random.nextBytes(value);
            if (code != DhcpOptions.OVERLOAD) {
                options.bytes(code, value);
            }
        }
        return new DhcpMessage(
                1 + random.nextInt(2),
                random.nextInt(256),
                random.nextInt(),
                random.nextInt(65_536),
                random.nextBoolean(),
                new Ipv4Address(random.nextInt()),
                new Ipv4Address(random.nextInt()),
                new Ipv4Address(random.nextInt()),
                new Ipv4Address(random.nextInt()),
                new MacAddress(random.nextLong() >>> 16),
                options.build());
    }

    @Test
    void cutAndBentMessagesAreSurvived() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good = emitted(random(random));
        for (int cut = 0; cut < good.length; cut++) {
            DhcpMessage.parse(Unpooled.copiedBuffer(good, 0, cut), 0, cut);
        }
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = emitted(random(random));
            for (int bend = random.nextInt(6); bend > 0; bend--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            DhcpProbe.readEverything(bytes, "seed " + seed);
        }
    }
}
