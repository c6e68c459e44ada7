package bauta.alg.raudio;

import static bauta.alg.Control.ANSWERER;
import static bauta.alg.Control.OPENER;
import static bauta.alg.SessionProbe.D;
import static bauta.alg.SessionProbe.S;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Expectation;
import bauta.alg.Refusal;
import bauta.alg.SessionProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of RTSP, byte for byte: a client inside and a server inside. */
class RtspTest {
    private static final String VIDEO = "rtsp://198.51.100.7/film/video";
    private static final String AUDIO = "rtsp://198.51.100.7/film/audio";
    private static final String UDP = "RTP/AVP;unicast;";

    private final SessionProbe out = SessionProbe.outward(new RaudioAlg());
    private final SessionProbe in = SessionProbe.inward(new RaudioAlg());

    private static String say(SessionProbe to, int direction, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new String(to.segment(direction, bytes), StandardCharsets.ISO_8859_1);
    }

    private static String setup(String address, int cseq, String transport) {
        return "SETUP %s RTSP/1.0\r\nCSeq: %d\r\nTransport: %s\r\nUser-Agent: x\r\n\r\n"
                .formatted(address, cseq, transport);
    }

    private static String ok(int cseq, String transport) {
        return "RTSP/1.0 200 OK\r\nCSeq: %d\r\nTransport: %s\r\nSession: 1\r\n\r\n"
                .formatted(cseq, transport);
    }

    private static Expectation pair(int direction, int address, int port, int peer) {
        return new Expectation(direction, 17, address, port, 2, peer, Expectation.ANY_NUMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "RTP/AVP;unicast;client_port=6970-6971, RTP/AVP;unicast;client_port=61000-61001",
        "RTP/AVP;unicast;client_port=6970-6971;mode=play,"
                + " RTP/AVP;unicast;client_port=61000-61001;mode=play",
        "RTP/AVP;unicast;client_port=6970, RTP/AVP;unicast;client_port=61000",
        "RTP/AVP/UDP;Client_Port = 6970/6971 ;x, RTP/AVP/UDP;Client_Port = 61000/61001 ;x",
        "RTP/AVP;destination=192.168.1.10;client_port=6970-6971,"
                + " RTP/AVP;destination=203.0.113.5;client_port=61000-61001",
        "RTP/AVP;client_port=6970-6971;destination=203.0.113.5,"
                + " RTP/AVP;client_port=61000-61001;destination=203.0.113.5",
        "x-real-rdt/udp;client_port=6970;mode=play, x-real-rdt/udp;client_port=61000;mode=play"
    })
    void theClientsPortsBecomeThoseThatAreSeen(String asked, String seen) {
        assertThat(say(out, OPENER, setup(VIDEO, 1, asked))).isEqualTo(setup(VIDEO, 1, seen));
        assertThat(out.granted).hasSize(1);
    }

    @Test
    void oneOfSeveralWaysIsChanged() {
        String asked = "RTP/AVP/TCP;interleaved=0-1,RTP/AVP;unicast;client_port=6970-6971";
        assertThat(say(out, OPENER, setup(VIDEO, 1, asked)))
                .isEqualTo(setup(VIDEO, 1, asked.replace("6970-6971", "61000-61001")));
    }

    @Test
    void theReplyIsRestoredAndNarrowsToTheServersPorts() {
        say(out, OPENER, setup(VIDEO, 1, UDP + "client_port=6970-6971"));
        String reply =
                "RTP/AVP;unicast;destination=%s;source=198.51.100.7;client_port=%s"
                        + ";server_port=5000-5001;ssrc=1";
        assertThat(say(out, ANSWERER, ok(1, reply.formatted("203.0.113.5", "61000-61001"))))
                .isEqualTo(ok(1, reply.formatted("192.168.1.10", "6970-6971")));
        assertThat(out.narrowed).containsExactly(List.of(D, 5000, 5001));
        assertThat(out.granted)
                .containsExactly(pair(OPENER, S, 6970, D), pair(ANSWERER, D, 5000, S));
    }

    @Test
    void aReplyThatNamesAnotherSourceNarrowsNothing() {
        say(out, OPENER, setup(VIDEO, 1, UDP + "client_port=6970-6971"));
        String reply = UDP + "source=198.51.100.8;server_port=5000-5001";
        assertThat(say(out, ANSWERER, ok(1, reply))).isEqualTo(ok(1, reply));
        assertThat(out.narrowed).isEmpty();
        assertThat(out.refused).containsExactly(Refusal.OTHER_ADDRESS);
    }

    @Test
    void severalStreamsOfOneConnectionAreSetUp() {
        say(out, OPENER, setup(AUDIO, 1, UDP + "client_port=6970-6971"));
        say(out, ANSWERER, ok(1, UDP + "client_port=61000-61001;server_port=5000-5001"));
        assertThat(say(out, OPENER, setup(VIDEO, 2, UDP + "client_port=6972-6973")))
                .isEqualTo(setup(VIDEO, 2, UDP + "client_port=61002-61003"));
        assertThat(say(out, ANSWERER, ok(2, UDP + "client_port=61002-61003")))
                .isEqualTo(ok(2, UDP + "client_port=6972-6973"));
        assertThat(out.openCount()).isEqualTo(3);
    }

    @Test
    void requestsAndRepliesInARowAreEachRead() {
        String two =
                setup(AUDIO, 1, UDP + "client_port=%s") + setup(VIDEO, 2, UDP + "client_port=%s");
        assertThat(say(out, OPENER, two.formatted("6970-6971", "6972-6973")))
                .isEqualTo(two.formatted("61000-61001", "61002-61003"));
    }

    @Test
    void aServerInsideIsSeenByItsOutsideAddressAndPorts() {
        String asked = setup(VIDEO, 1, UDP + "client_port=6970-6971");
        assertThat(say(in, OPENER, asked)).isEqualTo(asked);
        String reply = UDP + "client_port=6970-6971;server_port=%s;source=%s";
        assertThat(say(in, ANSWERER, ok(1, reply.formatted("5000-5001", "192.168.1.10"))))
                .isEqualTo(ok(1, reply.formatted("61000-61001", "203.0.113.5")));
        assertThat(in.granted)
                .containsExactly(pair(OPENER, D, 6970, S), pair(ANSWERER, S, 5000, D));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTP/AVP/TCP;unicast;interleaved=0-1",
                "RTP/AVP;unicast;interleaved=0-1;client_port=6970-6971",
                "RTP/AVP;multicast;port=5000-5001;client_port=6970-6971",
                "RTP/AVP;unicast"
            })
    void whatIsNotSentOverUdpToTheClientStays(String transport) {
        String asked = setup(VIDEO, 1, transport);
        assertThat(say(out, OPENER, asked)).isEqualTo(asked);
        assertThat(out.granted).isEmpty();
        assertThat(out.refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_port=",
                "client_port",
                "client_port=x",
                "client_port=0-1",
                "client_port=65535-65536",
                "client_port=6970-6972",
                "client_port=6971-6970",
                "client_port=6970-",
                "client_port=-6970",
                "client_port=69 70",
                "client_port=6970-6971;client_port=6972-6973",
                "client_port=6970-6971;destination=host.example",
                "client_port=6970-6971;destination=192.168.1.256",
                "client_port=6970-6971;destination=192.168.1",
            })
    void numbersThatCannotBeAreRefusedAndStay(String parameter) {
        String asked = setup(VIDEO, 1, UDP + parameter);
        assertThat(say(out, OPENER, asked)).isEqualTo(asked);
        assertThat(out.granted).isEmpty();
        assertThat(out.refused).containsExactly(Refusal.MALFORMED);
    }

    @Test
    void aNumberOfTwoHundredDigitsIsRefusedAndStays() {
        String asked = setup(VIDEO, 1, UDP + "client_port=" + "6".repeat(200));
        assertThat(say(out, OPENER, asked)).isEqualTo(asked);
        assertThat(out.refused).containsExactly(Refusal.MALFORMED);
    }

    @Test
    void anotherHostsAddressIsRefusedAndStays() {
        String asked = setup(VIDEO, 1, UDP + "client_port=6970-6971;destination=192.168.1.11");
        assertThat(say(out, OPENER, asked)).isEqualTo(asked);
        assertThat(out.granted).isEmpty();
        assertThat(out.refused).containsExactly(Refusal.OTHER_ADDRESS);
    }

    @Test
    void aPortThatIsTooLowIsRefusedAndStays() {
        String asked = setup(VIDEO, 1, UDP + "client_port=1022-1023");
        assertThat(say(out, OPENER, asked)).isEqualTo(asked);
        assertThat(out.refused).containsExactly(Refusal.FORBIDDEN_PORT);
    }

    @Test
    void onlySetupsOpenSomething() {
        String other = setup(VIDEO, 1, UDP + "client_port=6970-6971").replace("SETUP", "PLAY");
        assertThat(say(out, OPENER, other)).isEqualTo(other);
        String answer = setup(VIDEO, 1, UDP + "client_port=6970-6971");
        assertThat(say(out, ANSWERER, answer)).isEqualTo(answer);
        assertThat(out.granted).isEmpty();
    }

    @Test
    void bodiesAreSkippedAlsoWhenTheyLookLikeRequests() {
        String body = setup(VIDEO, 9, UDP + "client_port=6970-6971");
        String message =
                "ANNOUNCE %s RTSP/1.0\r\nCSeq: 1\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(VIDEO, body.length(), body);
        for (int cut : new int[] {message.length() - body.length() + 3, message.length()}) {
            SessionProbe fresh = SessionProbe.outward(new RaudioAlg());
            String heard =
                    say(fresh, OPENER, message.substring(0, cut))
                            + say(fresh, OPENER, message.substring(cut) + body);
            assertThat(heard).isEqualTo(message + body.replace("6970-6971", "61000-61001"));
            assertThat(fresh.granted).hasSize(1);
        }
    }

    @Test
    void interleavedMediaIsSkippedAlsoWhenItLooksLikeARequest() {
        String media = setup(VIDEO, 9, UDP + "client_port=6970-6971");
        String frame = "$\0" + (char) (media.length() >> 8) + (char) (media.length() & 255) + media;
        say(out, OPENER, "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        assertThat(say(out, OPENER, frame)).isEqualTo(frame);
        assertThat(say(out, ANSWERER, frame)).isEqualTo(frame);
        assertThat(out.granted).isEmpty();
        assertThat(out.isReading()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "99999999999", "1\r\nContent-Length: 2"})
    void aBodyWhoseEndNobodyCanTellEndsTheReading(String length) {
        String text =
                "ANNOUNCE a RTSP/1.0\r\nCSeq: 1\r\nContent-Length: "
                        + length
                        + "\r\n\r\n"
                        + setup(VIDEO, 9, UDP + "client_port=6970-6971");
        assertThat(say(out, OPENER, text)).isEqualTo(text);
        assertThat(out.granted).isEmpty();
        assertThat(out.refused).containsExactly(Refusal.MALFORMED);
        assertThat(out.isReading()).isFalse();
    }

    @Test
    void whatIsNoMessageEndsTheReading() {
        say(out, OPENER, "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        String text = "noise\r\n" + setup(VIDEO, 2, UDP + "client_port=6970-6971");
        assertThat(say(out, OPENER, text)).isEqualTo(text);
        assertThat(out.refused).containsExactly(Refusal.MALFORMED);
        assertThat(out.isReading()).isFalse();
    }

    @Test
    void aRequestCutAnywhereIsHeldAndReadWhole() {
        String asked = setup(VIDEO, 1, UDP + "client_port=6970-6971");
        String seen = setup(VIDEO, 1, UDP + "client_port=61000-61001");
        for (int cut = 1; cut < asked.length(); cut++) {
            SessionProbe fresh = SessionProbe.outward(new RaudioAlg());
            String first = say(fresh, OPENER, asked.substring(0, cut));
            assertThat(first).isEmpty();
            assertThat(say(fresh, OPENER, asked.substring(cut))).as("cut " + cut).isEqualTo(seen);
        }
    }

    @Test
    void aHeadThatNeverEndsPassesAndEndsTheReading() {
        String begun = "SETUP a RTSP/1.0\r\nCSeq: 1\r\n" + "x".repeat(100) + "\r\n";
        StringBuilder said = new StringBuilder(begun);
        StringBuilder heard = new StringBuilder(say(out, OPENER, begun));
        for (int i = 0; i < 40; i++) {
            String more = "X-Header: " + "y".repeat(100) + "\r\n";
            said.append(more);
            heard.append(say(out, OPENER, more));
        }
        assertThat(heard.toString()).isEqualTo(said.toString());
        assertThat(out.isReading()).isFalse();
    }

    @Test
    void aTransportThatGoesOnInTheNextLineIsRefusedAndStays() {
        String asked = setup(VIDEO, 1, UDP + "\r\n client_port=6970-6971");
        assertThat(say(out, OPENER, asked)).isEqualTo(asked);
        assertThat(out.refused).containsExactly(Refusal.MALFORMED);
    }

    @Test
    void aSetupThatIsRefusedByTheServerLetsNothingIn() {
        say(out, OPENER, setup(VIDEO, 1, UDP + "client_port=6970-6971"));
        say(out, ANSWERER, "RTSP/1.0 461 Unsupported Transport\r\nCSeq: 1\r\n\r\n");
        assertThat(out.openCount()).isZero();
    }

    @Test
    void aServerThatChoosesInterleavedMediaNeedsNothing() {
        String asked = UDP + "client_port=6970-6971,RTP/AVP/TCP;unicast;interleaved=0-1";
        say(out, OPENER, setup(VIDEO, 1, asked));
        assertThat(out.openCount()).isOne();
        String reply = ok(1, "RTP/AVP/TCP;unicast;interleaved=0-1");
        assertThat(say(out, ANSWERER, reply)).isEqualTo(reply);
        assertThat(out.openCount()).isZero();
    }

    @Test
    void tearDownEndsWhatWasLetIn() {
        say(out, OPENER, setup(AUDIO, 1, UDP + "client_port=6970-6971"));
        say(out, OPENER, setup(VIDEO, 2, UDP + "client_port=6972-6973"));
        say(out, OPENER, "TEARDOWN " + AUDIO + " RTSP/1.0\r\nCSeq: 3\r\n\r\n");
        assertThat(out.openCount()).isOne();
        say(out, OPENER, "TEARDOWN rtsp://198.51.100.7/film RTSP/1.0\r\nCSeq: 4\r\n\r\n");
        assertThat(out.openCount()).isZero();
    }

    @Test
    void theSameSetupAgainHasTheSamePorts() {
        String first = say(out, OPENER, setup(VIDEO, 1, UDP + "client_port=6970-6971"));
        assertThat(say(out, OPENER, setup(VIDEO, 1, UDP + "client_port=6970-6971")))
                .isEqualTo(first);
        assertThat(out.openCount()).isOne();
    }

    @Test
    void tooManySetupsAreRefusedAndStay() {
        String last = "";
        for (int i = 0; i < 12; i++) {
            last = setup(VIDEO + i, i, UDP + "client_port=" + (7000 + 2 * i));
            String heard = say(out, OPENER, last);
            assertThat(heard.equals(last)).isEqualTo(i >= 8);
        }
        assertThat(out.refused).contains(Refusal.TOO_MANY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "SETUP / HTTP/1.1\r\nHost: x\r\n",
                "SETUP a RTSP/2.0\r\n",
                "setup a RTSP/1.0\r\n",
                "FETCH a RTSP/1.0\r\n",
                " SETUP a RTSP/1.0\r\n",
                "$\0\0\1x"
            })
    void anotherProtocolIsNotReadAnyFurther(String opening) {
        String text = opening + setup(VIDEO, 1, UDP + "client_port=6970-6971");
        assertThat(say(out, OPENER, text)).isEqualTo(text);
        assertThat(out.granted).isEmpty();
        assertThat(out.refused).containsExactly(Refusal.OTHER_PROTOCOL);
        assertThat(out.isReading()).isFalse();
    }

    @Test
    void anEncryptedConnectionIsNotReadAnyFurther() {
        assertThat(say(out, OPENER, "\26\3\1\0\1x")).isEqualTo("\26\3\1\0\1x");
        assertThat(out.refused).containsExactly(Refusal.ENCRYPTED);
        assertThat(out.isReading()).isFalse();
    }
}
