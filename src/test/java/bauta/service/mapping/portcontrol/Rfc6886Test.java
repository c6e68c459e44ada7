package bauta.service.mapping.portcontrol;

import static bauta.service.mapping.portcontrol.PortControlRig.plain;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.StoreRig;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** NAT-PMP, octet by octet. External address 203.0.113.5 = cb007105. */
class Rfc6886Test {
    private static final String MAP = "00 02 0000 0050 1f90 00000e10";

    private final PortControlRig rig = new PortControlRig();

    @Test
    void tellsTheExternalAddress() {
        rig.house.timers.advance(Duration.ofMinutes(5).toNanos());
        assertThat(rig.ask("00 00")).isEqualTo(plain("00 80 0000 0000012c cb007105"));
    }

    @Test
    void saysWhenThereIsNoExternalAddress() {
        rig.house.store.external(Optional.empty());
        assertThat(rig.ask("00 00")).isEqualTo(plain("00 80 0003 00000000 00000000"));
    }

    @Test
    void tellsAnAddressBehindAnotherTranslationAsItIs() {
        rig.house.store.external(Optional.of(Ipv4Address.parse("100.64.0.9")));
        assertThat(rig.ask("00 00")).endsWith("64400009");
    }

    @Test
    void mapsATcpPort() {
        assertThat(rig.ask(MAP)).isEqualTo(plain("00 82 0000 00000000 0050 1f90 00000e10"));
        MappingLease lease = rig.house.store.all().getFirst();
        assertThat(lease.internal().address()).isEqualTo(StoreRig.HOST);
        assertThat(lease.internal().protocol()).isEqualTo(6);
    }

    @Test
    void mapsAUdpPortAndTheSameAgainWhenItIsAskedAgain() {
        String answer = rig.ask("00 01 0000 0050 1f90 00000e10");
        assertThat(answer).isEqualTo(plain("00 81 0000 00000000 0050 1f90 00000e10"));
        assertThat(rig.ask("00 01 0000 0050 2222 00000e10")).isEqualTo(answer);
        assertThat(rig.house.store.all()).hasSize(1);
    }

    @Test
    void neverGrantsMoreThanWasAskedNorMoreThanADay() {
        assertThat(rig.ask("00 01 0000 0050 0000 00000001")).endsWith("00000001");
        assertThat(rig.ask("00 01 0000 0051 0000 ffffffff")).endsWith("00015180");
    }

    @Test
    void lifetimeZeroEndsAMapping() {
        rig.ask(MAP);
        assertThat(rig.ask("00 02 0000 0050 0000 00000000"))
                .isEqualTo(plain("00 82 0000 00000000 0050 0000 00000000"));
        assertThat(rig.house.store.all()).isEmpty();
        assertThat(rig.ask("00 02 0000 0050 0000 00000000")).startsWith("00820000");
    }

    @Test
    void portZeroEndsAllOfThatProtocolAndHost() {
        rig.ask("00 02 0000 0050 1f90 00000e10");
        rig.ask("00 02 0000 0051 1f91 00000e10");
        rig.ask("00 01 0000 0052 1f92 00000e10");
        rig.ask("00 02 0000 0053 1f93 00000e10", StoreRig.OTHER);
        assertThat(rig.ask("00 02 0000 0000 0000 00000000"))
                .isEqualTo(plain("00 82 0000 00000000 0000 0000 00000000"));
        assertThat(rig.house.store.all())
                .extracting(MappingLease::externalPort)
                .containsExactly(0x1f92, 0x1f93);
    }

    @Test
    void portZeroCannotBeMapped() {
        assertThat(rig.ask("00 02 0000 0000 1f90 00000e10")).startsWith("00820002");
    }

    @Test
    void unknownOpcodesAreRefused() {
        assertThat(rig.ask("00 03")).isEqualTo(plain("00 83 0005 00000000"));
        assertThat(rig.ask("00 7f 0000 0050 1f90 00000e10"))
                .isEqualTo(plain("00 ff 0005 00000000"));
    }

    @Test
    void otherVersionsAreRefusedWhereOnlyThisOneIsSpoken() {
        rig.machine.speaks(true, false);
        assertThat(rig.ask("02 01 0000 00000e10")).isEqualTo(plain("00 81 0001 00000000"));
        assertThat(rig.ask("09 80 0000 00000e10")).isEmpty();
    }

    @Test
    void answersAndWrongLengthsAreNotAnswered() {
        assertThat(rig.ask("00 80 0000 00000000 cb007105")).isEmpty();
        assertThat(rig.drops.value(DropReason.PCP_RESPONSE)).isEqualTo(1);
        byte[] whole = PortControlRig.octets(MAP + "00000000");
        for (int length = 0; length <= whole.length; length++) {
            List<String> answers = new ArrayList<>();
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            rig.ask(cut, StoreRig.HOST, answers);
            boolean right = length == 12;
            assertThat(answers).as("%d octets", length).hasSize(right ? 1 : 0);
        }
        assertThat(rig.drops.value(DropReason.PCP_TRUNCATED)).isEqualTo(whole.length);
    }

    @Test
    void anothersPortIsNotGivenAway() {
        rig.ask(MAP, StoreRig.OTHER);
        String answer = rig.ask(MAP);
        int port = Integer.parseInt(answer.substring(20, 24), 16);
        assertThat(answer).startsWith("00820000");
        assertThat(port).isNotEqualTo(0x1f90);
    }

    @Test
    void theQuotaOfAHostIsKept() {
        for (int i = 0; i < 32; i++) {
            rig.ask("00 02 0000 %04x 0000 00000e10".formatted(0x1000 + i));
        }
        assertThat(rig.ask("00 02 0000 2000 0000 00000e10"))
                .isEqualTo(plain("00 82 0004 00000000 2000 0000 00000000"));
    }

    @Test
    void whatAnotherProgramHasByPcpIsLeftAlone() {
        rig.ask(Rfc6887Test.map("0000000000000000000000aa", 0x50, 0x1f90, 3600));
        assertThat(rig.ask(MAP)).startsWith("00820002");
        assertThat(rig.ask("00 02 0000 0050 0000 00000000")).startsWith("00820002");
        rig.ask("00 02 0000 0000 0000 00000000");
        assertThat(rig.house.store.all()).hasSize(1);
    }

    @Test
    void anotherExternalAddressIsToldTenTimes() {
        List<Long> sent = new ArrayList<>();
        long start = rig.house.timers.nanos();
        Announcements news =
                new Announcements(
                        rig.house.timers,
                        () -> sent.add((rig.house.timers.nanos() - start) / 1_000_000));
        news.begin();
        rig.house.timers.advance(Duration.ofMinutes(10).toNanos());
        assertThat(sent)
                .containsExactly(
                        0L, 250L, 750L, 1750L, 3750L, 7750L, 15_750L, 31_750L, 63_750L, 127_750L);
        assertThat(PortControlRig.hex(rig.machine.announcements().getFirst()))
                .isEqualTo(plain("00 80 0000 00000258 cb007105"));
    }

    @Test
    void everyAnswerHasTheEpoch() {
        rig.house.timers.advance(Duration.ofSeconds(5).toNanos());
        for (String request : List.of("00 00", MAP, "00 05")) {
            assertThat(HexFormat.fromHexDigits(rig.ask(request), 8, 16)).isEqualTo(5);
        }
    }
}
