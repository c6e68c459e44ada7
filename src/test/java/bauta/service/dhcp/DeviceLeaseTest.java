package bauta.service.dhcp;

import static bauta.service.dhcp.DhcpMachineTest.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Addresses kept for devices that the owner has named. */
class DeviceLeaseTest {
    private static final MacAddress A = DhcpRig.mac(0xa);
    private static final MacAddress B = DhcpRig.mac(0xb);
    private static final MacAddress PRINTER = DhcpRig.mac(0xc);
    private static final Ipv4Address INSIDE = ip("192.168.87.102");
    private static final Ipv4Address OUTSIDE = ip("192.168.87.20");
    private static final Duration LEASE = DhcpSettings.Times.DEFAULT.lease();

    private final DhcpSettings plain = DhcpMachineTest.settings("192.168.87.100", "192.168.87.103");

    private static DhcpDevice byMac(MacAddress mac, Ipv4Address address) {
        return new DhcpDevice("printer", Optional.of(mac), Optional.empty(), Optional.of(address));
    }

    private DhcpRig rig(DhcpDevice... devices) {
        return new DhcpRig(plain.withDevices(List.of(devices)));
    }

    @Test
    void theKeptAddressIsGivenInsideAndOutsideOfThePool() {
        for (Ipv4Address kept : List.of(INSIDE, OUTSIDE)) {
            DhcpRig rig = rig(byMac(PRINTER, kept));
            assertThat(rig.bind(PRINTER)).isEqualTo(kept);
            assertThat(rig.renews(PRINTER, kept)).isEqualTo(DhcpMessage.Type.ACK);
            assertThat(rig.leases.plan().isKept(kept)).isTrue();
        }
    }

    @Test
    void itIsGivenToNobodyElseHoweverFullThePoolIs() {
        DhcpRig rig = rig(byMac(PRINTER, INSIDE));
        for (int i = 0; i < 20; i++) {
            rig.dora(DhcpRig.mac(0x100 + i));
            rig.pass(Duration.ofMinutes(1));
        }
        assertThat(rig.leases.at(INSIDE)).isEmpty();
        Client naming = Client.says(DhcpMessage.Type.REQUEST, A).wants(INSIDE);
        assertThat(rig.answer(naming).orElseThrow().type()).contains(DhcpMessage.Type.NAK);
        assertThat(rig.bind(PRINTER)).isEqualTo(INSIDE);
    }

    @Test
    void aDeviceIsKnownByItsClientIdentifierToo() {
        record Row(String name, String id) {}
        for (Row row :
                List.of(
                        new Row("opaque", "00ff01"),
                        new Row("MAC as identifier", "01020000010abc"))) {
            DhcpDevice device =
                    new DhcpDevice(
                            "box", Optional.empty(), Optional.of(row.id()), Optional.of(OUTSIDE));
            DhcpRig rig = rig(device);
            Client discover =
                    Client.says(DhcpMessage.Type.DISCOVER, DhcpRig.mac(0xabc))
                            .with(DhcpOptions.CLIENT_ID, octets(row.id()));
            assertThat(rig.answer(discover).orElseThrow().yiaddr())
                    .as(row.name())
                    .isEqualTo(OUTSIDE);
            assertThat(rig.offered(A)).as(row.name()).isNotEqualTo(OUTSIDE);
        }
    }

    private static int[] octets(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        int[] octets = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            octets[i] = bytes[i] & 0xff;
        }
        return octets;
    }

    @Test
    void aDeviceThatChangesItsIdentifierKeepsItsAddress() {
        DhcpRig rig = rig(byMac(PRINTER, OUTSIDE));
        rig.bind(PRINTER);
        Client asSystem =
                Client.says(DhcpMessage.Type.DISCOVER, PRINTER)
                        .with(DhcpOptions.CLIENT_ID, 0xff, 1, 2);
        assertThat(rig.answer(asSystem).orElseThrow().yiaddr()).isEqualTo(OUTSIDE);
        Client request = DhcpRig.selecting(PRINTER, OUTSIDE);
        request.with(DhcpOptions.CLIENT_ID, 0xff, 1, 2);
        assertThat(rig.answer(request).orElseThrow().type()).contains(DhcpMessage.Type.ACK);
        assertThat(rig.leases.all()).hasSize(1);
        rig.check("identifier");
    }

    @Test
    void anAddressThatSomebodyElseHoldsIsTakenOverWhenItsHolderRenews() {
        DhcpRig rig = rig();
        Ipv4Address held = rig.bind(B);
        Ipv4Address own = rig.bind(PRINTER);
        rig.configure(plain.withDevices(List.of(byMac(PRINTER, held))));
        assertThat(rig.renews(PRINTER, own)).isEqualTo(DhcpMessage.Type.ACK);
        assertThat(rig.offered(PRINTER)).isEqualTo(own);
        rig.pass(LEASE.dividedBy(2));
        DhcpMessage stopgap =
                rig.answer(Client.says(DhcpMessage.Type.REQUEST, PRINTER).from(own)).orElseThrow();
        assertThat(DhcpRig.seconds(stopgap)).isEqualTo(LeaseTimes.STOPGAP.toSeconds());
        assertThat(rig.renews(B, held)).isEqualTo(DhcpMessage.Type.NAK);
        assertThat(rig.bind(B)).isNotEqualTo(held);
        assertThat(rig.renews(PRINTER, own)).isEqualTo(DhcpMessage.Type.NAK);
        assertThat(rig.bind(PRINTER)).isEqualTo(held);
        rig.check("taken over");
    }

    @Test
    void aKeptAddressThatIsInUseIsReplacedUntilItIsFree() {
        DhcpRig rig = rig(byMac(PRINTER, OUTSIDE));
        rig.configure(rig.settings().withTimes(DhcpSettings.Times.DEFAULT));
        rig.inUse.add(OUTSIDE);
        DhcpMessage stopgap = rig.dora(PRINTER).orElseThrow();
        assertThat(stopgap.yiaddr()).isNotEqualTo(OUTSIDE);
        assertThat(DhcpRig.seconds(stopgap)).isEqualTo(LeaseTimes.STOPGAP.toSeconds());
        rig.inUse.clear();
        rig.pass(DhcpSettings.Times.DEFAULT.quarantine().plusSeconds(1));
        assertThat(rig.bind(PRINTER)).isEqualTo(OUTSIDE);
    }

    @Test
    void withoutItsReservationADeviceMovesIntoThePool() {
        DhcpRig rig = rig(byMac(PRINTER, OUTSIDE));
        rig.bind(PRINTER);
        rig.configure(plain);
        assertThat(rig.renews(PRINTER, OUTSIDE)).isEqualTo(DhcpMessage.Type.NAK);
        assertThat(plain.pool().contains(rig.bind(PRINTER))).isTrue();
        rig.check("moved");
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        for (String address :
                List.of("192.168.87.1", "192.168.87.0", "192.168.87.255", "10.0.0.1")) {
            assertThatThrownBy(() -> rig(byMac(A, ip(address))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(address);
        }
        assertThatThrownBy(() -> rig(byMac(A, INSIDE), byMac(B, INSIDE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new DhcpDevice("x", Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new DhcpDevice("x", Optional.empty(), Optional.of("0G"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
