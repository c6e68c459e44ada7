package bauta.service.mapping.portcontrol;

import static bauta.service.mapping.portcontrol.PortControlRig.plain;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.StoreRig;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PCP, octet by octet. Host 192.168.87.10 = c0a8570a, external address 203.0.113.5 = cb007105. */
class Rfc6887Test {
    private static final String ZEROS = "0000000000000000 00000000";
    private static final String MAPPED = "00000000 00000000 0000ffff";
    private static final String HOST = MAPPED + "c0a8570a";
    private static final String NONCE = "0102030405060708090a0b0c";
    private static final String OTHER_NONCE = "ffffffffffffffffffffffff";
    private static final String PREFER_FAILURE = "02 00 0000";

    private final PortControlRig rig = new PortControlRig();

    static String head(int opcode, long lifetime) {
        return "02 %02x 0000 %08x %s".formatted(opcode, lifetime, HOST);
    }

    static String map(String nonce, int port, int external, long lifetime) {
        return map(nonce, 6, port, external, lifetime);
    }

    static String map(String nonce, int protocol, int port, int external, long lifetime) {
        return plain(
                head(1, lifetime)
                        + "%s %02x 000000 %04x %04x %s00000000"
                                .formatted(nonce, protocol, port, external, MAPPED));
    }

    private static String peer(int port, String remote, int remotePort, long lifetime) {
        return plain(
                head(2, lifetime)
                        + "%s 11 000000 %04x 0000 %s00000000 %04x 0000 %s%s"
                                .formatted(NONCE, port, MAPPED, remotePort, MAPPED, remote));
    }

    private static String filter(int length, String remote, int port) {
        return plain("03 00 0014 00 %02x %04x %s%s".formatted(length, port, MAPPED, remote));
    }

    private static int result(String answer) {
        return HexFormat.fromHexDigits(answer, 6, 8);
    }

    private static long lifetime(String answer) {
        return HexFormat.fromHexDigitsToLong(answer, 8, 16);
    }

    private static int port(String answer) {
        return HexFormat.fromHexDigits(answer, 84, 88);
    }

    @Test
    void mapsAPort() {
        rig.house.timers.advance(Duration.ofSeconds(7).toNanos());
        assertThat(rig.ask(map(NONCE, 80, 8080, 3600)))
                .isEqualTo(
                        plain(
                                "02 81 00 00 00000e10 00000007 "
                                        + ZEROS
                                        + NONCE
                                        + "06 000000 0050 1f90"
                                        + MAPPED
                                        + "cb007105"));
    }

    @Test
    void theSameRequestGetsTheSameAnswer() {
        String answer = rig.ask(map(NONCE, 80, 8080, 3600));
        assertThat(rig.ask(map(NONCE, 80, 8080, 3600))).isEqualTo(answer);
        assertThat(rig.house.store.all()).hasSize(1);
    }

    @Test
    void aForeignNonceChangesNothing() {
        rig.ask(map(NONCE, 80, 8080, 3600));
        MappingLease before = rig.house.store.all().getFirst();
        assertThat(result(rig.ask(map(OTHER_NONCE, 80, 8080, 9999)))).isEqualTo(2);
        assertThat(result(rig.ask(map(OTHER_NONCE, 80, 8080, 0)))).isEqualTo(2);
        rig.ask(map(OTHER_NONCE, 0, 0, 0, 0));
        assertThat(rig.house.store.all()).containsExactly(before);
    }

    @Test
    void lifetimeZeroEndsIt() {
        rig.ask(map(NONCE, 80, 8080, 3600));
        String answer = rig.ask(map(NONCE, 80, 8080, 0));
        assertThat(result(answer)).isZero();
        assertThat(lifetime(answer)).isZero();
        assertThat(port(answer)).isEqualTo(8080);
        assertThat(rig.house.store.all()).isEmpty();
        assertThat(result(rig.ask(map(NONCE, 80, 8080, 0)))).isZero();
    }

    @Test
    void allOfAProtocolOrOfAllProtocolsCanBeEnded() {
        rig.ask(map(NONCE, 80, 8080, 3600));
        rig.ask(map(NONCE, 81, 8081, 3600));
        rig.ask(map(NONCE, 17, 82, 8082, 3600));
        assertThat(result(rig.ask(map(NONCE, 6, 0, 0, 0)))).isZero();
        assertThat(rig.house.store.all()).hasSize(1);
        assertThat(result(rig.ask(map(NONCE, 0, 0, 0, 0)))).isZero();
        assertThat(rig.house.store.all()).isEmpty();
    }

    @Test
    void lifetimesAreKeptWithinBounds() {
        assertThat(lifetime(rig.ask(map(NONCE, 80, 8080, 1)))).isEqualTo(120);
        assertThat(lifetime(rig.ask(map(NONCE, 81, 8081, 0xffff_ffffL)))).isEqualTo(86_400);
    }

    @Test
    void aThirdPartyIsRefused() {
        String third = "01 00 0010" + MAPPED + "c0a8570b";
        assertThat(result(rig.ask(map(NONCE, 80, 8080, 3600) + third))).isEqualTo(5);
        assertThat(rig.house.store.all()).isEmpty();
    }

    @Test
    void anotherClientAddressMeansATranslatorInBetween() {
        assertThat(result(rig.ask(map(NONCE, 80, 8080, 3600), StoreRig.OTHER))).isEqualTo(12);
        assertThat(result(rig.ask(head(0, 0), StoreRig.OTHER))).isEqualTo(12);
        assertThat(rig.house.store.all()).isEmpty();
    }

    @Test
    void preferFailureWantsThatPortAndNoOther() {
        rig.ask("00 02 0000 0050 1f90 00000e10", StoreRig.OTHER);
        assertThat(result(rig.ask(map(NONCE, 80, 8080, 3600) + PREFER_FAILURE))).isEqualTo(11);
        String answer = rig.ask(map(NONCE, 80, 8081, 3600) + PREFER_FAILURE);
        assertThat(result(answer)).isZero();
        assertThat(answer).endsWith("02000000");
        assertThat(result(rig.ask(map(NONCE, 80, 8082, 3600) + PREFER_FAILURE))).isEqualTo(11);
        String low = rig.ask(map(NONCE, 90, 90, 3600) + PREFER_FAILURE);
        assertThat(result(low)).isEqualTo(11);
        assertThat(lifetime(low)).isEqualTo(30);
    }

    @Test
    void preferFailureWantsThatAddressAndNoOther() {
        String foreign = map(NONCE, 80, 8080, 3600).replaceAll("00000000$", "cb007109");
        assertThat(result(rig.ask(foreign))).isZero();
        String other = map(NONCE, 81, 8081, 3600).replaceAll("00000000$", "cb007109");
        assertThat(result(rig.ask(other + PREFER_FAILURE))).isEqualTo(11);
    }

    @Test
    void filtersAreTakenAddedAndTakenOff() {
        String answer = rig.ask(map(NONCE, 80, 8080, 3600) + filter(120, "c6336400", 0));
        assertThat(result(answer)).isZero();
        assertThat(filters()).containsExactly("198.51.100.0/24:0");
        rig.ask(map(NONCE, 80, 8080, 3600) + filter(128, "c0000207", 53));
        assertThat(filters()).containsExactly("198.51.100.0/24:0", "192.0.2.7/32:53");
        rig.ask(map(NONCE, 80, 8080, 3600));
        assertThat(filters()).hasSize(2);
        rig.ask(map(NONCE, 80, 8080, 3600) + filter(0, "00000000", 0));
        assertThat(filters()).isEmpty();
    }

    private List<String> filters() {
        return rig.house.store.all().getFirst().terms().filters().stream()
                .map(filter -> filter.peers() + ":" + filter.port())
                .toList();
    }

    @Test
    void tooManyFiltersAreRefused() {
        StringBuilder many = new StringBuilder(map(NONCE, 80, 8080, 3600));
        for (int i = 0; i < 9; i++) {
            many.append(filter(128, "c00002%02x".formatted(i), 0));
        }
        assertThat(result(rig.ask(many.toString()))).isEqualTo(13);
    }

    @Test
    void wrongOptionsAreMalformed() {
        for (String option :
                List.of(
                        "02 00 0004 00000000",
                        PREFER_FAILURE + PREFER_FAILURE,
                        "03 00 0004 00000000",
                        "03 00 0014 00 81 0000" + HOST,
                        "03 00 0014 00 40 0000" + HOST,
                        "01 00 0004 00000000",
                        "80 00 0100")) {
            assertThat(result(rig.ask(map(NONCE, 80, 8080, 3600) + option)))
                    .as(option)
                    .isEqualTo(6);
        }
        assertThat(rig.house.store.all()).isEmpty();
    }

    @Test
    void unknownOptionsAreRefusedWhenTheyMustBeUnderstood() {
        assertThat(result(rig.ask(map(NONCE, 80, 8080, 3600) + "7f000000"))).isEqualTo(5);
        String answer = rig.ask(map(NONCE, 80, 8080, 3600) + "80000001 aa000000" + PREFER_FAILURE);
        assertThat(result(answer)).isZero();
        assertThat(answer).hasSize(2 * (60 + 4)).endsWith("02000000");
    }

    @Test
    void peerKeepsTheWayToOnePeerOpen() {
        String answer = rig.ask(peer(5000, "c6336409", 443, 600));
        assertThat(result(answer)).isZero();
        assertThat(answer).hasSize(2 * 80);
        assertThat(lifetime(answer)).isEqualTo(600);
        assertThat(port(answer)).isEqualTo(5000);
        assertThat(filters()).containsExactly("198.51.100.9/32:443");
        rig.ask(peer(5000, "c633640a", 443, 600));
        assertThat(filters()).containsExactly("198.51.100.9/32:443", "198.51.100.10/32:443");
        assertThat(result(rig.ask(peer(5000, "c633640a", 443, 0)))).isZero();
        assertThat(rig.house.store.all()).isEmpty();
    }

    @Test
    void peerTellsThePortOfAMapThatIsThere() {
        rig.ask(map(OTHER_NONCE, 17, 5000, 7000, 3600));
        MappingLease before = rig.house.store.all().getFirst();
        assertThat(port(rig.ask(peer(5000, "c6336409", 443, 600)))).isEqualTo(7000);
        rig.ask(peer(5000, "c6336409", 443, 0));
        assertThat(rig.house.store.all()).containsExactly(before);
    }

    @Test
    void peerNeedsAPeer() {
        assertThat(result(rig.ask(peer(5000, "c6336409", 0, 600)))).isEqualTo(3);
    }

    @Test
    void protocolsWithoutPortsAreRefused() {
        assertThat(result(rig.ask(map(NONCE, 132, 80, 80, 3600)))).isEqualTo(9);
        assertThat(result(rig.ask(map(NONCE, 0, 0, 0, 3600)))).isEqualTo(9);
        assertThat(result(rig.ask(map(NONCE, 0, 80, 0, 0)))).isEqualTo(3);
    }

    @Test
    void allPortsAtOnceAreNotGiven() {
        assertThat(result(rig.ask(map(NONCE, 6, 0, 0, 3600)))).isEqualTo(2);
    }

    @Test
    void announceIsAnsweredWithTheEpoch() {
        rig.house.timers.advance(Duration.ofSeconds(9).toNanos());
        assertThat(rig.ask(head(0, 0))).isEqualTo(plain("02 80 00 00 00000000 00000009" + ZEROS));
        assertThat(PortControlRig.hex(rig.machine.announcements().get(1)))
                .isEqualTo(plain("02 80 00 00 00000000 00000009" + ZEROS));
    }

    @Test
    void otherVersionsAreToldThisOne() {
        String answer = rig.ask("03" + map(NONCE, 80, 8080, 3600).substring(2));
        assertThat(answer).startsWith("02810001" + "00000708").hasSize(120);
        assertThat(result(rig.ask("01 01"))).isEqualTo(1);
        rig.machine.speaks(false, true);
        assertThat(rig.ask("00 00")).startsWith("02800001");
    }

    @Test
    void unknownOpcodesAreRefused() {
        assertThat(rig.ask(head(3, 0))).startsWith("02830004");
    }

    @Test
    void answersAreNotAnswered() {
        assertThat(rig.ask(head(0x81, 0))).isEmpty();
        assertThat(rig.ask("02")).isEmpty();
        assertThat(rig.drops.value(DropReason.PCP_RESPONSE)).isEqualTo(1);
        assertThat(rig.drops.value(DropReason.PCP_TRUNCATED)).isEqualTo(1);
    }

    @Test
    void everyCutIsMalformedOrUnanswered() {
        byte[] whole =
                PortControlRig.octets(map(NONCE, 80, 8080, 3600) + filter(128, "c0000207", 1));
        for (int length = 0; length < whole.length; length++) {
            List<String> answers = new ArrayList<>();
            rig.ask(Arrays.copyOf(whole, length), StoreRig.HOST, answers);
            assertThat(answers).as("%d octets", length).hasSize(length < 2 ? 0 : 1);
            boolean complete = length == 60;
            boolean inOption = length > 60 && length % 4 == 0;
            for (String answer : answers) {
                assertThat(result(answer)).isEqualTo(complete ? 0 : inOption ? 6 : 3);
                assertThat(answer.length() % 8).isZero();
                assertThat(answer).hasSizeGreaterThanOrEqualTo(48);
            }
        }
    }

    @Test
    void noAnswerIsLongerThanItsRequestAllows() {
        String answer = rig.ask(head(1, 5) + "00".repeat(1400));
        assertThat(result(answer)).isEqualTo(3);
        assertThat(answer).hasSize(2 * 1100);
    }

    @Test
    void aNewAddressBeginsANewEpoch() {
        rig.house.timers.advance(Duration.ofSeconds(9).toNanos());
        rig.house.store.external(Optional.of(Ipv4Address.parse("203.0.113.77")));
        assertThat(rig.ask(head(0, 0))).startsWith("02800000" + "00000000" + "00000000");
    }

    @Test
    void withoutAnExternalAddressItFailsForAWhile() {
        rig.ask(map(NONCE, 80, 8080, 3600));
        rig.house.store.external(Optional.empty());
        String answer = rig.ask(map(NONCE, 80, 8080, 3600));
        assertThat(result(answer)).isEqualTo(7);
        assertThat(lifetime(answer)).isEqualTo(30);
    }

    @Test
    void errorsRepeatTheRequest() {
        String request = map(NONCE, 132, 80, 8080, 3600);
        assertThat(rig.ask(request).substring(48)).isEqualTo(request.substring(48));
    }
}
