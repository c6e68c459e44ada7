package bauta.alg.tftp;

import static bauta.alg.Control.ANSWERER;
import static bauta.alg.Control.OPENER;
import static bauta.alg.SessionProbe.D;
import static bauta.alg.SessionProbe.S;
import static bauta.alg.SessionProbe.S_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Expectation;
import bauta.alg.Refusal;
import bauta.alg.SessionProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which datagrams are requests, and what a request lets in. */
class TftpAlgTest {
    private final SessionProbe probe = SessionProbe.outward(new TftpAlg());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] say(String text) {
        return probe.datagram(OPENER, bytes(text));
    }

    @Test
    void requestsInAnyModeAndWithOptionsAreKnown() {
        for (String request :
                List.of(
                        "\0\1a\0octet\0",
                        "\0\2a\0NetASCII\0",
                        "\0\1pub/boot.img\0octet\0blksize\0001428\0tsize\0000\0",
                        "\0\1a\0mail\0")) {
            SessionProbe fresh = SessionProbe.outward(new TftpAlg());
            assertThat(fresh.datagram(OPENER, bytes(request))).isEqualTo(bytes(request));
            assertThat(fresh.isReading()).isTrue();
            assertThat(fresh.granted).hasSize(1);
        }
    }

    @Test
    void theServersAddressMaySendToThePortThatWasAskedFrom() {
        say("\0\1a\0octet\0");
        assertThat(probe.granted).containsExactly(new Expectation(OPENER, 17, S, S_PORT, 1, D, 1));
    }

    @Test
    void theSameRequestAgainIsTheSameExpectation() {
        say("\0\1a\0octet\0");
        say("\0\1a\0octet\0");
        assertThat(probe.granted).hasSize(1);
    }

    @Test
    void anythingElseIsNotReadAnyFurther() {
        for (String other :
                List.of(
                        "",
                        "\0",
                        "\0\1",
                        "\0\1a",
                        "\0\1a\0octet",
                        "\0\1\0octet\0",
                        "\0\3a\0octet\0",
                        "\1\1a\0octet\0",
                        "\0\1a\0image\0",
                        "\0\1" + "a".repeat(510) + "\0octet\0")) {
            SessionProbe fresh = SessionProbe.outward(new TftpAlg());
            assertThat(fresh.datagram(OPENER, bytes(other))).isEqualTo(bytes(other));
            assertThat(fresh.isReading()).as(other).isFalse();
            assertThat(fresh.granted).isEmpty();
            assertThat(fresh.refused).containsExactly(Refusal.OTHER_PROTOCOL);
        }
    }

    @Test
    void whatTheServerSaysOpensNothing() {
        probe.datagram(ANSWERER, bytes("\0\1a\0octet\0"));
        assertThat(probe.granted).isEmpty();
        assertThat(probe.isReading()).isTrue();
    }
}
