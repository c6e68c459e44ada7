package bauta.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads {@code wire/<name>.hex}: hexadecimal octets, with comments from {@code #} to line end. */
public final class HexVector {
    private HexVector() {}

    /**
     * Reads a vector of the test resources.
     *
     * @param name for example {@code udp/hello}
     */
    public static byte[] bytes(String name) {
        try (InputStream in = HexVector.class.getResourceAsStream("/wire/" + name + ".hex")) {
            String text =
                    new String(
                            Objects.requireNonNull(in, name).readAllBytes(),
                            StandardCharsets.UTF_8);
            return HexFormat.of()
                    .parseHex(
                            text.lines()
                                    .map(line -> line.replaceAll("#.*", "").replaceAll("\\s", ""))
                                    .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a vector of the test resources into a buffer.
     *
     * @param name for example {@code udp/hello}
     */
    public static ByteBuf buffer(String name) {
        return Unpooled.wrappedBuffer(bytes(name));
    }
}
