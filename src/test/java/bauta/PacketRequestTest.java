package bauta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import bauta.control.admin.traffic.BadPacketException;
import bauta.control.admin.traffic.TraceRequest;
import bauta.control.admin.traffic.WhyRequest;
import bauta.service.dns.LanNames;
import bauta.service.dns.LanNames.LanName;
import bauta.service.dns.LanNames.Source;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people leave out of a packet, and what cannot be one. */
class PacketRequestTest {
    private static final Optional<Integer> NONE = Optional.empty();

    private final PacketRequest requests =
            new PacketRequest(
                    RuleSettingsTest.config("\"rules\": []"),
                    Map.of("internet", 3),
                    Map.of("internet", Ipv4Address.parse("203.0.113.1")),
                    LanNames.of(
                            List.of(
                                    new LanName(
                                            "nas.home.arpa",
                                            Ipv4Address.parse("192.168.87.20"),
                                            Source.DEVICE))));

    private static WhyRequest request(String source, String from, String protocol, int port) {
        return new WhyRequest(
                "198.51.100.7",
                optional(source),
                optional(from),
                optional(protocol),
                NONE,
                port == 0 ? NONE : Optional.of(port),
                Optional.empty(),
                NONE,
                NONE,
                NONE,
                NONE,
                NONE);
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private record Good(String source, String from, String protocol, int port, String line) {}

    private static List<Good> filledIn() {
        return List.of(
                new Good("", "", "", 0, "home ICMP 192.168.87.100 -> 198.51.100.7 8/0"),
                new Good("", "", "", 443, "home TCP 192.168.87.100:50000 -> 198.51.100.7:443 [S]"),
                new Good("192.168.88.9", "", "gre", 0, "visitors GRE 192.168.88.9 -> 198.51.100.7"),
                new Good("8.8.8.8", "", "UDP", 53, "internet UDP 8.8.8.8:50000 -> 198.51.100.7:53"),
                new Good(
                        "203.0.113.1",
                        "",
                        "",
                        80,
                        "router TCP 203.0.113.1:50000 -> 198.51.100.7:80 [S]"),
                new Good("", "internet", "253", 0, "internet 253 9.9.9.9 -> 198.51.100.7"),
                new Good(
                        "NAS",
                        "",
                        "tcp",
                        80,
                        "home TCP 192.168.87.20:50000 -> 198.51.100.7:80 [S]"),
                new Good("visitors", "", "", 0, "visitors ICMP 192.168.88.100 -> 198.51.100.7 8/0"),
                new Good("internet", "", "gre", 0, "internet GRE 9.9.9.9 -> 198.51.100.7"),
                new Good("router", "", "gre", 0, "router GRE 203.0.113.1 -> 198.51.100.7"),
                new Good(
                        "",
                        "router",
                        "udp",
                        53,
                        "router UDP 203.0.113.1:50000 -> 198.51.100.7:53"));
    }

    @Test
    void whatIsLeftOutIsFilledIn() {
        assertAll(
                filledIn().stream()
                        .map(row ->
                                () -> {
                                    WhyRequest asked =
                                            request(
                                                    row.source(),
                                                    row.from(),
                                                    row.protocol(),
                                                    row.port());
                                    PacketRequest.Entrance entrance = requests.entrance(asked);
                                    assertThat(
                                                    entrance.name()
                                                            + " "
                                                            + PacketLine.of(
                                                                    requests.question(
                                                                            asked, entrance)))
                                            .isEqualTo(row.line());
                                }));
    }

    @Test
    void destinationsHaveNamesToo() throws BadPacketException {
        record Row(String name, String address) {}
        for (Row row :
                List.of(
                        new Row("nas", "192.168.87.20"),
                        new Row("nas.home.arpa", "192.168.87.20"),
                        new Row("internet", "203.0.113.1"),
                        new Row("router", "192.168.87.1"),
                        new Row("visitors", "192.168.88.100"))) {
            WhyRequest asked =
                    new WhyRequest(
                            row.name(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            NONE,
                            NONE,
                            Optional.empty(),
                            NONE,
                            NONE,
                            NONE,
                            NONE,
                            NONE);
            assertThat(requests.question(asked, requests.entrance(asked)).destination())
                    .as(row.name())
                    .hasToString(row.address());
        }
        TraceRequest nas =
                new TraceRequest(
                        Optional.of("nas"), NONE, Optional.empty(), NONE, Optional.empty());
        assertThat(requests.filter(nas).address()).contains(Ipv4Address.parse("192.168.87.20"));
    }

    @Test
    void whatCannotBeAPacketIsNamed() {
        record Bad(WhyRequest request, String part) {}
        for (Bad row :
                List.of(
                        new Bad(request("10.0.0", "", "", 0), "source"),
                        new Bad(request("nobody", "", "", 0), "source"),
                        new Bad(request("", "garden", "", 0), "from"),
                        new Bad(request("", "", "ipx", 0), "protocol"),
                        new Bad(request("", "", "256", 0), "protocol"),
                        new Bad(request("", "", "", 65_536), "destination-port"))) {
            assertThatThrownBy(() ->
                            requests.question(row.request(), requests.entrance(row.request())))
                    .isInstanceOfSatisfying(
                            BadPacketException.class,
                            e -> assertThat(e.part()).isEqualTo(row.part()));
        }
    }

    @Test
    void aTraceMayLeaveOutAnything() throws BadPacketException {
        TraceRequest all =
                new TraceRequest(Optional.empty(), NONE, Optional.empty(), NONE, Optional.empty());
        assertThat(requests.filter(all).protocol()).isEmpty();
        TraceRequest wrong =
                new TraceRequest(
                        Optional.empty(),
                        Optional.of(70_000),
                        Optional.empty(),
                        NONE,
                        optional(""));
        assertThatThrownBy(() -> requests.filter(wrong)).isInstanceOf(BadPacketException.class);
    }
}
