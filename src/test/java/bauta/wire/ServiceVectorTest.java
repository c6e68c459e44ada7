package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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

/** Messages of clients and servers that others wrote, compared with the line behind {@code #=}. */
class ServiceVectorTest {
    private static final Path ROOT = Path.of("src/test/resources/wire");

    private static Stream<Path> vectors(String protocol) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(protocol))) {
            List<Path> found = files.sorted().toList();
            assertThat(found).isNotEmpty();
            return found.stream();
        }
    }

    static Stream<Path> dhcp() throws IOException {
        return vectors("dhcp");
    }

    static Stream<Path> dns() throws IOException {
        return vectors("dns");
    }

    private static String want(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#= "))
                .map(line -> line.substring(3))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(Path file) throws IOException {
        String digits =
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replace(" ", ""))
                        .collect(Collectors.joining());
        return HexFormat.of().parseHex(digits);
    }

    @ParameterizedTest
    @MethodSource("dhcp")
    void dhcpMessagesAreReadAndWrittenTheSame(Path file) throws IOException {
        byte[] bytes = bytes(file);
        Decoded<DhcpMessage> decoded =
                DhcpMessage.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        DhcpMessage message = ((Decoded.Ok<DhcpMessage>) decoded).message();
        assertThat(message).hasToString(want(file));
        ByteBuf out = Unpooled.buffer();
        message.emit(out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(ByteBufUtil.hexDump(bytes));
    }

    @ParameterizedTest
    @MethodSource("dns")
    void dnsMessagesAreReadInPlace(Path file) throws IOException {
        byte[] bytes = bytes(file);
        ByteBuf message = Unpooled.wrappedBuffer(bytes);
        int end = bytes.length;
        assertThat(DnsHeader.checkQuestion(message, 0, end)).isEqualTo(DropReason.NONE);
        String got =
                String.format(
                        "id=%d flags=%04x counts=%d,%d,%d,%d name=%s type=%d class=%d edns=%s",
                        DnsHeader.id(message, 0),
                        DnsHeader.flags(message, 0),
                        DnsHeader.questionCount(message, 0),
                        DnsHeader.answerCount(message, 0),
                        DnsHeader.authorityCount(message, 0),
                        DnsHeader.additionalCount(message, 0),
                        DnsName.text(message, 0, DnsHeader.LENGTH, end),
                        DnsHeader.questionType(message, 0),
                        DnsHeader.questionClass(message, 0),
                        edns(message, end));
        assertThat(got).isEqualTo(want(file));
    }

    private static String edns(ByteBuf message, int end) {
        int opt = DnsRecord.findOpt(message, 0, end);
        return opt == DnsRecord.NOT_FOUND
                ? "none"
                : Integer.toString(DnsRecord.recordClass(message, opt));
    }
}
