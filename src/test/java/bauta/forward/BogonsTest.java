package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sources that nobody on the Internet has, and what of them a line behind another NAT sees. */
class BogonsTest {
    private record Case(String source, String ours, boolean want) {}

    private static final String PUBLIC = "203.0.113.5";

    private static final List<Case> CASES =
            List.of(
                    new Case("9.255.255.255", PUBLIC, false),
                    new Case("10.0.0.0", PUBLIC, true),
                    new Case("10.255.255.255", PUBLIC, true),
                    new Case("11.0.0.0", PUBLIC, false),
                    new Case("172.15.255.255", PUBLIC, false),
                    new Case("172.16.0.0", PUBLIC, true),
                    new Case("172.31.255.255", PUBLIC, true),
                    new Case("172.32.0.0", PUBLIC, false),
                    new Case("192.167.255.255", PUBLIC, false),
                    new Case("192.168.0.1", PUBLIC, true),
                    new Case("192.169.0.0", PUBLIC, false),
                    new Case("100.63.255.255", PUBLIC, false),
                    new Case("100.64.0.1", PUBLIC, true),
                    new Case("100.127.255.255", PUBLIC, true),
                    new Case("100.128.0.0", PUBLIC, false),
                    new Case("192.0.0.8", PUBLIC, true),
                    new Case("192.0.1.0", PUBLIC, false),
                    new Case("192.0.2.1", PUBLIC, false),
                    new Case("198.51.100.1", PUBLIC, false),
                    new Case("8.8.8.8", PUBLIC, false),
                    new Case("192.168.1.1", "192.168.1.20", false),
                    new Case("10.0.0.1", "192.168.1.20", false),
                    new Case("100.64.0.1", "192.168.1.20", true),
                    new Case("100.64.0.1", "100.64.10.2", false),
                    new Case("10.0.0.1", "100.64.10.2", true),
                    new Case("192.0.0.8", "100.64.10.2", true));

    private static int bits(String address) {
        return Ipv4Address.parse(address).bits();
    }

    @Test
    void whatNobodyOnTheInternetHas() {
        for (Case row : CASES) {
            assertThat(Bogons.isBogon(bits(row.source), bits(row.ours)))
                    .as(row.toString())
                    .isEqualTo(row.want);
        }
    }

    @Test
    void onTheUplinkTheyEndUnderTheirName() {
        Rig rig = new Rig();
        rig.fromWan(PacketBytes.udp(bits("10.1.2.3"), 1, Rig.OUR, 2, 9));
        rig.assertDropped(DropReason.IPV4_BOGON);
        rig.attach(bits("10.9.9.9"), 1492);
        rig.fromWan(PacketBytes.udp(bits("10.1.2.3"), 1, bits("10.9.9.9"), 2, 9));
        rig.assertDropped(DropReason.IPV4_BOGON, DropReason.INBOUND_NO_MAPPING);
        rig.fromWan(PacketBytes.udp(bits("10.9.9.9"), 1, bits("10.9.9.9"), 2, 9));
        assertThat(rig.drops.value(DropReason.IPV4_LAND)).isEqualTo(1);
        rig.assertSilent();
    }
}
