package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void ipv4AddressesSurviveTextAndBack() {
        for (String text : List.of("0.0.0.0", "192.168.87.1", "255.255.255.255")) {
            assertThat(Ipv4Address.parse(text)).hasToString(text);
        }
    }

    @Test
    void ipv4RefusesWhatIsNotADottedQuad() {
        for (String text :
                List.of("", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "a.b.c.d", "1.2.3.-4")) {
            assertThatThrownBy(() -> Ipv4Address.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void prefixesKnowTheirNetworkAndBroadcast() {
        Ipv4Prefix prefix = Ipv4Prefix.parse("192.168.87.1/24");
        assertThat(prefix.network()).hasToString("192.168.87.0");
        assertThat(prefix.broadcast()).hasToString("192.168.87.255");
        assertThat(prefix.contains(Ipv4Address.parse("192.168.87.200"))).isTrue();
        assertThat(prefix.contains(Ipv4Address.parse("192.168.88.1"))).isFalse();
        assertThat(Ipv4Prefix.parse("0.0.0.0/0").contains(Ipv4Address.BROADCAST)).isTrue();
    }

    @Test
    void macAddressesSurviveTextAndBack() {
        MacAddress mac = MacAddress.parse("02:00:5e:10:00:ff");
        assertThat(mac).hasToString("02:00:5e:10:00:ff");
        assertThat(MacAddress.ofOctets(mac.octets())).isEqualTo(mac);
        assertThat(mac.isGroup()).isFalse();
        assertThat(MacAddress.BROADCAST.isGroup()).isTrue();
        assertThatThrownBy(() -> MacAddress.parse("02:00:5e:10:00"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
