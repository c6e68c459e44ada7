package bauta.alg.raudio;

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

/** The hello of PNA, byte for byte, however it is cut. */
class PnaTest {
    private static final String HEADER = "504e41000a";
    private static final String HELLO = HEADER + "00010002%s" + "00070002%s" + "0000" + "7942";
    private static final String ASKED = HELLO.formatted("1b3a", "1b3c");
    private static final String SEEN = HELLO.formatted("ee48", "ee49");

    private final SessionProbe probe = SessionProbe.outward(new RaudioAlg());

    private static String say(SessionProbe to, String hex) {
        return HexFormat.of().formatHex(to.segment(OPENER, HexFormat.of().parseHex(hex)));
    }

    private static Expectation awaited(int port) {
        return new Expectation(OPENER, 17, S, port, 1, D, Expectation.ANY_NUMBER);
    }

    @Test
    void bothPortsBecomeThoseThatAreSeen() {
        assertThat(say(probe, ASKED)).isEqualTo(SEEN);
        assertThat(probe.granted).containsExactly(awaited(6970), awaited(6972));
        assertThat(probe.isReading()).isFalse();
    }

    @Test
    void aHelloCutAnywhereIsReadWhole() {
        for (int cut = 2; cut < ASKED.length(); cut += 2) {
            SessionProbe fresh = SessionProbe.outward(new RaudioAlg());
            String first = say(fresh, ASKED.substring(0, cut));
            assertThat(first + say(fresh, ASKED.substring(cut))).as("cut " + cut).isEqualTo(SEEN);
        }
    }

    @Test
    void aHelloThatAsksForDeliveryByTcpStays() {
        String hello = HEADER + "001400020001" + "00040004000001f4" + "0000";
        assertThat(say(probe, hello)).isEqualTo(hello);
        assertThat(probe.granted).isEmpty();
    }

    @Test
    void valuesBehindThePortStay() {
        String hello = HEADER + "000100061b3a01020304" + "0000";
        assertThat(say(probe, hello)).isEqualTo(hello.replace("1b3a", "ee48"));
    }

    @Test
    void portZeroAsksForNothing() {
        String hello = HELLO.formatted("0000", "0000");
        assertThat(say(probe, hello)).isEqualTo(hello);
        assertThat(probe.granted).isEmpty();
        assertThat(probe.refused).isEmpty();
    }

    @Test
    void aPortThatIsTooLowIsRefusedAndStays() {
        String hello = HELLO.formatted("03ff", "1b3c");
        assertThat(say(probe, hello)).isEqualTo(HELLO.formatted("03ff", "ee48"));
        assertThat(probe.refused).containsExactly(Refusal.FORBIDDEN_PORT);
    }

    @Test
    void lengthsThatCannotBeAreNotBelieved() {
        for (String option : new String[] {"0001ffff1b3a", "000100011b3a", "0014ffff0001"}) {
            SessionProbe fresh = SessionProbe.outward(new RaudioAlg());
            String hello = HEADER + option + "00010002" + "1b3a" + "0000";
            assertThat(say(fresh, hello)).isEqualTo(hello);
            assertThat(fresh.granted).isEmpty();
            assertThat(fresh.refused).containsExactly(Refusal.MALFORMED);
            assertThat(fresh.isReading()).isFalse();
        }
    }

    @Test
    void anotherVersionAndPnaThatIsNotFirstAreNotRead() {
        for (String hello :
                new String[] {"504e410100" + ASKED.substring(10), "00" + ASKED, "504e42" + ASKED}) {
            SessionProbe fresh = SessionProbe.outward(new RaudioAlg());
            assertThat(say(fresh, hello)).isEqualTo(hello);
            assertThat(fresh.granted).isEmpty();
            assertThat(fresh.refused).containsExactly(Refusal.OTHER_PROTOCOL);
            assertThat(fresh.isReading()).isFalse();
        }
    }

    @Test
    void whatComesBehindTheHelloIsNotRead() {
        say(probe, HEADER + "0000");
        assertThat(say(probe, ASKED)).isEqualTo(ASKED);
        assertThat(probe.granted).isEmpty();
    }

    @Test
    void aServerThatSpeaksFirstIsOfAnotherProtocol() {
        byte[] hello = HexFormat.of().parseHex(ASKED);
        assertThat(probe.segment(ANSWERER, hello)).isEqualTo(hello);
        assertThat(probe.refused).containsExactly(Refusal.OTHER_PROTOCOL);
        assertThat(probe.isReading()).isFalse();
    }
}
