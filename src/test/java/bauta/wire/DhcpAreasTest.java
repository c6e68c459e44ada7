package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Options that do not fit go where there is room, and come back as they were. */
class DhcpAreasTest {
    private static final int LEAST = 300;

    private static DhcpMessage message(DhcpOptions options) {
        return new DhcpMessage(
                2,
                0,
                7,
                0,
                false,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                new MacAddress(0x0200_0000_000aL),
                options);
    }

    private static DhcpOptions carried(DhcpOptions options, int maxBytes) {
        ByteBuf out = Unpooled.buffer();
        message(options).emit(out, maxBytes);
        assertThat(out.writerIndex()).isLessThanOrEqualTo(Math.max(LEAST, maxBytes));
        Decoded<DhcpMessage> read = DhcpMessage.parse(out, 0, out.writerIndex());
        assertThat(read).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<DhcpMessage>) read).message().options();
    }

    private static DhcpOptions options(int count, int bytes) {
        DhcpOptions.Builder builder = new DhcpOptions.Builder().octet(53, 2);
        for (int i = 0; i < count; i++) {
            builder.bytes(100 + i, new byte[bytes]);
        }
        return builder.build();
    }

    @Test
    void whatFitsIsNotSpread() {
        assertThat(carried(options(3, 10), 548)).isEqualTo(options(3, 10));
    }

    @Test
    void whatDoesNotFitGoesToFileThenToSname() {
        DhcpOptions file = carried(options(5, 90), 548);
        assertThat(file.codes()).contains(100, 101, 102, 103).doesNotContain(104);
        assertThat(file.octet(DhcpOptions.OVERLOAD)).contains(1);
        DhcpOptions.Builder both = new DhcpOptions.Builder().all(options(4, 90));
        assertThat(carried(both.bytes(120, new byte[50]).build(), 548).octet(DhcpOptions.OVERLOAD))
                .contains(3);
    }

    @Test
    void relayInformationStaysLastAndIsNeverLeftOut() {
        DhcpOptions.Builder builder = new DhcpOptions.Builder().all(options(9, 90));
        DhcpOptions carried =
                carried(builder.bytes(DhcpOptions.RELAY_AGENT, new byte[40]).build(), 548);
        assertThat(carried.bytes(DhcpOptions.RELAY_AGENT)).contains(new byte[40]);
        assertThat(carried.codes()).startsWith(53);
    }

    @Test
    void whateverIsCarriedIsWhole() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            DhcpOptions.Builder builder = new DhcpOptions.Builder().octet(53, 2);
            for (int j = random.nextInt(12); j > 0; j--) {
                byte[] value = new byte[random.nextInt(random.nextBoolean() ? 400 : 40)];
                random.nextBytes(value);
                builder.bytes(90 + random.nextInt(100), value);
            }
            DhcpOptions given = builder.build();
            DhcpOptions carried = carried(given, LEAST + random.nextInt(1200));
            for (int code : carried.codes()) {
                if (code != DhcpOptions.OVERLOAD) {
                    assertThat(carried.bytes(code).orElseThrow())
                            .as("seed %s option %s", seed, code)
                            .isEqualTo(given.bytes(code).orElseThrow());
                }
            }
            assertThat(carried.codes()).as("seed %s", seed).contains(53);
        }
    }
}
