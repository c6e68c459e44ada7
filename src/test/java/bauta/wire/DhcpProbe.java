package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads a DHCP message in every way there is; nothing may throw. */
public final class DhcpProbe {
    private DhcpProbe() {}

    /**
     * Reads any bytes; what is a message must survive writing and reading.
     *
     * @param bytes anything
     * @param label named when something fails
     */
    public static void readEverything(byte[] bytes, String label) {
        switch (DhcpMessage.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length)) {
            case Decoded.Malformed<DhcpMessage> malformed ->
                    assertThat(malformed.offset()).as(label).isBetween(0, bytes.length);
            case Decoded.Ok<DhcpMessage>(DhcpMessage message) -> {
                message.type();
                for (int code : message.options().codes()) {
                    message.options().octet(code);
                    message.options().seconds(code);
                    message.options().addresses(code);
                }
                if (message.options().octet(DhcpOptions.OVERLOAD).isEmpty()) {
                    ByteBuf out = Unpooled.buffer();
                    message.emit(out);
                    assertThat(DhcpMessage.parse(out, 0, out.writerIndex()))
                            .as(label)
                            .isEqualTo(new Decoded.Ok<>(message));
                }
            }
        }
    }
}
