package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What DHCP hands out and what the house is called: what is taken over, and what cannot be. */
class HouseConflictsTest {
    private record Case(String keys, List<String> problems) {
        Case(String keys, String... problems) {
            this(keys, List.of(problems));
        }
    }

    private static Case devices(String devices, String... problems) {
        return new Case("\"devices\": [" + devices + "]", problems);
    }

    private static Case dhcp(String keys, String... problems) {
        return new Case("\"networks\": [{\"dhcp\": {" + keys + "}}]", problems);
    }

    private static Case option(String keys, String... problems) {
        return dhcp("\"options\": [{" + keys + "}]", problems);
    }

    private static Case dns(String keys, String... problems) {
        return new Case("\"dns\": {" + keys + "}", problems);
    }

    private static final String A = "\"name\": \"a\", \"mac\": \"02:00:00:00:00:01\"";
    private static final String B = "\"name\": \"b\", \"client-id\": \"0102\"";

    private static final List<Case> CASES =
            List.of(
                    devices("{%s, \"address\": \"192.168.87.20\"}, {%s}".formatted(A, B)),
                    devices(
                            "{%s}, {%s}".formatted(A, A),
                            "/devices/1/name: a already stands at /devices/0/name",
                            "/devices/1/mac: 02:00:00:00:00:01 already stands at /devices/0/mac"),
                    devices(
                            "{%s}, {\"name\": \"c\", \"client-id\": \"01:02\"}".formatted(B),
                            "/devices/1/client-id: 0102 already stands at /devices/0/client-id"),
                    devices(
                            "{%s, \"address\": \"192.168.87.9\"}, {%s, \"address\":".formatted(A, B)
                                    + " \"192.168.87.9\"}",
                            "/devices/1/address: 192.168.87.9 already stands at"
                                    + " /devices/0/address"),
                    devices(
                            "{%s, \"address\": \"10.0.0.5\"}".formatted(A),
                            "/devices/0/address: 10.0.0.5 lies in none of the networks"
                                    + " (192.168.87.0/24)"),
                    devices(
                            "{%s, \"address\": \"192.168.87.255\"}".formatted(A),
                            "/devices/0/address: 192.168.87.255 is the network or broadcast"
                                    + " address of 192.168.87.0/24"),
                    devices(
                            "{%s, \"address\": \"192.168.87.1\"}".formatted(A),
                            "/devices/0/address: 192.168.87.1 is the router's own address at"
                                    + " /networks/0/address"),
                    devices(
                            "{\"name\": \"tv\"}",
                            "/devices/0: a device needs mac or client-id, or both"),
                    devices(
                            "{\"name\": \"bauta\", \"mac\": \"02-00-00-00-00-01\"}",
                            "/devices/0/name: bauta is a name of the router itself"),
                    devices(
                            "{\"name\": \"a.b\", \"mac\": \"01:00:5e:00:00:01\"}",
                            "/devices/0/name: \"a.b\" is not a name of one label: 1 to"
                                    + " 63 lower-case letters, digits and dashes",
                            "/devices/0/mac: \"01:00:5e:00:00:01\" is not the hardware address of"
                                    + " one device, six pairs of hexadecimal digits"),
                    devices(
                            "{\"name\": \"-a\", \"client-id\": \"1\"}",
                            "/devices/0/name: \"-a\" is not a name of one label: 1 to 63"
                                    + " lower-case letters, digits and dashes",
                            "/devices/0/client-id: \"1\" is not 2 to 255 pairs of hexadecimal"
                                    + " digits, with or without colons"),
                    dhcp(
                            "\"router\": \"10.0.0.1\"",
                            "/networks/0/dhcp/router: 10.0.0.1 is outside 192.168.87.0/24"),
                    dhcp(
                            "\"routes\": [{\"to\": \"10.0.0.0/8\", \"via\": \"10.0.0.1\"}, {\"to\":"
                                    + " \"10.0.0.0/8\", \"via\": \"192.168.87.2\"}]",
                            "/networks/0/dhcp/routes/1/to: 10.0.0.0/8 already stands at"
                                    + " /networks/0/dhcp/routes/0/to",
                            "/networks/0/dhcp/routes/0/via: 10.0.0.1 is outside 192.168.87.0/24"),
                    dhcp(
                            "\"routes\": [{\"to\": \"10.0.0.1/8\", \"via\": \"192.168.87.2\"}]",
                            "/networks/0/dhcp/routes/0/to: \"10.0.0.1/8\" is not an IPv4 network"
                                    + " with a prefix length, without host bits"),
                    dhcp("\"dns\": \"provider\", \"ntp\": [\"10.0.0.1\"], \"mtu\": 1454"),
                    dhcp(
                            "\"dns\": \"router\"",
                            "/networks/0/dhcp/dns: \"router\" is not bauta or provider,"
                                    + " or a list of 1 to 3 IPv4 host addresses"),
                    option("\"code\": 66, \"text\": \"boot.example\""),
                    option(
                            "\"code\": 53, \"number\": 1",
                            "/networks/0/dhcp/options/0/code: option 53 is filled in by the server"
                                    + " itself, or has a key of its own"),
                    option(
                            "\"code\": 66",
                            "/networks/0/dhcp/options/0: an option takes exactly one of text, hex,"
                                    + " addresses and number"),
                    option(
                            "\"code\": 66, \"text\": \"a\", \"hex\": \"00\"",
                            "/networks/0/dhcp/options/0: an option takes exactly one of text, hex,"
                                    + " addresses and number"),
                    option(
                            "\"code\": 66, \"text\": \"a\", \"width\": 1",
                            "/networks/0/dhcp/options/0/width: width belongs to number, which is"
                                    + " missing"),
                    option(
                            "\"code\": 23, \"number\": 256, \"width\": 1",
                            "/networks/0/dhcp/options/0/number: 256 does not fit into width 1"),
                    dhcp(
                            "\"options\": [{\"code\": 66, \"text\": \"a\"}, {\"code\": 66,"
                                    + " \"text\": \"b\"}]",
                            "/networks/0/dhcp/options/1/code: 66 already stands at"
                                    + " /networks/0/dhcp/options/0/code"),
                    dns("\"names\": [{\"name\": \"nas\", \"address\": \"192.168.87.5\"}]"),
                    dns(
                            "\"upstreams\": [{\"address\": \"192.168.87.1\"}]",
                            "/dns/upstreams/0/address: 192.168.87.1 is the router's own address at"
                                    + " /networks/0/address"),
                    dns(
                            "\"domains\": [{\"domain\": \"x.example\", \"servers\": [{\"address\":"
                                    + " \"192.0.2.1\"}]}, {\"domain\": \"x.example\", \"servers\":"
                                    + " [{\"address\": \"192.0.2.2\"}]}]",
                            "/dns/domains/1/domain: x.example already stands at"
                                    + " /dns/domains/0/domain"),
                    dns(
                            "\"names\": [{\"name\": \"a\", \"address\": \"192.168.87.5\"}, {\"name\":"
                                    + " \"a\", \"address\": \"192.168.87.5\"}, {\"name\": \"a\","
                                    + " \"address\": \"192.168.87.6\"}]",
                            "/dns/names/1/name: a already stands at /dns/names/0/name"),
                    new Case(
                            "\"devices\": [{%s}], \"dns\": {\"names\": [{\"name\": \"a\","
                                            .formatted(A)
                                    + " \"address\": \"192.168.87.5\"}]}",
                            "/dns/names/0/name: a already stands at /devices/0/name"),
                    new Case(
                            "\"admin\": {\"http-port\": 53, \"https-port\": 53}",
                            "/admin/http-port: 53 is the port of DNS",
                            "/admin/https-port: 53 is the port of DNS"),
                    new Case(
                            "\"admin\": {\"http-port\": 443}",
                            "/admin/https-port: 443 already stands at /admin/http-port"),
                    new Case(
                            "\"forwarding\": \"on\"",
                            "/forwarding: \"on\" is not one of: always, off," + " with-uplink"),
                    new Case(
                            "\"services\": {\"dns\": \"off\"}",
                            "/services/dns: \"off\" is not true or false"));

    @Test
    void everyConflictIsReportedAtItsPlace() {
        assertAll(CASES.stream().map(row -> () -> check(row)));
    }

    private static void check(Case row) {
        Reading reading = ConfigReaderTest.parse(with(row.keys()));
        List<String> problems =
                reading instanceof Reading.Refused(var found)
                        ? found.stream().map(Problem::toString).toList()
                        : List.of();
        assertThat(problems).as(row.keys()).isEqualTo(row.problems());
    }

    private static String with(String keys) {
        return """
        {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"}, %s}
        """
                .formatted(keys);
    }

    private static Config accepted(String keys) {
        return ((Reading.Accepted) ConfigReaderTest.parse(with(keys))).config();
    }

    @Test
    void optionsBecomeBytes() {
        record Row(String value, String bytes) {}
        for (Row row :
                List.of(
                        new Row("\"text\": \"ab\"", "6162"),
                        new Row("\"hex\": \"0A:ff\"", "0aff"),
                        new Row("\"addresses\": [\"192.0.2.1\", \"10.0.0.2\"]", "c00002010a000002"),
                        new Row("\"number\": 64", "40"),
                        new Row("\"number\": 256", "0100"),
                        new Row("\"number\": 65536", "00010000"),
                        new Row("\"number\": 4294967295", "ffffffff"),
                        new Row("\"number\": 1, \"width\": 4", "00000001"))) {
            String keys =
                    "\"networks\": [{\"dhcp\": {\"options\": [{\"code\": 224, %s}]}}]"
                            .formatted(row.value());
            LanDhcp dhcp = accepted(keys).networks().getFirst().dhcp();
            assertThat(dhcp.told().options().getFirst().value())
                    .as(row.value())
                    .hasToString(row.bytes());
        }
    }

    @Test
    void serversOverTlsHaveTheirOwnPort() {
        Dns dns =
                accepted(
                                """
                                "dns": {"serve-stale": "1d", "upstreams": [
                                  {"address": "192.0.2.1"},
                                  {"address": "192.0.2.2", "tls-name": "dns.example.net"},
                                  {"address": "192.0.2.3", "port": 5353}]}
                                """)
                        .dns();
        assertThat(dns.upstreams()).extracting(DnsServer::port).containsExactly(53, 853, 5353);
        assertThat(dns.serveStale()).hasValue(Duration.ofDays(1));
        assertThat(accepted("\"dns\": {\"serve-stale\": \"off\"}").dns()).isEqualTo(Dns.STANDARD);
    }
}
