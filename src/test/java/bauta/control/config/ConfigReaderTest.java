package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import bauta.engine.Secret;
import bauta.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    private static final String LEAST =
            """
            {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
             "uplinks": [{"user": "u@example", "password": "p"}]}
            """;

    static Reading parse(String json) {
        return ConfigReader.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Config accepted(String json) {
        Reading reading = parse(json);
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted) reading).config();
    }

    private static List<String> problems(String json) {
        return problems(parse(json));
    }

    private static List<String> problems(Reading reading) {
        return switch (reading) {
            case Reading.Accepted _ -> List.of();
            case Reading.Refused(List<Problem> problems) ->
                    problems.stream().map(Problem::toString).toList();
        };
    }

    @Test
    void twoPortsUserAndPasswordAreEnough() {
        Config config = accepted(LEAST);
        assertThat(config.nic("wan")).isEqualTo("eth0");
        assertThat(config.flowTable().size()).isEqualTo(65_536);
        assertThat(config.fastpath()).isEqualTo(Fastpath.OFF);
        assertThat(config.networks()).containsExactly(Network.standard());
        Network lan = config.networks().getFirst();
        assertThat(lan.address()).hasToString("192.168.87.1/24");
        assertThat(lan.domain()).isEqualTo("home.arpa");
        assertThat(lan.dhcp())
                .isEqualTo(
                        new LanDhcp(
                                true,
                                new DhcpPool(
                                        Ipv4Address.parse("192.168.87.100"),
                                        Ipv4Address.parse("192.168.87.199")),
                                Duration.ofHours(12),
                                LanDhcp.Told.STANDARD));
        assertThat(config.uplinks())
                .containsExactly(
                        new PppoeUplink(
                                "internet",
                                "wan",
                                "u@example",
                                Secret.of("p"),
                                "",
                                "",
                                1492,
                                1492,
                                new Echo(Duration.ofSeconds(4), 3),
                                Authentication.ANY,
                                UplinkFirewall.MASQUERADE,
                                List.of()));
    }

    @Test
    void everyKeyIsTakenOver() {
        Config config =
                accepted(
                        """
                        {
                          "schema-version": 3,
                          "ports": {"wan": "enp1s0", "lan1": "enp2s0"},
                          "networks": [{
                            "name": "home", "ports": ["lan1"], "zone": "lan",
                            "address": "10.20.0.1/22", "domain": "house.example",
                            "dhcp": {"enabled": false, "lease": "90m",
                                     "pool": {"start": "10.20.1.0", "end": "10.20.2.255"}},
                            "dns": {"enabled": false}
                          }],
                          "uplinks": [{
                            "name": "ntt", "type": "pppoe", "port": "wan",
                            "user": "利用者@example", "password": "秘密",
                            "service-name": "s", "ac-name": "a", "mtu": 1454, "mru": 1492,
                            "echo": {"interval": "30s", "failures": 5}, "authentication": "chap",
                            "firewall": "standalone"
                          }],
                          "flow-table": {"size": 4096},
                          "fastpath": "off",
                          "devices": [], "policies": [], "rules": [], "forwards": [],
                          "helpers": {}, "services": {}
                        }
                        """);
        Network home = config.networks().getFirst();
        assertThat(home.name()).isEqualTo("home");
        assertThat(home.address()).hasToString("10.20.0.1/22");
        assertThat(home.domain()).isEqualTo("house.example");
        assertThat(home.dhcp().enabled()).isFalse();
        assertThat(home.dhcp().lease()).isEqualTo(Duration.ofMinutes(90));
        assertThat(home.dhcp().pool().end()).hasToString("10.20.2.255");
        assertThat(home.dns()).isEqualTo(new LanDns(false));
        assertThat(config.uplinks())
                .containsExactly(
                        new PppoeUplink(
                                "ntt",
                                "wan",
                                "利用者@example",
                                Secret.of("秘密"),
                                "s",
                                "a",
                                1454,
                                1492,
                                new Echo(Duration.ofSeconds(30), 5),
                                Authentication.CHAP,
                                UplinkFirewall.STANDALONE,
                                List.of()));
        assertThat(config.flowTable()).isEqualTo(new FlowTable(4096));
    }

    private record Case(String json, List<String> problems) {
        Case(String json, String... problems) {
            this(json, List.of(problems));
        }
    }

    private static Case with(String keys, String... problems) {
        return new Case(
                """
                {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
                 "uplinks": [{"user": "u", "password": "p"}], %s}
                """
                        .formatted(keys),
                problems);
    }

    private static Case network(String keys, String... problems) {
        return with("\"networks\": [{" + keys + "}]", problems);
    }

    private static Case uplink(String keys, String... problems) {
        return new Case(
                """
                {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"}, "uplinks": [{%s}]}
                """
                        .formatted(keys),
                problems);
    }

    private static Case ports(String ports, String... problems) {
        return new Case(
                """
                {"schema-version": 3, "ports": %s, "uplinks": [{"user": "u", "password": "p"}]}
                """
                        .formatted(ports),
                problems);
    }

    private static String notJson(String place) {
        return "not JSON at line and column "
                + place
                + "; JSON has no comments and no comma after the last entry";
    }

    private static final List<Case> WHOLE =
            List.of(
                    new Case("", "the file is empty"),
                    new Case(" \n", "the file is empty"),
                    new Case("[]", "[...] is not an object"),
                    new Case("null", "null is not an object"),
                    new Case("{", notJson("1:2")),
                    new Case("{\n  \"ports\": hunter2}", notJson("2:12")),
                    new Case("{\n  // hunter2\n}", notJson("2:3")),
                    new Case("{\"ports\": {},}", notJson("1:14")),
                    new Case("[1,\n]", notJson("2:1")),
                    new Case("{} {}", notJson("1:4")),
                    new Case(
                            "{\"ports\": {\"wan\": \"a\", \"wan\": \"b\"}}",
                            "/ports/wan: this key stands twice, the second time before line and"
                                    + " column 1:29"),
                    new Case(
                            "{}",
                            "/schema-version: schema-version is missing; allowed is the number 3, or that of an older form",
                            "/ports: ports is missing; allowed is an object of roles and network"
                                    + " interfaces"),
                    with(
                            "\"schema-version\": 3",
                            "/schema-version: this key stands twice, the second time before line and column 2:63"));

    private static final List<Case> TYPES =
            List.of(
                    uplink(
                            "\"user\": 7, \"password\": 12345",
                            "/uplinks/0/user: 7 is not a text of 1 to 255 bytes, without"
                                    + " control characters; a text stands in quotes",
                            "/uplinks/0/password: *** is not a text of 1 to 255 bytes,"
                                    + " without control characters"),
                    uplink(
                            "\"user\": \"u\", \"password\": \"p\", \"mtu\": \"1454\", \"mru\": 1e3",
                            "/uplinks/0/mtu: \"1454\" is not a whole number from 576 to 1500",
                            "/uplinks/0/mru: 1000.0 is not a whole number from 576 to 1500"),
                    uplink(
                            "\"user\": \"u\", \"password\": \"p\", \"echo\": null",
                            "/uplinks/0/echo: null is not an object"),
                    with("\"flow-table\": null", "/flow-table: null is not an object"),
                    with(
                            "\"flow-table\": {\"size\": 99999999999}",
                            "/flow-table/size: 99999999999 is not a whole number from 1024 to"
                                    + " 1048576"),
                    with("\"fastpath\": \"on\"", "/fastpath: \"on\" is not one of: off"),
                    with("\"networks\": []", "/networks: [...] is not a list of 1 to 8"),
                    with("\"networks\": [7]", "/networks/0: 7 is not an object"),
                    network(
                            "\"address\": \"192.168.87.0/24\"",
                            "/networks/0/address: \"192.168.87.0/24\" is not an IPv4 host address"
                                    + " with a prefix length from 16 to 29"),
                    network(
                            "\"dhcp\": {\"enabled\": \"yes\", \"lease\": \"10\"}",
                            "/networks/0/dhcp/enabled: \"yes\" is not true or false",
                            "/networks/0/dhcp/lease: \"10\" is not a time from 2m to 30d:"
                                    + " a number and s, m, h or d"),
                    network(
                            "\"domain\": \"Home.Arpa\", \"name\": \"Über\"",
                            "/networks/0/name: \"Über\" is not a name of 1 to 32 lower-case"
                                    + " letters, digits and dashes",
                            "/networks/0/domain: \"Home.Arpa\" is not a domain name,"
                                    + " lower case"));

    private static final List<Case> KEYS =
            List.of(
                    with(
                            "\"netwroks\": []",
                            "/netwroks: netwroks is not a key of this object; did"
                                    + " you mean networks?"),
                    with("\"colour\": 1", "/colour: colour is not a key of this object"),
                    uplink(
                            "\"user\": \"u\", \"pasword\": \"hunter2\"",
                            "/uplinks/0/pasword: pasword is not a key of this object; did you mean"
                                    + " password?",
                            "/uplinks/0/password: password is missing; allowed is a text of 1 to"
                                    + " 255 bytes, without control characters"),
                    with("\"a~b/c\": 1", "/a~0b~1c: a~b/c is not a key of this object"),
                    with(
                            "\"rules\": [{}], \"helpers\": {\"ftp\": {}}, \"devices\": 3",
                            "/devices: 3 is not a list of 0 to 1000",
                            "/rules/0/id: id is missing; allowed is a name of 1 to 32 lower-case"
                                    + " letters, digits and dashes, not beginning with"
                                    + " default-",
                            "/rules/0/verdict: verdict is missing; allowed is one of:"
                                    + " accept, drop, reject",
                            "/helpers: not built yet; must be left out or empty"),
                    uplink(
                            "\"type\": \"dhcp\", \"user\": \"u\", \"password\": \"p\"",
                            "/uplinks/0/type: dhcp is not built yet; allowed is pppoe"),
                    uplink(
                            "\"type\": \"static\", \"name\": 7, \"colour\": 1, \"mtu\": 9000",
                            "/uplinks/0/colour: colour is not a key of this object",
                            "/uplinks/0/name: 7 is not a name of 1 to 32 lower-case letters, digits"
                                    + " and dashes; a text stands in quotes",
                            "/uplinks/0/type: static is not built yet; allowed is pppoe",
                            "/uplinks/0/user: user is missing; allowed is a text of 1 to 255 bytes"
                                    + ", without control characters",
                            "/uplinks/0/password: password is missing; allowed is a text of 1 to"
                                    + " 255 bytes, without control characters",
                            "/uplinks/0/mtu: 9000 is not a whole number from 576 to 1500"),
                    uplink(
                            "\"type\": \"dhcp\", \"user\": \"u\", \"password\": \"p\", \"port\": \"lan1\"",
                            "/uplinks/0/type: dhcp is not built yet; allowed is pppoe",
                            "/uplinks/0/port: lan1 is already used at /networks/0/ports/0"),
                    uplink(
                            "\"type\": \"isdn\", \"user\": \"u\", \"password\": \"p\"",
                            "/uplinks/0/type: \"isdn\" is not one of: pppoe"));

    private static final List<Case> CONFLICTS =
            List.of(
                    network(
                            "\"dhcp\": {\"pool\": {\"start\": \"192.168.87.5\", \"end\":"
                                    + " \"192.168.2.10\"}}",
                            "/networks/0/dhcp/pool/end: 192.168.2.10 is outside 192.168.87.0/24",
                            "/networks/0/dhcp/pool/end: 192.168.2.10 is before the start of the"
                                    + " pool, 192.168.87.5"),
                    network(
                            "\"address\": \"home\", \"dhcp\": {\"pool\": {\"start\":"
                                    + " \"10.0.0.9\", \"end\": \"10.0.0.5\"}}",
                            "/networks/0/address: \"home\" is not an IPv4 host address with a"
                                    + " prefix length from 16 to 29",
                            "/networks/0/dhcp/pool/end: 10.0.0.5 is before the start of the pool,"
                                    + " 10.0.0.9"),
                    network(
                            "\"dhcp\": {\"pool\": {\"start\": \"192.168.87.1\", \"end\":"
                                    + " \"192.168.87.9\"}}",
                            "/networks/0/dhcp/pool: 192.168.87.1-192.168.87.9 holds the router's"
                                    + " own address, 192.168.87.1"),
                    network(
                            "\"dhcp\": {\"pool\": {\"start\": \"192.168.87.0\", \"end\":"
                                    + " \"192.168.87.255\"}}",
                            "/networks/0/dhcp/pool/start: 192.168.87.0 is the network or broadcast"
                                    + " address of 192.168.87.0/24",
                            "/networks/0/dhcp/pool/end: 192.168.87.255 is the network or broadcast"
                                    + " address of 192.168.87.0/24"),
                    ports(
                            "{\"wan\": \"eth0\", \"lan1\": \"eth0\"}",
                            "/ports/lan1: eth0 already stands at /ports/wan"),
                    ports(
                            "{\"wan\": \"eth0\"}",
                            "/networks/0/ports/0: lan1 is not among the roles in /ports (wan)"),
                    ports(
                            "{\"dsl\": \"eth0\", \"lan1\": \"a/b\"}",
                            "/ports/dsl: \"dsl\" is not a port role (wan, wan2 to wan9, lan1 to"
                                    + " lan9)",
                            "/ports/lan1: \"a/b\" is not the name of a network interface,"
                                    + " at most 15 characters"),
                    uplink(
                            "\"user\": \"u\", \"password\": \"p\", \"port\": \"lan1\"",
                            "/uplinks/0/port: lan1 is already used at /networks/0/ports/0"),
                    with(
                            """
                            "networks": [{"name": "a"}, {"name": "a", "address": "192.168.0.1/16"}]
                            """,
                            "/networks/1/name: a already stands at /networks/0/name",
                            "/networks/1/ports/0: lan1 is already used at /networks/0/ports/0",
                            "/networks/1/address: 192.168.0.1/16 overlaps 192.168.87.1/24 at"
                                    + " /networks/0/address"),
                    new Case(
                            """
                            {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
                             "uplinks": [{"user": "u"}, {"user": "u", "password": "p"}]}
                            """,
                            "/uplinks/0/password: password is missing; allowed is a text of 1 to"
                                    + " 255 bytes, without control characters",
                            "/uplinks/1: only one uplink is built yet",
                            "/uplinks/1/name: internet already stands at /uplinks/0/name"));

    @Test
    void everyProblemIsReportedWithItsPlaceValueAndWhatIsAllowed() {
        assertAll(
                Stream.of(WHOLE, TYPES, KEYS, CONFLICTS)
                        .flatMap(List::stream)
                        .map(row -> () -> assertProblems(row)));
    }

    private static void assertProblems(Case row) {
        assertThat(problems(row.json())).as(row.json()).isEqualTo(row.problems());
    }

    @Test
    void aFileThatIsTooLongOrCannotBeReadIsAProblem(@TempDir Path folder) {
        String longer = " ".repeat(Json.MOST_BYTES + 1);
        assertThat(problems(longer)).containsExactly("the file is longer than 1048576 bytes");
        assertThat(problems(ConfigReader.read(folder.resolve("no-such-file.json"))))
                .containsExactly("there is no such file");
        assertThat(problems(ConfigReader.read(folder))).containsExactly("this is a directory");
        assertThat(problems(ConfigReader.read(Path.of("pom.xml/bauta.json"))))
                .containsExactly("pom.xml/bauta.json cannot be read (FileSystemException)");
    }

    @Test
    void secretsAreNeverPrinted() {
        Config config = accepted(LEAST.replace("\"p\"", "\"hunter2\""));
        assertThat(config.toString()).contains("***").doesNotContain("hunter2");
        for (String json :
                List.of(
                        LEAST.replace("\"p\"", "\"hunter2"),
                        LEAST.replace("\"p\"", "hunter2"),
                        LEAST.replace("\"p\"", "[\"hunter2\"]"),
                        LEAST.replace("\"p\"", "{\"a\": \"hunter2\"}"),
                        LEAST.replace("\"p\"", "\"hunter2\\u0007\""))) {
            assertThat(problems(json)).as(json).isNotEmpty();
            assertThat(problems(json).toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void defaultPoolsLieInsideTheirNetwork() {
        for (int length = 16; length <= 29; length++) {
            Config config =
                    accepted(
                            LEAST.replaceFirst(
                                    "\\{",
                                    "{\"networks\": [{\"address\": \"10.9.0.1/%d\"}],"
                                            .formatted(length)));
            Network lan = config.networks().getFirst();
            DhcpPool pool = lan.dhcp().pool();
            assertThat(lan.address().contains(pool.start())).isTrue();
            assertThat(lan.address().contains(pool.end())).isTrue();
            assertThat(pool.start()).isLessThanOrEqualTo(pool.end());
            assertThat(pool.start()).isGreaterThan(lan.address().address());
        }
    }

    private record Derived(String address, String start, String end) {}

    @Test
    void aDerivedPoolLeavesTheRouterOut() {
        for (Derived row :
                List.of(
                        new Derived("10.9.0.99/24", "10.9.0.100", "10.9.0.199"),
                        new Derived("10.9.0.100/24", "10.9.0.101", "10.9.0.199"),
                        new Derived("10.9.0.120/24", "10.9.0.121", "10.9.0.199"),
                        new Derived("10.9.0.180/24", "10.9.0.100", "10.9.0.179"),
                        new Derived("10.9.0.199/24", "10.9.0.100", "10.9.0.198"),
                        new Derived("10.9.0.200/24", "10.9.0.100", "10.9.0.199"),
                        new Derived("10.9.0.3/29", "10.9.0.4", "10.9.0.5"),
                        new Derived("10.9.0.4/29", "10.9.0.3", "10.9.0.3"),
                        new Derived("10.9.0.5/29", "10.9.0.3", "10.9.0.4"))) {
            String keys = "\"networks\": [{\"address\": \"" + row.address() + "\"}]";
            DhcpPool pool = accepted(with(keys).json()).networks().getFirst().dhcp().pool();
            assertThat(pool)
                    .as(row.address())
                    .isEqualTo(
                            new DhcpPool(
                                    Ipv4Address.parse(row.start()), Ipv4Address.parse(row.end())));
        }
    }
}
