package bauta.alg.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Payload;
import bauta.alg.PayloadKit;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    private static final int OWN = Ipv4Address.parse("192.168.1.10").bits();
    private static final int SEEN = Ipv4Address.parse("203.0.113.5").bits();

    private static String changed(String text, HostPort read) {
        Payload line = PayloadKit.of(text);
        line.replace(read.first(), read.last(), read.write(SEEN, 61_000));
        return PayloadKit.edited(line);
    }

    @Test
    void portIsSixNumbers() {
        String text = "PORT 192,168,1,10,4,1";
        HostPort read =
                Objects.requireNonNull(HostPort.ofPort(PayloadKit.of(text), 5, text.length()));
        assertThat(read.says(OWN, 1025)).isTrue();
        assertThat(changed(text, read)).isEqualTo("PORT 203,0,113,5,238,72");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "192,168,1,10,4",
                "192,168,1,10,4,",
                "192,168,1,10,4,256",
                "256,168,1,10,4,1",
                "192,168,1,10,4,1,1",
                "192,168,1,10,4,1 ",
                " 192,168,1,10,4,1",
                "192,168,1,-10,4,1",
                "192,168,1,99999999999999999999,4,1",
                "192.168.1.10.4.1"
            })
    void anythingElseIsNotAPort(String text) {
        assertThat(HostPort.ofPort(PayloadKit.of(text), 0, text.length())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "227 Entering Passive Mode (192,168,1,10,4,1);"
                        + "227 Entering Passive Mode (203,0,113,5,238,72)",
                "227 Entering Passive Mode. 192,168,1,10,4,1.;"
                        + "227 Entering Passive Mode. 203,0,113,5,238,72.",
                "227 =192,168,1,10,4,1;227 =203,0,113,5,238,72",
                "227 Mode 2, at 9,9 (192,168,1,10,4,1);227 Mode 2, at 9,9 (203,0,113,5,238,72)"
            })
    void aPassiveReplyHasThemAnywhere(String text, String want) {
        HostPort read =
                Objects.requireNonNull(HostPort.ofPassive(PayloadKit.of(text), 4, text.length()));
        assertThat(read.says(OWN, 1025)).isTrue();
        assertThat(changed(text, read)).isEqualTo(want);
    }

    @Test
    void aPassiveReplyWithoutThemSaysNothing() {
        for (String text : List.of("227 ok", "227 (1,2,3,4,5)", "227 1,2,3,4,5,256")) {
            assertThat(HostPort.ofPassive(PayloadKit.of(text), 4, text.length())).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|1|192.168.1.10|1025|;|1|203.0.113.5|61000|",
                "!1!192.168.1.10!1025!;!1!203.0.113.5!61000!",
                ".1.192.168.1.10.1025.;.1.203.0.113.5.61000."
            })
    void anExtendedPortHasAnyMark(String text, String want) {
        HostPort read =
                Objects.requireNonNull(
                        HostPort.ofExtendedPort(PayloadKit.of(text), 0, text.length()));
        assertThat(read.says(OWN, 1025)).isTrue();
        assertThat(changed(text, read)).isEqualTo(want);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                "|2|::1|1025|",
                "|1|192.168.1.10|1025",
                "|1|192.168.1.10|1025|x",
                "|1|192.168.1.10|65536|",
                "|1|192.168.1.256|1025|",
                "|1|192.168.1|1025|",
                "|1|192.168.1.10||",
                "|1!192.168.1.10|1025|",
                "111192.168.1.1011025",
                " 1 192.168.1.10 1025 "
            })
    void anythingElseIsNotAnExtendedPort(String text) {
        assertThat(HostPort.ofExtendedPort(PayloadKit.of(text), 0, text.length())).isNull();
    }

    @Test
    void anExtendedPassiveReplyHasAPortAlone() {
        String text = "229 Entering Extended Passive Mode (|||6446|)";
        HostPort read =
                Objects.requireNonNull(
                        HostPort.ofExtendedPassive(PayloadKit.of(text), 4, text.length(), OWN));
        assertThat(read.says(OWN, 6446)).isTrue();
        assertThat(changed(text, read)).isEqualTo("229 Entering Extended Passive Mode (|||61000|)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "229 |||6446|",
                "229 (||6446|)",
                "229 (|||65536|)",
                "229 (||||)",
                "229 (|!|6446|)",
                "229 (|||6446)",
                "229 (|||6446|"
            })
    void anythingElseIsNotAnExtendedPassiveReply(String text) {
        assertThat(HostPort.ofExtendedPassive(PayloadKit.of(text), 4, text.length(), OWN)).isNull();
    }

    @Test
    void textWithinAReplyIsNone() {
        ReplyReader replies = new ReplyReader();
        assertThat(replies.begins(PayloadKit.of("211-Features\r\n"))).isEqualTo(211);
        for (String line : List.of("227 x\r\n", " EPSV\r\n", "211-more\r\n", "2111\r\n", "\r\n")) {
            assertThat(replies.begins(PayloadKit.of(line))).isEqualTo(ReplyReader.NONE);
        }
        assertThat(replies.begins(PayloadKit.of("211 End\r\n"))).isEqualTo(ReplyReader.NONE);
        assertThat(replies.begins(PayloadKit.of("227 x\r\n"))).isEqualTo(227);
        assertThat(replies.begins(PayloadKit.of("99 x\r\n"))).isEqualTo(ReplyReader.NONE);
        assertThat(replies.begins(PayloadKit.of("099 x\r\n"))).isEqualTo(ReplyReader.NONE);
        assertThat(replies.begins(PayloadKit.of("2270\r\n"))).isEqualTo(ReplyReader.NONE);
    }
}
