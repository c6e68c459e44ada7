package bauta.alg.quake;

import static bauta.alg.Control.ANSWERER;
import static bauta.alg.Control.OPENER;
import static bauta.alg.SessionProbe.D;
import static bauta.alg.SessionProbe.S;
import static bauta.alg.SessionProbe.S_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Expectation;
import bauta.alg.Refusal;
import bauta.alg.SessionProbe;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests and accepts of Quake, byte for byte, and what must not be taken for them. */
class QuakeAlgTest {
    private static final String REQUEST = "8000000c015155414b450003";
    private static final String ACCEPT = "80000009819a690000";
    private static final int GAME = 27_034;
    private static final int D_PORT = 7000;

    private final SessionProbe out = SessionProbe.outward(new QuakeAlg());
    private final SessionProbe in = SessionProbe.inward(new QuakeAlg());

    @Test
    void aPlayerInsideIsAcceptedAtTheServersPort() {
        assertThat(out.datagram(OPENER, REQUEST)).isEqualTo(REQUEST);
        assertThat(out.datagram(ANSWERER, ACCEPT)).isEqualTo(ACCEPT);
        assertThat(out.granted)
                .containsExactly(
                        new Expectation(ANSWERER, 17, D, GAME, 1, S, 1),
                        new Expectation(OPENER, 17, S, S_PORT, 1, D, 1));
        assertThat(out.narrowed)
                .containsExactly(List.of(S, S_PORT, S_PORT), List.of(D, GAME, GAME));
    }

    @Test
    void aServerInsideIsSeenByAnotherPort() {
        assertThat(in.datagram(OPENER, REQUEST)).isEqualTo(REQUEST);
        assertThat(in.datagram(ANSWERER, ACCEPT)).isEqualTo("800000098148ee0000");
        assertThat(in.granted.getFirst())
                .isEqualTo(new Expectation(ANSWERER, 17, S, GAME, 1, D, 1));
        assertThat(in.narrowed.getFirst()).containsExactly(D, D_PORT, D_PORT);
    }

    @Test
    void theSameAcceptAgainHasTheSameMappingAndTheSameText() {
        in.datagram(OPENER, REQUEST);
        in.datagram(ANSWERER, ACCEPT);
        assertThat(in.datagram(ANSWERER, ACCEPT)).isEqualTo("800000098148ee0000");
        assertThat(in.granted).hasSize(2);
    }

    @Test
    void aLaterAcceptTakesThePlaceOfTheFirst() {
        in.datagram(OPENER, REQUEST);
        in.datagram(ANSWERER, ACCEPT);
        in.datagram(OPENER, REQUEST);
        assertThat(in.datagram(ANSWERER, "80000009819b690000")).isEqualTo("800000098149ee0000");
        assertThat(in.openCount()).isEqualTo(2);
        assertThat(in.refused).isEmpty();
    }

    @Test
    void anAcceptWithoutRequestPassesAndOpensNothing() {
        in.datagram(OPENER, "8000000c025155414b450003");
        assertThat(in.datagram(ANSWERER, ACCEPT)).isEqualTo(ACCEPT);
        assertThat(in.granted).isEmpty();
    }

    @Test
    void anotherVersionOrGameIsNoRequest() {
        for (String request :
                List.of(
                        "8000000c015155414b450002",
                        "8000000c0148455845490003",
                        "8000000b015155414b4500")) {
            SessionProbe fresh = SessionProbe.inward(new QuakeAlg());
            fresh.datagram(OPENER, request);
            assertThat(fresh.datagram(ANSWERER, ACCEPT)).isEqualTo(ACCEPT);
            assertThat(fresh.granted).isEmpty();
        }
    }

    @Test
    void lengthsThatAreNotTrueAreNotBelieved() {
        in.datagram(OPENER, REQUEST);
        for (String accept :
                List.of(
                        "80000008819a690000",
                        "8000000a819a690000",
                        "80000009819a69",
                        "80000008819a6900",
                        "8000ffff819a690000",
                        "80")) {
            assertThat(in.datagram(ANSWERER, accept)).isEqualTo(accept);
        }
        assertThat(in.granted).isEmpty();
    }

    @Test
    void aPortThatIsNoneOrTooLowIsNotOpened() {
        for (String accept :
                List.of("80000009819a690100", "8000000981ff030000", "80000009810000" + "0000")) {
            in.datagram(OPENER, REQUEST);
            assertThat(in.datagram(ANSWERER, accept)).isEqualTo(accept);
        }
        assertThat(in.granted).isEmpty();
        assertThat(in.refused).containsOnly(Refusal.FORBIDDEN_PORT);
    }

    @Test
    void anotherProtocolIsNotReadAnyFurther() {
        String other = "ffffffff" + "636f6e6e656374";
        assertThat(out.datagram(OPENER, other)).isEqualTo(other);
        assertThat(out.isReading()).isFalse();
        assertThat(out.refused).containsExactly(Refusal.OTHER_PROTOCOL);
    }
}
