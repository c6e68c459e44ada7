package bauta.lab;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.ChapMessage;
import bauta.wire.ControlMessage;
import bauta.wire.Decoded;
import bauta.wire.IpcpOption;
import bauta.wire.Ipv4Address;
import bauta.wire.LcpMessage;
import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PapMessage;
import bauta.wire.PppMessage;
import bauta.wire.PppOption;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The lab's end of a session, spoken to with the router's codecs: the two know nothing else of each
 * other.
 */
class LineSessionTest implements LineSession.Line {
    private record Sent(int protocol, ByteBuf message) {}

    private final LineSettings settings = new LineSettings();
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private LineSession session = new LineSession(7, new byte[6], settings, this);

    @BeforeEach
    void begin() {
        session.begin(0);
    }

    @Override
    public void send(LineSession from, int protocol, byte[] message) {
        sent.add(new Sent(protocol, Unpooled.wrappedBuffer(message)));
    }

    @Override
    public void event(String text) {
        events.add(text);
    }

    @Override
    public void padt(LineSession from) {
        events.add("padt");
        from.end();
    }

    @Test
    void asksForItsMruAndChapFirst() {
        assertThat(lastControl())
                .isInstanceOfSatisfying(
                        ControlMessage.ConfigureRequest.class,
                        request ->
                                assertThat(request.options())
                                        .contains(LcpOption.mru(1492), LcpOption.chapMd5()));
    }

    @Test
    void rejectsFieldCompression() {
        var compression = new PppOption(LcpOption.PROTOCOL_FIELD_COMPRESSION, Octets.EMPTY);
        give(LineSession.LCP, request(3, LcpOption.mru(1492), compression));
        assertThat(lastControl())
                .isEqualTo(new ControlMessage.ConfigureReject(3, List.of(compression)));
    }

    @Test
    void naksAnMruThatTheLineDoesNotCarry() {
        give(LineSession.LCP, request(3, LcpOption.mru(1500)));
        assertThat(lastControl())
                .isEqualTo(new ControlMessage.ConfigureNak(3, List.of(LcpOption.mru(1492))));
    }

    @Test
    void letsTheRightPasswordIn() {
        openLink();
        answerChallenge("correct horse");
        assertThat(events).contains("welcome session=7 user=user@example.test");
        assertThat(
                        ok(
                                ChapMessage.parse(
                                        first(LineSession.CHAP, 3),
                                        0,
                                        first(LineSession.CHAP, 3).writerIndex())))
                .isInstanceOf(ChapMessage.Success.class);
    }

    @Test
    void sendsAWrongPasswordAwayWithPadt() {
        openLink();
        answerChallenge("wrong");
        assertThat(events).contains("refused-login session=7 user=user@example.test", "padt");
    }

    @Test
    void takesPapWhenToldTo() {
        settings.chap = false;
        session = new LineSession(7, new byte[6], settings, this);
        session.begin(0);
        openLink();
        give(
                LineSession.PAP,
                new PapMessage.AuthenticateRequest(
                        1, Octets.ofText("user@example.test"), Octets.ofText("correct horse")));
        assertThat(events).contains("welcome session=7 user=user@example.test");
    }

    @Test
    void namesAddressAndNameServersAndOpens() {
        openLink();
        answerChallenge("correct horse");
        give(LineSession.IPCP, request(1, ipcp("0.0.0.0", "0.0.0.0", "0.0.0.0")));
        PppOption[] wanted = ipcp("100.64.10.2", "198.18.0.53", "198.18.0.54");
        assertThat(lastControl()).isEqualTo(new ControlMessage.ConfigureNak(1, List.of(wanted)));
        give(LineSession.IPCP, request(2, wanted));
        give(
                LineSession.IPCP,
                new ControlMessage.ConfigureAck(lastRequestOf(LineSession.IPCP), List.of()));
        assertThat(session.open()).isTrue();
        assertThat(events).contains("open session=7 address=100.64.10.2");
    }

    @Test
    void answersEchoUnlessToldNotTo() {
        openLink();
        sent.clear();
        give(LineSession.LCP, new LcpMessage.EchoRequest(9, 1, Octets.EMPTY));
        assertThat(lastControl()).isInstanceOf(LcpMessage.EchoReply.class);
        sent.clear();
        settings.echo = false;
        give(LineSession.LCP, new LcpMessage.EchoRequest(10, 1, Octets.EMPTY));
        assertThat(sent).isEmpty();
    }

    @Test
    void givesUpWhenNobodyAnswers() {
        for (int second = 1; second <= 12; second++) {
            session.tick(second * 1_000_000_000L);
        }
        assertThat(events).contains("gave-up session=7 phase=LINK", "padt");
        assertThat(sent).hasSize(10);
    }

    private void openLink() {
        give(LineSession.LCP, request(1, LcpOption.mru(1492), LcpOption.magicNumber(4711)));
        give(
                LineSession.LCP,
                new ControlMessage.ConfigureAck(lastRequestOf(LineSession.LCP), List.of()));
    }

    private void answerChallenge(String password) {
        ByteBuf message = first(LineSession.CHAP, 1);
        var challenge =
                (ChapMessage.Challenge) ok(ChapMessage.parse(message, 0, message.writerIndex()));
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) challenge.identifier());
            md5.update(password.getBytes(StandardCharsets.UTF_8));
            Octets value = Octets.of(md5.digest(challenge.value().toArray()));
            give(
                    LineSession.CHAP,
                    new ChapMessage.Response(
                            challenge.identifier(), value, Octets.ofText("user@example.test")));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static ControlMessage request(int identifier, PppOption... options) {
        return new ControlMessage.ConfigureRequest(identifier, List.of(options));
    }

    private static PppOption[] ipcp(String address, String primary, String secondary) {
        return new PppOption[] {
            IpcpOption.address(IpcpOption.IP_ADDRESS, Ipv4Address.parse(address)),
            IpcpOption.address(IpcpOption.PRIMARY_DNS, Ipv4Address.parse(primary)),
            IpcpOption.address(IpcpOption.SECONDARY_DNS, Ipv4Address.parse(secondary))
        };
    }

    private void give(int protocol, PppMessage message) {
        ByteBuf buffer = Unpooled.buffer(1500);
        int end = message.emit(buffer, 0);
        byte[] bytes = new byte[end];
        buffer.getBytes(0, bytes);
        session.receive(protocol, ByteBuffer.wrap(bytes), 0);
    }

    private ControlMessage lastControl() {
        Sent last = sent.getLast();
        ByteBuf message = last.message();
        return ok(
                last.protocol() == LineSession.LCP
                        ? LcpMessage.parse(message, 0, message.writerIndex())
                        : ControlMessage.parse(message, 0, message.writerIndex()));
    }

    private ByteBuf first(int protocol, int code) {
        return sent.stream()
                .filter(s -> s.protocol() == protocol && s.message().getByte(0) == code)
                .map(Sent::message)
                .findFirst()
                .orElseThrow();
    }

    private int lastRequestOf(int protocol) {
        return first(protocol, 1).getByte(1);
    }

    private static <T> T ok(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Ok<T>(T message) -> message;
            case Decoded.Malformed<T> malformed -> throw new AssertionError(malformed);
        };
    }
}
