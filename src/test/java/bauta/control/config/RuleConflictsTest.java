package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies, rules, forwards, sets, schedules and translation: what is refused, and where. */
class RuleConflictsTest {
    private record Case(String keys, List<String> problems) {
        Case(String keys, String... problems) {
            this(keys, List.of(problems));
        }
    }

    private static final String DEVICES =
            """
            "devices": [
              {"name": "nas", "mac": "02:00:00:00:00:01", "address": "192.168.87.20"},
              {"name": "tv", "mac": "02:00:00:00:00:02"}],
            "sets": [
              {"name": "cameras", "addresses": ["192.168.87.32/28", "!192.168.87.40", "nas"]},
              {"name": "web", "ports": [80, "8000-8010", "!8005"]}],
            "schedules": [{"name": "night", "from": "21:00", "until": "06:00"}]
            """;

    private static Case rule(String keys, String... problems) {
        return new Case(
                "\"rules\": [{\"id\": \"r\", \"verdict\": \"drop\", %s}]".formatted(keys),
                problems);
    }

    private static Case policy(String keys, String... problems) {
        return new Case("\"policies\": [{\"id\": \"p\", %s}]".formatted(keys), problems);
    }

    private static Case forward(String keys, String... problems) {
        return new Case("\"forwards\": [{\"id\": \"f\", %s}]".formatted(keys), problems);
    }

    private static Case two(String one, String other, String... problems) {
        return new Case(
                "\"forwards\": [{\"id\": \"a\", %s}, {\"id\": \"b\", %s}]".formatted(one, other),
                problems);
    }

    private static Case nat(String keys, String... problems) {
        return new Case("\"nat\": {%s}".formatted(keys), problems);
    }

    private static final String NAS = "\"targets\": [{\"host\": \"nas\"}]";
    private static final String FIRST = " comes first and already takes this";

    private static final List<Case> NAMES =
            List.of(
                    rule(
                            "\"from\": {\"networks\": [\"home\", \"!home\"]}, \"schedule\": \"night\""),
                    rule(
                            "\"from\": {\"networks\": [\"garden\"]}",
                            "/rules/0/from/networks/0: there is no network garden; there are: home"),
                    rule(
                            "\"to\": {\"uplinks\": [\"internet\", \"!fiber\"]}",
                            "/rules/0/to/uplinks/1: there is no uplink fiber; there are: internet"),
                    rule(
                            "\"to\": {\"addresses\": [\"!cameras\", \"nobody\", \"web\"]}",
                            "/rules/0/to/addresses/1: nobody is neither a set of addresses (there"
                                    + " are: cameras) nor a device (there are: nas, tv)",
                            "/rules/0/to/addresses/2: web is neither a set of addresses (there"
                                    + " are: cameras) nor a device (there are: nas, tv)"),
                    rule(
                            "\"to\": {\"addresses\": [\"tv\"]}",
                            "/rules/0/to/addresses/0: tv keeps no address, so rules cannot tell it;"
                                    + " give /devices/1 an address"),
                    rule(
                            "\"to\": {\"ports\": [\"web\", \"cameras\"]}",
                            "/rules/0/to/ports/1: cameras is not a set of ports; there are: web"),
                    rule(
                            "\"schedule\": \"day\"",
                            "/rules/0/schedule: there is no schedule day; there are: night"),
                    rule(
                            "\"from\": {\"addresses\": [\"10.0.0.9-10.0.0.1\"]}",
                            "/rules/0/from/addresses/0: 10.0.0.9-10.0.0.1 ends before it begins"),
                    rule(
                            "\"from\": {\"addresses\": [\"192.168.87.1/24\"]}",
                            "/rules/0/from/addresses/0: 192.168.87.1/24 names a host; the network"
                                    + " is 192.168.87.0/24"),
                    rule(
                            "\"from\": {\"ports\": [\"90-80\"]}",
                            "/rules/0/from/ports/0: 90-80 ends before it begins"),
                    new Case(
                            "\"rules\": [{\"id\": \"x\", \"verdict\": \"drop\"}], \"policies\":"
                                    + " [{\"id\": \"x\", \"action\": \"route\"}]",
                            "/rules/0/id: x already stands at /policies/0/id"),
                    new Case(
                            "\"rules\": [{\"id\": \"default-x\", \"verdict\": \"drop\"}]",
                            "/rules/0/id: \"default-x\" is not a name of 1 to 32 lower-case letters,"
                                    + " digits and dashes, not beginning with default-"));

    private static final List<Case> PARTS =
            List.of(
                    rule(
                            "\"from\": {\"zones\": [\"wan\"]}, \"to\": {\"zones\": [\"router\"]}, \"log\": true"),
                    rule(
                            "\"to\": {\"zones\": [\"router\"]}, \"from\": {\"zones\": [\"lan\"]},"
                                    + " \"log\": true",
                            "/rules/0: rules about the router itself ask for network, protocol and"
                                    + " port only"),
                    policy(
                            "\"action\": \"route\", \"uplinks\": [\"internet\"], \"weights\": [1, 2]",
                            "/policies/0/weights: 2 weights, but 1 uplinks"),
                    rule("\"protocols\": [\"!icmp\"], \"to\": {\"ports\": [80]}"),
                    rule(
                            "\"protocols\": [\"gre\"], \"to\": {\"ports\": [80]}",
                            "/rules/0/to/ports: ports belong to tcp, udp, dccp, sctp or udplite, and"
                                    + " protocols allows none of them"),
                    rule(
                            "\"protocols\": [\"tcp\"], \"icmp\": [\"echo-request\", \"3/4\", 11]",
                            "/rules/0/icmp: this is about icmp, and protocols does not allow it"),
                    rule(
                            "\"protocols\": [\"!tcp\"], \"syn\": true",
                            "/rules/0/syn: this is about tcp, and protocols does not allow it"),
                    rule(
                            "\"dscp\": 46, \"tos\": {\"value\": 16}",
                            "/rules/0/dscp: dscp is a part of tos: only one of them"),
                    policy("\"action\": \"masquerade\", \"external-address\": \"203.0.113.9\""),
                    policy(
                            "\"action\": \"masquerade\", \"external-address\": \"203.0.113.10\"",
                            "/policies/0/external-address: 203.0.113.10 is not among the further"
                                    + " addresses of the uplink (203.0.113.9)"),
                    policy(
                            "\"action\": \"drop\", \"uplinks\": [\"internet\"]",
                            "/policies/0/uplinks: internet does not go with action drop, only with:"
                                    + " masquerade, route"),
                    policy(
                            "\"action\": \"route\", \"uplinks\": [\"fiber\"]",
                            "/policies/0/uplinks/0: there is no uplink fiber; there are: internet"),
                    policy("\"action\": \"mark\"", "/policies/0/set-mark: action mark needs this"),
                    new Case(
                            "\"sets\": [{\"name\": \"s\"}]",
                            "/sets/0: a set needs addresses or ports"),
                    new Case(
                            "\"sets\": [{\"name\": \"s\", \"addresses\": [\"10.0.0.1\"], \"ports\":"
                                    + " [1]}]",
                            "/sets/0: a set has addresses or ports, not both"),
                    new Case(
                            "\"sets\": [{\"name\": \"s\", \"ports\": [1]}, {\"name\": \"t\","
                                    + " \"ports\": [\"s\"]}, {\"name\": \"s\", \"ports\": [2]}]",
                            "/sets/1/ports/0: s is a set, and sets hold no sets",
                            "/sets/2/name: s already stands at /sets/0/name"),
                    new Case(
                            "\"schedules\": [{\"name\": \"s\", \"time-zone\": \"Mars/Olympus\"}]",
                            "/schedules/0/time-zone: Mars/Olympus is not a time zone that is known"));

    private static final List<Case> FORWARDS =
            List.of(
                    forward("\"ports\": 80, " + NAS),
                    forward("\"kind\": \"exposed-host\", " + NAS),
                    forward("\"kind\": \"mark\", \"mark\": {\"value\": 5}, " + NAS),
                    forward(
                            "\"kind\": \"trigger\", \"ports\": \"6000-6010\", \"trigger\": {\"ports\":"
                                    + " 6667}"),
                    forward("\"protocols\": [\"gre\"], " + NAS),
                    forward(
                            "\"protocols\": [\"tcp\", \"gre\"], \"ports\": 1723, " + NAS,
                            "/forwards/0/protocols: tcp and udp have ports, the others have none: a"
                                    + " forward for each"),
                    forward(NAS, "/forwards/0/ports: a forward of kind ports needs ports"),
                    forward(
                            "\"ports\": \"90-80\", " + NAS,
                            "/forwards/0/ports: 90-80 ends before it begins"),
                    forward(
                            "\"kind\": \"trigger\", \"ports\": 1",
                            "/forwards/0/trigger: a forward of kind trigger needs trigger"),
                    forward(
                            "\"kind\": \"trigger\", \"ports\": 1, \"trigger\": {}",
                            "/forwards/0/trigger/ports: ports is missing; allowed is a port from 1 to"
                                    + " 65535, or a range such as \"8000-8010\""),
                    forward(
                            "\"kind\": \"exposed-host\", \"ports\": 80, " + NAS,
                            "/forwards/0/ports: ports does not go with a forward of kind"
                                    + " exposed-host"),
                    forward(
                            "\"protocols\": [\"icmp\"], \"ports\": 80, " + NAS,
                            "/forwards/0/ports: ports belong to tcp and udp, and protocols names"
                                    + " neither"),
                    forward(
                            "\"protocols\": [\"tpc\"], \"ports\": 80, " + NAS,
                            "/forwards/0/protocols/0: \"tpc\" is not a protocol number from 0 to 255,"
                                    + " or one of: 6in4, ah, dccp, esp, gre, icmp, igmp, ipip, sctp,"
                                    + " tcp, udp, udplite"),
                    forward("\"ports\": 80", "/forwards/0/targets: 0 targets; allowed are 1 to 64"),
                    forward(
                            "\"ports\": \"8000-8010\", \"targets\": [{\"host\": \"nas\", \"ports\":"
                                    + " \"80-81\"}]",
                            "/forwards/0/targets/0/ports: 80-81 is 2 ports, but 11 come in from"
                                    + " outside; leave it out to keep the same ports"),
                    forward(
                            "\"ports\": 80, \"targets\": [{\"host\": \"10.9.9.9\"}]",
                            "/forwards/0/targets/0/host: 10.9.9.9 lies in none of the networks"
                                    + " (192.168.87.0/24)"),
                    forward(
                            "\"ports\": 80, \"targets\": [{\"host\": \"192.168.87.1\"}, {\"host\":"
                                    + " \"192.168.87.255\"}, {\"host\": \"tv\"}]",
                            "/forwards/0/targets/0/host: 192.168.87.1 is the router's own address"
                                    + " at /networks/0/address",
                            "/forwards/0/targets/1/host: 192.168.87.255 is the network or broadcast"
                                    + " address of 192.168.87.0/24",
                            "/forwards/0/targets/2/host: tv keeps no address, so rules cannot tell"
                                    + " it; give /devices/1 an address"),
                    forward(
                            "\"ports\": 80, \"uplinks\": [\"fiber\"], \"addresses\":"
                                    + " [\"203.0.113.10\"], "
                                    + NAS,
                            "/forwards/0/uplinks/0: there is no uplink fiber; there are: internet",
                            "/forwards/0/addresses/0: 203.0.113.10 is not among the further"
                                    + " addresses of the uplink (none)"));

    /** What follows from another mistake is not a second one. */
    private static final List<Case> SECONDS =
            List.of(
                    new Case(
                            "\"networks\": [{\"name\": \"Home\"}], \"rules\": [{\"id\": \"r\","
                                    + " \"verdict\": \"drop\", \"from\": {\"networks\": [\"home\"]}}]",
                            "/networks/0/name: \"Home\" is not a name of 1 to 32 lower-case"
                                    + " letters, digits and dashes"),
                    new Case(
                            "\"sets\": [{\"name\": \"Cams\", \"addresses\": [\"10.0.0.1\"]}],"
                                    + " \"rules\": [{\"id\": \"r\", \"verdict\": \"drop\","
                                    + " \"from\": {\"addresses\": [\"cams\"]}}]",
                            "/sets/0/name: \"Cams\" is not a name of 1 to 32 lower-case letters,"
                                    + " digits and dashes, beginning with a letter"),
                    new Case(
                            "\"devices\": [{\"name\": \"nas\", \"mac\": \"02:00:00:00:00:01\","
                                    + " \"address\": \"192.168.88.9\"}], \"forwards\": [{\"id\": \"f\","
                                    + " \"ports\": 80, "
                                    + NAS
                                    + "}]",
                            "/devices/0/address: 192.168.88.9 lies in none of the networks"
                                    + " (192.168.87.0/24)"),
                    new Case(
                            "\"networks\": [{\"name\": \"home\", \"dhcp\": {\"lease\": \"x\"}}],"
                                    + " \"rules\": [{\"id\": \"r\", \"verdict\": \"drop\","
                                    + " \"from\": {\"networks\": [\"hom\"]}}]",
                            "/networks/0/dhcp/lease: \"x\" is not a time from 2m to 30d: a number"
                                    + " and s, m, h or d",
                            "/rules/0/from/networks/0: there is no network hom; there are: home"));

    private static final List<Case> CONFLICTS =
            List.of(
                    two("\"ports\": 80, " + NAS, "\"ports\": 81, " + NAS),
                    two(
                            "\"ports\": \"80-90\", " + NAS,
                            "\"ports\": 85, " + NAS,
                            "/forwards/1/ports: the forward a at /forwards/0" + FIRST),
                    two(
                            "\"ports\": 80, \"protocols\": [\"tcp\"], " + NAS,
                            "\"ports\": 80, \"protocols\": [\"udp\"], " + NAS),
                    two(
                            "\"ports\": 80, \"sources\": [\"198.51.100.0/24\"], " + NAS,
                            "\"ports\": 80, " + NAS),
                    two(
                            "\"ports\": 80, \"sources\": [\"198.51.100.0/24\"], " + NAS,
                            "\"ports\": 80, \"sources\": [\"198.51.100.0/25\","
                                    + " \"198.51.100.128/25\"], "
                                    + NAS,
                            "/forwards/1/ports: the forward a at /forwards/0" + FIRST),
                    two("\"ports\": 80, \"enabled\": false, " + NAS, "\"ports\": 80, " + NAS),
                    two(
                            "\"ports\": 80, \"addresses\": [\"203.0.113.9\"], " + NAS,
                            "\"ports\": 80, " + NAS,
                            "/forwards/1/ports: the forward a at /forwards/0" + FIRST),
                    two("\"ports\": 80, " + NAS, "\"kind\": \"exposed-host\", " + NAS),
                    two(
                            "\"kind\": \"exposed-host\", " + NAS,
                            "\"ports\": 80, " + NAS,
                            "/forwards/1/ports: the forward a at /forwards/0" + FIRST),
                    two(
                            "\"kind\": \"exposed-host\", " + NAS,
                            "\"kind\": \"exposed-host\", " + NAS,
                            "/forwards/1/kind: the forward a at /forwards/0" + FIRST),
                    two(
                            "\"kind\": \"mark\", \"mark\": {\"value\": 5}, " + NAS,
                            "\"kind\": \"mark\", \"mark\": {\"value\": 5}, " + NAS,
                            "/forwards/1/mark: the forward a at /forwards/0" + FIRST));

    private static final List<Case> TRANSLATION =
            List.of(
                    nat(
                            "\"timers\": {\"udp\": \"10m\"}, \"filtering\": {\"udp\":"
                                    + " \"endpoint-independent\"}"),
                    nat(
                            "\"one-to-one\": [{\"external\": \"203.0.113.16/29\", \"internal\":"
                                    + " \"192.168.87.8/30\"}]",
                            "/nat/one-to-one/0/internal: 192.168.87.8/30 is not as long as"
                                    + " 203.0.113.16/29, which has 29 bits"),
                    nat(
                            "\"one-to-one\": [{\"external\": \"192.168.87.8/29\", \"internal\":"
                                    + " \"10.0.0.0/29\"}]",
                            "/nat/one-to-one/0/external: 192.168.87.8/29 belongs to a network of"
                                    + " the house",
                            "/nat/one-to-one/0/internal: 10.0.0.0/29 lies in none of the networks"
                                    + " (192.168.87.0/24)"),
                    nat(
                            "\"one-to-one\": [{\"external\": \"203.0.113.16/29\", \"internal\":"
                                    + " \"192.168.87.8/29\"}, {\"external\": \"203.0.113.17/32\","
                                    + " \"internal\": \"192.168.87.200/32\"}]",
                            "/nat/one-to-one/1/external: 203.0.113.17/32 overlaps 203.0.113.16/29"
                                    + " at /nat/one-to-one/0/external"),
                    nat(
                            "\"one-to-one\": [{\"external\": \"203.0.112.0/26\", \"internal\":"
                                    + " \"192.168.87.0/26\", \"uplink\": \"internet\"}]",
                            "/nat/one-to-one/0/external: 65 further addresses; at most 64 in all"));

    private static String file(String keys) {
        boolean own =
                Stream.of("\"sets\":", "\"schedules\":", "\"devices\":").anyMatch(keys::contains);
        String networks =
                keys.startsWith("\"networks\"") ? "" : "\"networks\": [{\"name\": \"home\"}],";
        return """
        {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
         %s
         "uplinks": [{"user": "u", "password": "p", "addresses": ["203.0.113.9"]}],
         %s %s}
        """
                .formatted(networks, own ? "" : DEVICES + ",", keys);
    }

    private static void check(Case row) {
        List<String> found =
                ConfigReaderTest.parse(file(row.keys())) instanceof Reading.Refused(var problems)
                        ? problems.stream().map(Problem::toString).toList()
                        : List.of();
        assertThat(found).as(row.keys()).isEqualTo(row.problems());
    }

    private static void check(List<Case> rows) {
        assertAll(rows.stream().map(row -> () -> check(row)));
    }

    @Test
    void namesThatLeadNowhere() {
        check(NAMES);
    }

    @Test
    void partsThatDoNotGoTogether() {
        check(PARTS);
    }

    @Test
    void forwardsThatCannotWork() {
        check(FORWARDS);
    }

    @Test
    void mistakesThatFollowFromOthers() {
        check(SECONDS);
    }

    @Test
    void forwardsThatWantTheSame() {
        check(CONFLICTS);
    }

    @Test
    void translationThatCannotWork() {
        check(TRANSLATION);
    }

    @Test
    void addressesOfUplinksAreOutsideAndSaidOnce() {
        String json =
                file("\"rules\": []")
                        .replace(
                                "[\"203.0.113.9\"]",
                                "[\"203.0.113.9\", \"192.168.87.9\", \"203.0.113.9\"]");
        assertThat(ConfigReaderTest.parse(json)).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) ConfigReaderTest.parse(json)).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "/uplinks/0/addresses/1: 192.168.87.9 belongs to a network of the house",
                        "/uplinks/0/addresses/2: 203.0.113.9 already stands at"
                                + " /uplinks/0/addresses/0");
    }

    /** Looking for problems takes no longer for each, however many there are. */
    @Test
    void tenThousandRulesMayAllBeWrong() {
        String rules =
                IntStream.range(0, 10_000)
                        .mapToObj(i ->
                                "{\"id\": \"r%d\", \"verdict\": \"drop\", \"schedule\": \"x\"}"
                                        .formatted(i))
                        .collect(Collectors.joining(", "));
        Reading reading = ConfigReaderTest.parse(file("\"rules\": [" + rules + "]"));
        assertThat(((Reading.Refused) reading).problems()).hasSize(10_000);
    }
}
