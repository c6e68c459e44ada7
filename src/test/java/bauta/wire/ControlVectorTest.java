package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every vector of PPPoE and PPP: parse, compare with the line behind {@code #=}, emit, compare. */
class ControlVectorTest {
    private static final Path ROOT = Path.of("src/test/resources/wire");

    static Stream<Path> vectors() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 2)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".hex"))
                            .filter(f ->
                                    List.of("pppoe", "lcp", "ipcp", "pap", "chap")
                                            .contains(protocol(f)))
                            .sorted()
                            .toList();
            return found.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void parsesAndEmitsTheSameBytes(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String want =
                lines.stream()
                        .filter(l -> l.startsWith("#= "))
                        .map(l -> l.substring(3))
                        .findFirst()
                        .orElseThrow();
        String digits =
                lines.stream()
                        .filter(l -> !l.startsWith("#"))
                        .map(l -> l.replace(" ", ""))
                        .collect(Collectors.joining());
        byte[] bytes = HexFormat.of().parseHex(digits);
        ByteBuf out = Unpooled.buffer(2048);
        int end;
        switch (parse(protocol(file), Unpooled.wrappedBuffer(bytes), bytes.length)) {
            case Decoded.Ok<?>(PppoeMessage message) -> {
                assertThat(message).hasToString(want);
                end = message.emit(out, 5);
            }
            case Decoded.Ok<?>(PppMessage message) -> {
                assertThat(message).hasToString(want);
                end = message.emit(out, 5);
            }
            default -> throw new AssertionError("not parsed");
        }
        assertThat(Octets.of(out, 5, end - 5)).isEqualTo(Octets.of(bytes));
    }

    private static String protocol(Path file) {
        Path parent = file.getParent();
        return parent == null ? "" : String.valueOf(parent.getFileName());
    }

    private static Decoded<?> parse(String protocol, ByteBuf from, int end) {
        return switch (protocol) {
            case "pppoe" -> PppoeMessage.parse(from, 0, end);
            case "lcp" -> LcpMessage.parse(from, 0, end);
            case "pap" -> PapMessage.parse(from, 0, end);
            case "chap" -> ChapMessage.parse(from, 0, end);
            default -> ControlMessage.parse(from, 0, end);
        };
    }
}
