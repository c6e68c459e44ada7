package bauta.service.dhcp;

import static bauta.service.dhcp.DhcpMachineTest.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.service.dhcp.DhcpAction.Destination;
import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What stands in the server's messages and where they go. */
class DhcpRepliesTest {
    private static final MacAddress A = DhcpRig.mac(0xa);
    private static final Ipv4Address OWN = DhcpRig.SERVER;
    private static final Ipv4Address RELAY = ip("192.168.87.2");

    private final DhcpSettings plain = DhcpMachineTest.settings("192.168.87.100", "192.168.87.103");

    private static DhcpParameters full() {
        return new DhcpParameters(
                Optional.of(OWN),
                new NameServers.Provider(),
                "house.example",
                List.of("house.example", "lab.example"),
                List.of(ip("192.168.87.3"), ip("192.168.87.4")),
                OptionalInt.of(1492),
                List.of(
                        new StaticRoute(Ipv4Prefix.parse("10.229.0.128/25"), ip("10.229.0.1")),
                        new StaticRoute(Ipv4Prefix.parse("10.0.0.0/8"), RELAY)),
                new DhcpOptions.Builder()
                        .text(66, "boot.example")
                        .number(23, 64, 1)
                        .address(DhcpOptions.BROADCAST, ip("255.255.255.255"))
                        .build());
    }

    private DhcpOptions offered(DhcpParameters parameters, int... list) {
        DhcpRig rig = new DhcpRig(plain.withParameters(parameters));
        Client client = Client.says(DhcpMessage.Type.DISCOVER, A);
        return rig.answer(list.length == 0 ? client : client.with(55, list))
                .orElseThrow()
                .options();
    }

    @Test
    void eachParameterIsEncodedAsItsRfcSays() {
        record Row(String name, int code, String hex) {}
        DhcpOptions options = offered(full(), 1, 3, 6, 15, 26, 28, 42, 119, 121, 249, 66, 23);
        List<Row> rows =
                List.of(
                        new Row("mask", 1, "ffffff00"),
                        new Row("router", 3, "c0a85701"),
                        new Row(
                                "name server: ours while the provider's are unknown",
                                6,
                                "c0a85701"),
                        new Row("domain", 15, "686f7573652e6578616d706c65"),
                        new Row("MTU", 26, "05d4"),
                        new Row("replaced by number", 28, "ffffffff"),
                        new Row("NTP", 42, "c0a85703c0a85704"),
                        new Row(
                                "search, RFC 3397",
                                119,
                                "05686f757365076578616d706c6500036c6162076578616d706c6500"),
                        new Row(
                                "routes, RFC 3442, the default route added",
                                121,
                                "190ae500800ae50001" + "080ac0a85702" + "00c0a85701"),
                        new Row(
                                "the same for old Windows",
                                249,
                                "190ae500800ae50001" + "080ac0a85702" + "00c0a85701"),
                        new Row("by number, text", 66, "626f6f742e6578616d706c65"),
                        new Row("by number, a number", 23, "40"));
        for (Row row : rows) {
            assertThat(options.bytes(row.code()).map(HexFormat.of()::formatHex))
                    .as(row.name())
                    .contains(row.hex());
        }
    }

    @Test
    void parametersComeInTheOrderOfTheClientWithTheMaskBeforeTheRouter() {
        DhcpOptions options = offered(full(), 42, 3, 1, 200, 15);
        assertThat(options.codes()).containsExactly(53, 54, 51, 58, 59, 1, 42, 3, 15);
        assertThat(offered(full()).codes()).contains(121, 66).doesNotContain(249);
    }

    @Test
    void whatIsNotSetIsNotSent() {
        DhcpParameters bare =
                new DhcpParameters(
                        Optional.empty(),
                        new NameServers.Listed(List.of()),
                        "",
                        List.of(),
                        List.of(),
                        OptionalInt.empty(),
                        List.of(),
                        DhcpOptions.NONE);
        assertThat(offered(bare).codes()).containsExactly(53, 54, 51, 58, 59, 1, 28);
    }

    @Test
    void theProvidersNameServersAreGivenAsTheyAreNow() {
        DhcpRig rig = new DhcpRig(plain.withParameters(full()));
        rig.machine.nameServers(List.of(ip("203.0.113.53")));
        assertThat(dns(rig)).containsExactly(ip("203.0.113.53"));
        rig.machine.nameServers(List.of(ip("203.0.113.54"), ip("203.0.113.55")));
        assertThat(dns(rig)).containsExactly(ip("203.0.113.54"), ip("203.0.113.55"));
        rig.machine.nameServers(List.of());
        assertThat(dns(rig)).containsExactly(OWN);
    }

    private static List<Ipv4Address> dns(DhcpRig rig) {
        Client discover = Client.says(DhcpMessage.Type.DISCOVER, A);
        return rig.answer(discover).orElseThrow().options().addresses(DhcpOptions.DNS);
    }

    @Test
    void changedParametersHoldFromTheNextMessageOn() {
        DhcpRig rig = new DhcpRig(plain);
        Ipv4Address address = rig.bind(A);
        rig.configure(plain.withParameters(full()));
        Client renewal = Client.says(DhcpMessage.Type.REQUEST, A).from(address);
        assertThat(rig.answer(renewal).orElseThrow().options().codes()).contains(DhcpOptions.NTP);
    }

    @Test
    void relaysOnTheLanAreAnsweredWithWhatTheyAdded() {
        DhcpRig rig = new DhcpRig(plain);
        Client discover =
                Client.says(DhcpMessage.Type.DISCOVER, A)
                        .by(RELAY)
                        .with(DhcpOptions.RELAY_AGENT, 1, 2, 0xca, 0xfe);
        DhcpAction.Reply offer = (DhcpAction.Reply) rig.hears(discover).getLast();
        assertThat(offer.to()).isEqualTo(new Destination.Relay(RELAY));
        assertThat(offer.message().giaddr()).isEqualTo(RELAY);
        assertThat(offer.message().options().codes()).last().isEqualTo(DhcpOptions.RELAY_AGENT);
        assertThat(offer.message().options().bytes(DhcpOptions.RELAY_AGENT))
                .contains(new byte[] {1, 2, (byte) 0xca, (byte) 0xfe});
        Client wrong = Client.says(DhcpMessage.Type.REQUEST, A).by(RELAY).wants(ip("192.168.1.5"));
        DhcpAction.Reply nak = (DhcpAction.Reply) rig.hears(wrong).getLast();
        assertThat(nak.to()).isEqualTo(new Destination.Relay(RELAY));
        assertThat(nak.message().broadcast()).as("the relay must broadcast it").isTrue();
    }

    @Test
    void theClientSaysHowLongAMessageMayBe() {
        record Row(String name, List<Integer> size, int want) {}
        for (Row row :
                List.of(
                        new Row("nothing said", List.of(), 548),
                        new Row("576", List.of(2, 0x40), 548),
                        new Row("1000", List.of(3, 0xe8), 972),
                        new Row("too small to be right", List.of(0, 100), 548),
                        new Row("more than the LAN takes", List.of(0xff, 0xff), 1472),
                        new Row("not a number", List.of(1), 548))) {
            Client discover = Client.says(DhcpMessage.Type.DISCOVER, A);
            DhcpAction.Reply offer =
                    (DhcpAction.Reply)
                            new DhcpRig(plain)
                                    .hears(
                                            row.size().isEmpty()
                                                    ? discover
                                                    : discover.with(57, octets(row.size())))
                                    .getLast();
            assertThat(offer.maxBytes()).as(row.name()).isEqualTo(row.want());
        }
    }

    private static int[] octets(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void whatNoOptionCanHoldIsRefused() {
        DhcpParameters standard = DhcpParameters.standard(OWN);
        for (int code : DhcpParameters.RESERVED_CODES) {
            DhcpOptions bad = new DhcpOptions.Builder().octet(code, 1).build();
            assertThatThrownBy(() -> with(standard, OptionalInt.empty(), "a.example", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + code);
        }
        for (int mtu : new int[] {0, 67, 65_536}) {
            assertThatThrownBy(() ->
                            with(standard, OptionalInt.of(mtu), "a.example", DhcpOptions.NONE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (String name : List.of("a..b", ".", "a b", "x".repeat(64), "a.".repeat(127) + "b")) {
            assertThatThrownBy(() -> with(standard, OptionalInt.empty(), name, DhcpOptions.NONE))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static DhcpParameters with(
            DhcpParameters base, OptionalInt mtu, String domain, DhcpOptions others) {
        return new DhcpParameters(
                base.router(),
                base.dns(),
                domain,
                base.search(),
                base.ntp(),
                mtu,
                base.routes(),
                others);
    }
}
