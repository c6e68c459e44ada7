package bauta.alg.cuseeme;

import static bauta.alg.Control.ANSWERER;
import static bauta.alg.Control.OPENER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Refusal;
import bauta.alg.SessionProbe;
import org.junit.jupiter.api.Test;

/** Datagrams of CU-SeeMe, byte for byte: which addresses change and which do not. */
class CuseemeAlgTest {
    private static final String S = "c0a8010a";
    private static final String M = "cb007105";
    private static final String D = "c6336407";
    private static final String ZERO = "00000000";
    private static final String OTHER = "c0a8010b";
    private static final int OPEN_CONTINUE = 0x65;
    private static final int VIDEO = 1;

    private final SessionProbe probe = SessionProbe.outward(new CuseemeAlg());

    /** 26 bytes: both families are 1, both ports 7648. */
    private static String header(String destination, String source, int type) {
        return "00011de0"
                + destination
                + "00011de0"
                + source
                + "00000007"
                + "0002"
                + "%04x".formatted(type)
                + "001a";
    }

    /** An OpenContinue with clients. */
    private static String list(String destination, String count, String... clients) {
        var text = new StringBuilder(header(destination, D, OPEN_CONTINUE)).append(count);
        text.append("00000001").append("0561646d696e").append("00".repeat(14)).append("01010001");
        for (String client : clients) {
            text.append(client).append("0102030405060708");
        }
        return text.toString();
    }

    @Test
    void theSourceBecomesWhatItIsSeenAs() {
        assertThat(probe.datagram(OPENER, header(D, S, VIDEO))).isEqualTo(header(D, M, VIDEO));
        assertThat(probe.granted).isEmpty();
    }

    @Test
    void theDestinationBecomesTheReceiversOwn() {
        assertThat(probe.datagram(ANSWERER, header(M, D, VIDEO))).isEqualTo(header(S, D, VIDEO));
    }

    @Test
    void aServerInsideIsHelpedTheSameWay() {
        SessionProbe in = SessionProbe.inward(new CuseemeAlg());
        assertThat(in.datagram(OPENER, header(M, D, VIDEO))).isEqualTo(header(S, D, VIDEO));
        assertThat(in.datagram(ANSWERER, header(D, S, VIDEO))).isEqualTo(header(D, M, VIDEO));
    }

    @Test
    void zeroAddressesStay() {
        String zero = header(ZERO, ZERO, VIDEO);
        assertThat(probe.datagram(OPENER, zero)).isEqualTo(zero);
        assertThat(probe.datagram(ANSWERER, zero)).isEqualTo(zero);
    }

    @Test
    void anAddressThatIsNotTheSendersOwnStays() {
        String other = header(D, OTHER, VIDEO);
        assertThat(probe.datagram(OPENER, other)).isEqualTo(other);
        assertThat(probe.datagram(ANSWERER, other)).isEqualTo(other);
    }

    @Test
    void theReceiverIsFoundInTheListOfClients() {
        assertThat(list(M, "0002", D, M)).hasSize(2 * 80);
        assertThat(probe.datagram(ANSWERER, list(M, "0002", D, M)))
                .isEqualTo(list(S, "0002", D, S));
    }

    @Test
    void theListEndsAtItsCountAndAtTheFirstFound() {
        assertThat(probe.datagram(ANSWERER, list(M, "0001", D, M)))
                .isEqualTo(list(S, "0001", D, M));
        assertThat(probe.datagram(ANSWERER, list(M, "0002", M, M)))
                .isEqualTo(list(S, "0002", S, M));
    }

    @Test
    void aCountBeyondTheDatagramIsNotBelieved() {
        assertThat(probe.datagram(ANSWERER, list(M, "ffff", D, M)))
                .isEqualTo(list(S, "ffff", D, S));
        String cut = list(M, "ffff", D, M).substring(0, 2 * 79);
        assertThat(probe.datagram(ANSWERER, cut))
                .isEqualTo(list(S, "ffff", D, M).substring(0, 2 * 79));
    }

    @Test
    void aListWithoutClientsIsWhole() {
        assertThat(list(M, "0003")).hasSize(2 * 56);
        assertThat(probe.datagram(ANSWERER, list(M, "0003"))).isEqualTo(list(S, "0003"));
    }

    @Test
    void whatFollowsTheHeaderOfVideoStays() {
        String video = header(M, D, VIDEO) + "0002" + "00".repeat(28) + M + M;
        assertThat(probe.datagram(ANSWERER, video))
                .isEqualTo(header(S, D, VIDEO) + video.substring(2 * 26));
    }

    @Test
    void whatGoesOutAndComesBackIsTheSame() {
        String there = probe.datagram(OPENER, header(ZERO, S, VIDEO));
        String back = there.substring(0, 8) + M + there.substring(16, 24) + D + there.substring(32);
        assertThat(probe.datagram(ANSWERER, back)).isEqualTo(header(S, D, VIDEO));
    }

    @Test
    void aShortDatagramBeginsNothingAndLaterPasses() {
        String cut = header(D, S, VIDEO).substring(0, 2 * 25);
        probe.datagram(OPENER, header(D, S, VIDEO));
        assertThat(probe.datagram(OPENER, cut)).isEqualTo(cut);
        assertThat(probe.isReading()).isTrue();
    }

    @Test
    void anotherProtocolIsNotReadAnyFurther() {
        for (String other :
                new String[] {
                    "",
                    header(D, S, VIDEO).substring(0, 2 * 25),
                    "0003" + header(D, S, VIDEO).substring(4),
                    "00011de0" + D + "0100" + header(D, S, VIDEO).substring(20)
                }) {
            SessionProbe fresh = SessionProbe.outward(new CuseemeAlg());
            assertThat(fresh.datagram(OPENER, other)).isEqualTo(other);
            assertThat(fresh.isReading()).isFalse();
            assertThat(fresh.refused).containsExactly(Refusal.OTHER_PROTOCOL);
        }
    }
}
