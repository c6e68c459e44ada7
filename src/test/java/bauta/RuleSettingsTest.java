package bauta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import bauta.control.config.Config;
import bauta.control.config.ConfigReader;
import bauta.control.config.Reading;
import bauta.engine.RuleCounters;
import bauta.engine.RuleSlots;
import bauta.firewall.Firewall;
import bauta.firewall.FirewallRule;
import bauta.firewall.PacketFacts;
import bauta.firewall.RangeSet;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Zone;
import bauta.forward.policy.Policies;
import bauta.forward.policy.PolicyAction;
import bauta.forward.policy.PolicyWay;
import bauta.forward.policy.UplinkChoice;
import bauta.link.InputMap;
import bauta.nat.Filtering;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.NatBehaviour;
import bauta.nat.PortRange;
import bauta.nat.PortSelection;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the configuration says about traffic, as packets meet it. */
class RuleSettingsTest {
    private static final Map<String, Integer> UPLINKS = Map.of("internet", 3);

    static Config config(String keys) {
        String json =
                """
                {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1", "lan2": "eth2"},
                 "networks": [
                   {"name": "home", "ports": ["lan1"]},
                   {"name": "visitors", "ports": ["lan2"], "zone": "guest",
                    "address": "192.168.88.1/24"}],
                 "uplinks": [{"user": "u", "password": "p", "addresses": ["203.0.113.9"]}],
                 "devices": [
                   {"name": "nas", "mac": "02:00:00:00:00:01", "address": "192.168.87.20"}],
                 "sets": [
                   {"name": "servers", "addresses": ["192.168.87.16/28", "!nas"]},
                   {"name": "web", "ports": [80, "8000-8010"]}],
                 "schedules": [{"name": "night", "days": ["mon", "fri"], "from": "21:00",
                   "until": "06:00", "time-zone": "Asia/Tokyo"}],
                 %s}
                """
                        .formatted(keys);
        return switch (ConfigReader.parse(json.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Accepted(Config config) -> config;
            case Reading.Refused(var problems) -> throw new AssertionError(problems);
        };
    }

    private static RuleSettings settings(String keys) {
        return new RuleSettings(config(keys), UPLINKS, String::length);
    }

    /** TCP from a host of the house, port 5000, to port 80 of a server outside. */
    private static PacketFacts packet() {
        PacketFacts facts = new PacketFacts();
        facts.fromNetwork = 0;
        facts.uplink = 3;
        facts.protocol = 6;
        facts.hasPorts = true;
        facts.sourcePort = 5000;
        facts.destinationPort = 80;
        facts.tcpFlags = 2;
        to(facts, "198.51.100.7");
        from(facts, "192.168.87.20");
        return facts;
    }

    private static void from(PacketFacts facts, String address) {
        long bits = Ipv4Address.parse(address).bits() & 0xffff_ffffL;
        facts.addresses = bits << 32 | facts.addresses & 0xffff_ffffL;
    }

    private static void to(PacketFacts facts, String address) {
        long bits = Ipv4Address.parse(address).bits() & 0xffff_ffffL;
        facts.addresses = facts.addresses & 0xffff_ffff_0000_0000L | bits;
    }

    private static void icmp(PacketFacts facts, int type, int code) {
        facts.protocol = 1;
        facts.hasPorts = false;
        facts.tcpFlags = -1;
        facts.icmpType = type;
        facts.icmpCode = code;
    }

    private record Case(String match, boolean takes, Consumer<PacketFacts> change) {}

    private static Case takes(String match, Consumer<PacketFacts> change) {
        return new Case(match, true, change);
    }

    private static Case leaves(String match, Consumer<PacketFacts> change) {
        return new Case(match, false, change);
    }

    private static final List<Case> CASES =
            List.of(
                    takes("\"syn\": false", _ -> {}),
                    takes("\"from\": {\"zones\": [\"lan\", \"guest\"]}", _ -> {}),
                    leaves("\"from\": {\"zones\": [\"guest\"]}", _ -> {}),
                    takes("\"to\": {\"zones\": [\"wan\"]}", _ -> {}),
                    takes("\"to\": {\"zones\": [\"router\"]}", f -> f.toZone = Zone.ROUTER),
                    takes("\"from\": {\"networks\": [\"home\"]}", _ -> {}),
                    leaves("\"from\": {\"networks\": [\"!home\"]}", _ -> {}),
                    takes("\"from\": {\"networks\": [\"!home\"]}", f -> f.fromNetwork = 1),
                    takes("\"to\": {\"networks\": [\"!home\"]}", _ -> {}),
                    leaves("\"to\": {\"networks\": [\"visitors\"]}", _ -> {}),
                    takes("\"to\": {\"uplinks\": [\"internet\"]}", _ -> {}),
                    leaves("\"to\": {\"uplinks\": [\"internet\"]}", f -> f.uplink = 2),
                    leaves("\"to\": {\"uplinks\": [\"!internet\"]}", _ -> {}),
                    leaves("\"from\": {\"uplinks\": [\"internet\"]}", _ -> {}),
                    takes("\"from\": {\"addresses\": [\"nas\"]}", _ -> {}),
                    leaves("\"from\": {\"addresses\": [\"servers\"]}", _ -> {}),
                    takes(
                            "\"from\": {\"addresses\": [\"servers\"]}",
                            f -> from(f, "192.168.87.21")),
                    takes("\"from\": {\"addresses\": [\"!servers\"]}", _ -> {}),
                    leaves("\"to\": {\"addresses\": [\"!198.51.100.0/24\"]}", _ -> {}),
                    takes("\"to\": {\"addresses\": [\"198.51.100.1-198.51.100.7\"]}", _ -> {}),
                    leaves(
                            "\"to\": {\"addresses\": [\"198.51.100.1-198.51.100.7\"]}",
                            f -> to(f, "198.51.100.8")),
                    takes("\"to\": {\"ports\": [\"web\"]}", _ -> {}),
                    leaves("\"to\": {\"ports\": [\"web\", \"!80\"]}", _ -> {}),
                    takes("\"to\": {\"ports\": [\"!443\"]}", _ -> {}),
                    leaves("\"to\": {\"ports\": [\"!443\"]}", f -> f.hasPorts = false),
                    takes("\"from\": {\"ports\": [5000]}", _ -> {}),
                    takes("\"protocols\": [\"tcp\", \"udp\"]", _ -> {}),
                    leaves("\"protocols\": [\"!tcp\"]", _ -> {}),
                    takes("\"protocols\": [\"!tcp\", \"!udp\"]", f -> f.protocol = 47),
                    takes("\"icmp\": [\"echo-request\"]", f -> icmp(f, 8, 0)),
                    leaves("\"icmp\": [\"echo-request\"]", f -> icmp(f, 3, 4)),
                    takes("\"icmp\": [\"3/4\", 11]", f -> icmp(f, 3, 4)),
                    leaves("\"icmp\": [\"3/4\", 11]", f -> icmp(f, 3, 3)),
                    leaves("\"icmp\": [8]", _ -> {}),
                    takes("\"dscp\": 46", f -> f.tos = 46 << 2 | 1),
                    leaves("\"dscp\": 46", f -> f.tos = 45 << 2),
                    takes("\"tos\": {\"value\": 16, \"mask\": 30}", f -> f.tos = 16 | 0xe0),
                    leaves("\"fragments\": true", _ -> {}),
                    takes("\"fragments\": true", f -> f.fragment = true),
                    takes("\"syn\": true", _ -> {}),
                    leaves("\"syn\": true", f -> f.tcpFlags = 0x12),
                    takes("\"mark\": {\"value\": 5, \"mask\": 7}", f -> f.mark = 0xfd),
                    leaves("\"mark\": {\"value\": 5}", f -> f.mark = 4),
                    leaves("\"from\": {\"zones\": [\"lan\"]}", f -> f.toZone = Zone.ROUTER));

    @Test
    void rulesTakeWhatTheySay() {
        assertAll(
                CASES.stream()
                        .map(row ->
                                () -> {
                                    Firewall firewall =
                                            RuleFirewall.of(
                                                    settings(
                                                                    "\"rules\": [{\"id\": \"r\", \"verdict\": \"drop\", %s}]"
                                                                            .formatted(row.match()))
                                                            .rules());
                                    PacketFacts facts = packet();
                                    row.change().accept(facts);
                                    assertThat(firewall.id(firewall.peek(facts)).equals("r"))
                                            .as(row.match())
                                            .isEqualTo(row.takes());
                                }));
    }

    @Test
    void aRuleKeepsItsNameLimitScheduleAndCounters() {
        FirewallRule rule =
                settings(
                                """
                                "rules": [{"id": "r", "name": "A rule", "verdict": "reject",
                                  "enabled": false, "log": true, "schedule": "night",
                                  "limit": {"rate": 10, "per": "minute", "burst": 3}}]
                                """)
                        .rules()
                        .getFirst();
        assertThat(rule.name()).isEqualTo("A rule");
        assertThat(rule.enabled()).isFalse();
        assertThat(rule.log()).isTrue();
        assertThat(rule.slot()).isEqualTo("rule/r".length());
        assertThat(rule.limit().orElseThrow().per()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rule.schedule().orElseThrow().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    /** The old tutorial's own wish: masquerade what comes from A and goes to B, route the rest. */
    @Test
    void masqueradeWhatComesFromAandGoesToBandRouteTheRest() {
        Policies policies =
                Policies.of(
                        settings(
                                        """
                                        "policies": [
                                          {"id": "voice", "action": "mark", "dscp": 46,
                                           "set-mark": {"value": 5, "mask": 15}},
                                          {"id": "a-to-b", "action": "masquerade",
                                           "uplinks": ["internet"],
                                           "external-address": "203.0.113.9",
                                           "from": {"addresses": ["192.168.87.0/25"]},
                                           "to": {"addresses": ["198.51.100.0/24"]}},
                                          {"id": "rest", "action": "route"}]
                                        """)
                                .policies());
        PacketFacts facts = packet();
        facts.tos = 46 << 2;
        facts.mark = 0x30;
        int found = policies.find(facts);
        assertThat(policies.id(found)).isEqualTo("a-to-b");
        assertThat(policies.action(found)).isEqualTo(PolicyAction.MASQUERADE);
        assertThat(policies.externalAddress(found))
                .isEqualTo(Ipv4Address.parse("203.0.113.9").bits());
        assertThat(policies.uplink(found, facts, _ -> true, false)).isEqualTo(3);
        assertThat(facts.mark).isEqualTo(0x35);
        from(facts, "192.168.87.200");
        assertThat(policies.id(policies.find(facts))).isEqualTo("rest");
    }

    @Test
    void oneToOneKnowsItsUplinkAndCountsByItsAddress() {
        Config config =
                config(
                        """
                        "nat": {"one-to-one": [
                          {"external": "203.0.113.16/29", "internal": "192.168.87.16/29"}]}
                        """);
        RuleSettings settings = new RuleSettings(config, UPLINKS, String::length);
        Policies policies = Policies.of(List.of(), settings.oneToOne());
        int pair = policies.oneToOneTo(3, Ipv4Address.parse("203.0.113.18").bits());
        assertThat(pair).isNotEqualTo(Policies.NONE);
        assertThat(policies.oneToOne(pair).internalFor(Ipv4Address.parse("203.0.113.18").bits()))
                .isEqualTo(Ipv4Address.parse("192.168.87.18").bits());
        assertThat(RuleSettings.slotNames(config))
                .contains("policy/one-to-one-203.0.113.16/29", "default-service-0-tcp-53")
                .containsAll(settings.services().stream().map(FirewallRule::id).toList());
    }

    @Test
    void forwardsKnowTheirTargetsAndWhoMayCome() {
        Config config =
                config(
                        """
                        "forwards": [
                          {"id": "web", "ports": "8000-8010", "protocols": ["tcp"],
                           "uplinks": ["internet"], "addresses": ["203.0.113.9"],
                           "sources": ["198.51.100.0-198.51.100.130", "!198.51.100.0/25"],
                           "targets": [{"host": "nas", "ports": "80-90", "weight": 3},
                                       {"host": "192.168.88.9", "limit": 7}],
                           "scheduler": "lc", "hairpin": false},
                          {"id": "off", "ports": 1, "targets": [{"host": "nas"}],
                           "enabled": false},
                          {"id": "game", "kind": "trigger", "ports": "6000-6010",
                           "trigger": {"ports": 6667, "lifetime": "5m"}},
                          {"id": "rest", "kind": "exposed-host", "targets": [{"host": "nas"}]}]
                        """);
        List<ForwardRule> rules = new PortForwardSettings(config, UPLINKS, String::length).rules();
        assertThat(rules).extracting(ForwardRule::id).containsExactly("web", "game", "rest");
        ForwardRule web = rules.getFirst();
        assertThat(web.slot()).isEqualTo("forward/web".length());
        assertThat(web.scheduling()).isEqualTo(Scheduling.LC);
        assertThat(web.hairpin()).isFalse();
        assertThat(web.targets())
                .containsExactly(
                        new ForwardTarget(Ipv4Address.parse("192.168.87.20"), 80, 3, 0),
                        new ForwardTarget(Ipv4Address.parse("192.168.88.9"), 0, 1, 7));
        assertThat(web.match())
                .isEqualTo(
                        new ForwardMatch(
                                Set.of(3),
                                Set.of(Ipv4Address.parse("203.0.113.9").bits()),
                                Set.of(6),
                                new PortRange(8000, 8010),
                                List.of(
                                        Ipv4Prefix.parse("198.51.100.128/31"),
                                        Ipv4Prefix.parse("198.51.100.130/32")),
                                0,
                                0));
        assertThat(rules.get(1).trigger().orElseThrow().lifetime())
                .isEqualTo(Duration.ofMinutes(5));
        assertThat(rules.get(2).match().protocols()).isEmpty();
    }

    @Test
    void translationBehavesAsChosen() {
        assertThat(settings("\"nat\": {}").behaviour()).isEqualTo(NatBehaviour.STANDARD);
        NatBehaviour chosen =
                settings(
                                """
                                "nat": {"port-selection": "random", "port-budget": 4096,
                                  "host-ports": 99, "filtering": {"udp": "endpoint-independent"}}
                                """)
                        .behaviour();
        assertThat(chosen)
                .isEqualTo(
                        new NatBehaviour(
                                PortSelection.RANDOM,
                                Filtering.ENDPOINT_INDEPENDENT,
                                Filtering.ADDRESS_DEPENDENT,
                                4096,
                                99));
    }

    @Test
    void furtherAddressesAreThoseListedAndThoseTranslatedOneToOne() {
        Config config =
                config(
                        """
                        "nat": {"one-to-one": [
                          {"external": "203.0.113.16/31", "internal": "192.168.87.16/31"}]}
                        """);
        assertThat(RuleSettings.furtherAddresses(config, "internet"))
                .extracting(Ipv4Address::toString)
                .containsExactly("203.0.113.9", "203.0.113.16", "203.0.113.17");
        assertThat(RuleSettings.furtherAddresses(config, "other")).isEmpty();
    }

    @Test
    void everyRangeBecomesTheFewestPrefixes() {
        record Row(RangeSet range, String prefixes) {}
        for (Row row :
                List.of(
                        new Row(RangeSet.ANY, "[0.0.0.0/0]"),
                        new Row(RangeSet.NONE, "[]"),
                        new Row(RangeSet.of(-1), "[255.255.255.255/32]"),
                        new Row(RangeSet.addresses("10.0.0.0/8"), "[10.0.0.0/8]"),
                        new Row(
                                RangeSet.range(0x0a000001, 0x0a000006),
                                "[10.0.0.1/32, 10.0.0.2/31, 10.0.0.4/31, 10.0.0.6/32]"))) {
            assertThat(PortForwardSettings.prefixes(row.range())).hasToString(row.prefixes());
        }
    }

    @Test
    void aRuleThatNamesTheRouterOpensAndClosesItsServices() {
        Config config =
                config(
                        """
                        "rules": [
                          {"id": "no-dns", "verdict": "drop", "protocols": ["udp", "tcp"],
                           "from": {"networks": ["visitors"]},
                           "to": {"zones": ["router"], "ports": [53]}},
                          {"id": "ssh", "verdict": "accept", "protocols": ["tcp"],
                           "from": {"networks": ["home"]},
                           "to": {"zones": ["router"], "ports": [22]}},
                          {"id": "no-mail", "verdict": "drop",
                           "from": {"addresses": ["nas"]}}]
                        """);
        InputMap home = Settings.input(config, config.networks().get(0));
        InputMap visitors = Settings.input(config, config.networks().get(1));
        InputMap offered = Settings.offered(config, config.networks().get(0));
        assertThat(home).isEqualTo(offered.tcp(22));
        assertThat(visitors.services()).doesNotContain(new InputMap.Service(17, 53));
        assertThat(visitors.services()).contains(new InputMap.Service(17, 67));
        RuleSettings settings = new RuleSettings(config, UPLINKS, String::length);
        Firewall firewall = RuleFirewall.of(settings.rules());
        PacketFacts facts = packet();
        facts.toZone = Zone.ROUTER;
        facts.destinationPort = 53;
        assertThat(firewall.id(firewall.peek(facts))).isEqualTo("default-service-0-tcp-53");
    }

    @Test
    void uplinksMayShareByWeight() {
        PolicyWay way =
                settings(
                                """
                                "policies": [{"id": "p", "action": "masquerade",
                                  "uplinks": ["internet"], "weights": [3], "scheduler": "lblcr"}]
                                """)
                        .policies()
                        .getFirst()
                        .way();
        assertThat(way.choice())
                .isEqualTo(new UplinkChoice(List.of(3), List.of(3), Optional.of(Scheduling.LBLCR)));
    }

    /** Places of what is in force are kept, those of what is gone given back. */
    @Test
    void applyingTheSameRulesAgainKeepsTheirCounters() {
        RuleCounters counters = new RuleCounters();
        RuleSlots slots = new RuleSlots(counters);
        Config config = config("\"rules\": [{\"id\": \"r\", \"verdict\": \"drop\"}]");
        for (int round = 0; round < 2; round++) {
            for (FirewallRule rule : new RuleSettings(config, UPLINKS, slots::slot).rules()) {
                counters.count(rule.slot(), 60);
            }
            slots.keepOnly(RuleSettings.slotNames(config));
        }
        for (FirewallRule rule : new RuleSettings(config, UPLINKS, slots::slot).rules()) {
            assertThat(counters.packets(rule.slot())).as(rule.id()).isEqualTo(2);
        }
    }

    @Test
    void aTrialComesFromSomewhereOnTheInternet() {
        record Row(RangeSet allowed, String from) {}
        for (Row row :
                List.of(
                        new Row(RangeSet.ANY, "9.9.9.9"),
                        new Row(RangeSet.addresses("9.0.0.0/8").except(), "1.0.0.0"),
                        new Row(RangeSet.addresses("126.0.0.0/7"), "126.0.0.0"),
                        new Row(RangeSet.addresses("192.0.2.0/23"), "192.0.3.0"),
                        new Row(RangeSet.addresses("10.1.2.3"), "10.1.2.3"),
                        new Row(RangeSet.addresses("198.51.100.0/24", "200.8.8.8"), "200.8.8.8"))) {
            assertThat(ForwardTrial.stranger(row.allowed())).hasToString(row.from());
        }
    }
}
