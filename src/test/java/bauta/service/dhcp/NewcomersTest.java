package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A flood of strangers with whole exchanges takes the pool from nobody who is known. */
class NewcomersTest {
    private static final int POOL = 40;
    private static final Duration LEASE = DhcpSettings.Times.DEFAULT.lease();

    private final DhcpRig rig =
            new DhcpRig(DhcpMachineTest.settings("192.168.87.100", "192.168.87.139"));
    private final Random random = new Random(7);

    private int flood(int messages, Duration over) {
        int won = 0;
        for (int i = 0; i < messages; i++) {
            won +=
                    rig.dora(new MacAddress(random.nextLong() & 0xfcff_ffff_ffffL)).isPresent()
                            ? 1
                            : 0;
            rig.pass(over.dividedBy(messages));
        }
        return won;
    }

    @Test
    void theLastQuarterGoesSlowly() {
        assertThat(flood(1000, Duration.ofSeconds(1))).isEqualTo(POOL / 4 * 3 + Newcomers.AT_ONCE);
        assertThat(rig.hears(DhcpRig.selecting(DhcpRig.mac(1), rig.offered(DhcpRig.mac(1)))))
                .isEqualTo(List.of(new DhcpAction.Drop(DropReason.DHCP_POOL_GUARDED)));
        assertThat(flood(100, Duration.ofSeconds(30))).isBetween(2, 3);
    }

    @Test
    void firstLeasesAreShortWhenThePoolIsHalfEmptyAndGrowWhenTheClientComesBack() {
        for (int i = 0; i < POOL / 2; i++) {
            assertThat(DhcpRig.seconds(rig.dora(DhcpRig.mac(i)).orElseThrow()))
                    .isEqualTo(LEASE.toSeconds());
        }
        MacAddress late = DhcpRig.mac(0x99);
        DhcpMessage ack = rig.dora(late).orElseThrow();
        assertThat(DhcpRig.seconds(ack)).isEqualTo(Newcomers.PROBATION.toSeconds());
        Client renewal = Client.says(DhcpMessage.Type.REQUEST, late).from(ack.yiaddr());
        assertThat(DhcpRig.seconds(rig.answer(renewal).orElseThrow()))
                .as("asking twice does not lengthen it")
                .isEqualTo(Newcomers.PROBATION.toSeconds());
        rig.pass(Newcomers.PROBATION.dividedBy(2));
        assertThat(DhcpRig.seconds(rig.answer(renewal).orElseThrow())).isEqualTo(LEASE.toSeconds());
    }

    @Test
    void afterTheFloodThePoolComesBack() {
        flood(1000, Duration.ofSeconds(1));
        int before = rig.leases.loose();
        rig.pass(LEASE.plusSeconds(1));
        assertThat(rig.dora(DhcpRig.mac(1))).isPresent();
        assertThat(rig.leases.loose()).isGreaterThan(before);
        assertThat(flood(POOL / 2, Duration.ofSeconds(1))).isEqualTo(POOL / 2);
    }

    @Test
    void knownClientsKeepAndFindTheirAddressesDuringAFlood() {
        Map<MacAddress, Ipv4Address> household = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            household.put(DhcpRig.mac(i), rig.bind(DhcpRig.mac(i)));
        }
        rig.pass(LEASE.dividedBy(2));
        household.forEach((mac, address) ->
                assertThat(rig.renews(mac, address)).isEqualTo(DhcpMessage.Type.ACK));
        rig.pass(LEASE.plusSeconds(1)); // everybody was away for a night
        flood(3000, Duration.ofSeconds(10));
        household.forEach((mac, address) -> {
            assertThat(rig.bind(mac)).isEqualTo(address);
            rig.check(mac);
        });
    }

    @Test
    void aStrangerCannotClaimWhatIsRememberedForAnother() {
        MacAddress known = DhcpRig.mac(1);
        Ipv4Address address = rig.bind(known);
        rig.pass(LEASE.dividedBy(2));
        rig.renews(known, address);
        rig.pass(LEASE.plusSeconds(1));
        Client claim = Client.says(DhcpMessage.Type.REQUEST, DhcpRig.mac(2)).wants(address);
        assertThat(rig.answer(claim).orElseThrow().type()).contains(DhcpMessage.Type.NAK);
        Client discover = Client.says(DhcpMessage.Type.DISCOVER, DhcpRig.mac(2)).wants(address);
        assertThat(rig.answer(discover).orElseThrow().yiaddr()).isNotEqualTo(address);
    }

    @Test
    void namedDevicesAreNoStrangers() {
        MacAddress named = DhcpRig.mac(0xd);
        DhcpDevice device =
                new DhcpDevice("tv", Optional.of(named), Optional.empty(), Optional.empty());
        rig.configure(rig.settings().withDevices(List.of(device)));
        flood(1000, Duration.ofSeconds(1));
        assertThat(DhcpRig.seconds(rig.dora(named).orElseThrow())).isEqualTo(LEASE.toSeconds());
    }

    @Test
    void anOfferThatAFloodTookAwayIsStillGoodWhenItIsTakenUpFirst() {
        MacAddress slow = DhcpRig.mac(1);
        Ipv4Address offered = rig.offered(slow);
        for (int i = 0; i < 200; i++) {
            rig.offered(new MacAddress(random.nextLong() & 0xfcff_ffff_ffffL));
        }
        assertThat(rig.answer(DhcpRig.selecting(slow, offered)).orElseThrow().type())
                .contains(DhcpMessage.Type.ACK);
        rig.check("slow");
    }
}
