package bauta.alg.vdolive;

import static bauta.alg.Control.ANSWERER;
import static bauta.alg.Control.OPENER;
import static bauta.alg.SessionProbe.D;
import static bauta.alg.SessionProbe.S;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Expectation;
import bauta.alg.Refusal;
import bauta.alg.SessionProbe;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The two messages of VDOLive, byte for byte, however they are cut. */
class VdoliveAlgTest {
    private static final String NAME = "56444f204c697665";
    private static final String ANY = "0102030405060708090a0b0c0d0e0f10";
    private static final String INITIAL = "00000020" + "00000006" + ANY + NAME;
    private static final String SECONDARY = "fffefdfc" + "00000001" + NAME;
    private static final String PORT = "00001b58";
    private static final String SEEN = "0000ee48";

    private final SessionProbe probe = SessionProbe.outward(new VdoliveAlg());

    private String say(String hex) {
        return say(probe, hex);
    }

    private static String say(SessionProbe to, String hex) {
        return HexFormat.of().formatHex(to.segment(OPENER, HexFormat.of().parseHex(hex)));
    }

    @Test
    void theInitialMessageNamesThePortThatIsSeen() {
        assertThat(say(INITIAL + PORT)).isEqualTo(INITIAL + SEEN);
        assertThat(probe.granted)
                .containsExactly(
                        new Expectation(OPENER, 17, S, 7000, 1, D, Expectation.ANY_NUMBER));
    }

    @Test
    void theSecondaryMessageMayComeFirst() {
        assertThat(say(SECONDARY + PORT)).isEqualTo(SECONDARY + SEEN);
        assertThat(say(INITIAL + PORT)).isEqualTo(INITIAL + SEEN);
        assertThat(probe.granted).hasSize(1);
    }

    @Test
    void bothInOneSegmentAndWhatFollowsAreRead() {
        String both = INITIAL + "%s" + SECONDARY + "%s" + "0000";
        assertThat(say(both.formatted(PORT, PORT))).isEqualTo(both.formatted(SEEN, SEEN));
        assertThat(probe.isReading()).isFalse();
    }

    @Test
    void aMessageCutAnywhereIsHeldAndReadWhole() {
        String whole = INITIAL + PORT;
        for (int cut = 2; cut < whole.length(); cut += 2) {
            SessionProbe fresh = SessionProbe.outward(new VdoliveAlg());
            String first = say(fresh, whole.substring(0, cut));
            String rest = say(fresh, whole.substring(cut));
            assertThat(first + rest).as("cut at " + cut).isEqualTo(INITIAL + SEEN);
            assertThat(first).isEmpty();
        }
    }

    @Test
    void otherMessagesInBetweenPass() {
        say(INITIAL + PORT);
        String other = "00000004" + "00000009" + NAME + PORT;
        assertThat(say(other)).isEqualTo(other);
        assertThat(say(SECONDARY + PORT)).isEqualTo(SECONDARY + SEEN);
    }

    @Test
    void aMessageInTheMiddleOfAnotherPasses() {
        say(INITIAL + PORT);
        String other = "00000004" + "00000009" + SECONDARY + PORT;
        assertThat(say(other)).isEqualTo(other);
    }

    @Test
    void anotherPortInTheSecondMessageIsRefusedAndPasses() {
        say(INITIAL + PORT);
        assertThat(say(SECONDARY + "00001b59")).isEqualTo(SECONDARY + "00001b59");
        assertThat(probe.refused).containsExactly(Refusal.MALFORMED);
        assertThat(probe.granted).hasSize(1);
    }

    @Test
    void portsThatAreNoneOrTooLowAreRefusedAndPass() {
        for (String port : new String[] {"00000000", "000003ff", "00011b58", "ffffffff"}) {
            SessionProbe fresh = SessionProbe.outward(new VdoliveAlg());
            assertThat(say(fresh, INITIAL + port)).isEqualTo(INITIAL + port);
            assertThat(say(fresh, SECONDARY + port)).isEqualTo(SECONDARY + port);
            assertThat(fresh.granted).isEmpty();
            assertThat(fresh.refused).isNotEmpty();
        }
    }

    @Test
    void anotherProtocolIsNotReadAnyFurther() {
        for (String other :
                new String[] {
                    "474554202f20485454502f312e310d0a",
                    "00000020" + "00000005" + ANY + NAME + PORT,
                    "00000020" + "00000006" + ANY + "56444f204c697666" + PORT,
                    "00" + INITIAL + PORT
                }) {
            SessionProbe fresh = SessionProbe.outward(new VdoliveAlg());
            assertThat(say(fresh, other)).isEqualTo(other);
            assertThat(fresh.isReading()).as(other).isFalse();
            assertThat(fresh.refused).containsExactly(Refusal.OTHER_PROTOCOL);
        }
    }

    @Test
    void whatTheServerSaysOpensNothing() {
        byte[] message = HexFormat.of().parseHex(INITIAL + PORT);
        assertThat(probe.segment(ANSWERER, message)).isEqualTo(message);
        assertThat(probe.granted).isEmpty();
    }
}
