package bauta.alg.irc;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Payload;
import bauta.alg.PayloadKit;
import bauta.alg.irc.DccRequest.Kind;
import bauta.wire.Ipv4Address;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DccRequestTest {
    private static final int OWN = Ipv4Address.parse("192.168.1.10").bits();

    /** Reads text in which {@code ^} stands for byte 1. */
    private static @Nullable DccRequest read(String text) {
        Payload line = PayloadKit.of(text.replace('^', '\u0001'));
        return DccRequest.read(line, line.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVMSG bob :^DCC SEND a.bin 3232235786 1025 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 3232235786 1025 4096",
                "PRIVMSG bob :^DCC SEND a.bin 3232235786 1025^",
                "privmsg bob :^dcc send a.bin 3232235786 1025 4096^",
                "NOTICE bob :^DCC SEND \"a file.bin\" 3232235786 1025 4096^",
                "PRIVMSG bob :^DCC SEND \"SEND 1 2 3\" 3232235786 1025 4096 77^",
                "PRIVMSG bob :^DCC CHAT chat 3232235786 1025^",
                "PRIVMSG bob :^DCC MOVE a.bin 3232235786 1025 4096^",
                "PRIVMSG bob :^DCC TSEND a.bin 3232235786 1025 4096^",
                "PRIVMSG bob :^DCC SCHAT chat 3232235786 1025^",
                ":me!user@host PRIVMSG bob :^DCC CHAT chat 3232235786 1025^",
                "@label=1;x=y :me PRIVMSG  bob :^DCC CHAT chat 3232235786 1025^"
            })
    void anOfferHasAnAddressAndAPort(String text) {
        DccRequest offer = Objects.requireNonNull(read(text));
        assertThat(offer.kind()).isEqualTo(Kind.OFFER);
        assertThat(offer.address()).isEqualTo(OWN);
        assertThat(offer.port()).isEqualTo(1025);
        assertThat(text.substring(offer.first(), offer.last())).isEqualTo("3232235786 1025");
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVMSG bob :^DCC RESUME a.bin 61000 100^, RESUME",
        "NOTICE bob :^DCC RESUME \"a b\" 61000 100^, RESUME",
        ":bob!u@h PRIVMSG me :^DCC ACCEPT a.bin 61000 100^, ACCEPT"
    })
    void whatComesLaterHasAPortAlone(String text, Kind kind) {
        DccRequest request = Objects.requireNonNull(read(text));
        assertThat(request.kind()).isEqualTo(kind);
        assertThat(request.port()).isEqualTo(61_000);
        assertThat(text.substring(request.first(), request.last())).isEqualTo("61000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVMSG bob :^DCC SEND a.bin 3232235786 0 4096 12^",
                "PRIVMSG bob :^DCC SEND a.bin 0 0 4096 12^",
                "PRIVMSG bob :^DCC RESUME a.bin 0 100 12^",
                "PRIVMSG bob :^DCC ACCEPT a.bin 0 100 12^"
            })
    void portZeroAsksTheOtherUserToWait(String text) {
        DccRequest request = Objects.requireNonNull(read(text));
        assertThat(request.kind()).isEqualTo(Kind.REVERSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVMSG bob :^DCC SEND a.bin^",
                "PRIVMSG bob :^DCC SEND a.bin 3232235786^",
                "PRIVMSG bob :^DCC SEND a file.bin 3232235786 1025 4096^",
                "PRIVMSG bob :^DCC SEND \"a file.bin 3232235786 1025 4096^",
                "PRIVMSG bob :^DCC SEND \"a\"3232235786 1025 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 4294967296 1025 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 3232235786 65536 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 3232235786 1025x 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 192.168.1.10 1025 4096^",
                "PRIVMSG bob :^DCC SEND a.bin ::1 1025 4096^",
                "PRIVMSG bob :^DCC CHAT ^",
                "PRIVMSG bob :^DCC RESUME a.bin^",
                "PRIVMSG bob :^DCC ACCEPT a.bin x 100^"
            })
    void anythingElseIsMalformed(String text) {
        DccRequest request = Objects.requireNonNull(read(text));
        assertThat(request.kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "@",
                "PRIVMSG",
                "PRIVMSG bob",
                "PRIVMSG bob ^DCC CHAT chat 3232235786 1025^",
                "PRIVMSG bob :look: ^DCC CHAT chat 3232235786 1025^",
                "PRIVMSG bob : ^DCC CHAT chat 3232235786 1025^",
                "TOPIC bob :^DCC CHAT chat 3232235786 1025^",
                "PONG :^DCC CHAT chat 3232235786 1025^",
                "PRIVMSG bob :^PING DCC CHAT chat 3232235786 1025^",
                "PRIVMSG bob :^DCC REJECT CHAT chat^",
                "x PRIVMSG bob :^DCC CHAT chat 3232235786 1025^"
            })
    void anyOtherLineIsNone(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void whatFollowsTheRequestIsNotPartOfIt() {
        DccRequest request =
                Objects.requireNonNull(read("PRIVMSG bob :^DCC CHAT chat^ 3232235786 1025"));
        assertThat(request.kind()).isEqualTo(Kind.MALFORMED);
    }
}
