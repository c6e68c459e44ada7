package bauta;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.admin.traffic.ForwardView;
import bauta.control.admin.traffic.RuleView;
import bauta.engine.RuleCounters;
import bauta.engine.RuleSlots;
import bauta.link.InputMap;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules as people list them. */
class TrafficViewsTest {
    private final RuleCounters counters = new RuleCounters();
    private final RuleSlots slots = new RuleSlots(counters);

    private final Map<String, InputMap.Taken> kernel = new HashMap<>();

    private String now = "2026-11-22T12:00:00Z";

    private TrafficViews views(String keys) {
        return new TrafficViews(
                RuleSettingsTest.config(keys),
                new TrafficViews.Counts(counters, slots, () -> kernel),
                Instant.parse(now).toEpochMilli());
    }

    private static String line(RuleView view) {
        return String.join(
                "|",
                view.id(),
                view.target(),
                view.protocols(),
                view.source(),
                view.destination(),
                view.options());
    }

    @Test
    void rulesAreListedAsTheyWereWrittenAndTheStandingOnesFollow() {
        List<RuleView> rules =
                views(
                                """
                                "rules": [
                                  {"id": "mail", "verdict": "reject", "protocols": ["tcp"],
                                   "from": {"networks": ["!home"], "addresses": ["!nas"]},
                                   "to": {"zones": ["wan"], "ports": [25, "8000-8010", "!8005"]},
                                   "syn": true, "log": true, "schedule": "night",
                                   "limit": {"rate": 3, "per": "minute"}},
                                  {"id": "ping", "verdict": "accept", "enabled": false,
                                   "icmp": ["echo-request", "3/4"], "dscp": 46}]
                                """)
                        .rules();
        assertThat(line(rules.get(0)))
                .isEqualTo(
                        "mail|REJECT|tcp|!home !nas|wan:25,8000-8010,!8005|syn limit 3/60s burst 5"
                                + " schedule night log");
        assertThat(line(rules.get(1)))
                .isEqualTo("ping|ACCEPT|all|anywhere|anywhere|icmp 8,3/4 tos 0xb8/0xfc");
        assertThat(rules.get(1).enabled()).isFalse();
        assertThat(rules.subList(2, rules.size())).isNotEmpty().allMatch(RuleView::standing);
        assertThat(rules).extracting(RuleView::id).contains("default-wan-to-router-drop");
        assertThat(rules.stream().map(TrafficViewsTest::line))
                .contains(
                        "default-service-0-udp-53|ACCEPT|udp|home|router:53|",
                        "default-service-1-icmp-8|ACCEPT|icmp|visitors|router icmp 8|");
    }

    @Test
    void countersBelongToTheirRule() {
        counters.count(slots.slot("rule/mail"), 60);
        counters.count(slots.slot("rule/mail"), 40);
        counters.count(slots.slot("policy/mail"), 7);
        RuleView rule =
                views("\"rules\": [{\"id\": \"mail\", \"verdict\": \"drop\"}]").rules().getFirst();
        assertThat(rule.packets()).isEqualTo(2);
        assertThat(rule.bytes()).isEqualTo(100);
    }

    /** What the input map lets through never meets the router's own counters. */
    @Test
    void whatTheKernelTookIsCountedForTheRuleThatLetsIt() {
        counters.count(slots.slot("rule/ssh"), 60);
        kernel.put("ssh", new InputMap.Taken(3, 180));
        kernel.put("default-service-0-udp-53", new InputMap.Taken(2, 140));
        List<RuleView> rules =
                views(
                                """
                                "rules": [{"id": "ssh", "verdict": "accept", "protocols": ["tcp"],
                                  "to": {"zones": ["router"], "ports": [22]}}]
                                """)
                        .rules();
        assertThat(rules)
                .filteredOn(rule -> rule.packets() > 0)
                .extracting(rule -> rule.id() + " " + rule.packets() + " " + rule.bytes())
                .containsExactly("ssh 4 240", "default-service-0-udp-53 2 140");
    }

    @Test
    void aRuleOutsideItsHoursIsMarked() {
        String keys =
                """
                "rules": [{"id": "a", "verdict": "drop", "schedule": "night"},
                  {"id": "b", "verdict": "drop", "enabled": false},
                  {"id": "c", "verdict": "drop"}]
                """;
        record Row(String now, List<Boolean> inForce) {}
        for (Row row :
                List.of(
                        new Row("2026-11-23T11:59:59Z", List.of(false, false, true)),
                        new Row("2026-11-23T12:00:00Z", List.of(true, false, true)))) {
            now = row.now();
            assertThat(views(keys).rules().subList(0, 3))
                    .as(row.now())
                    .extracting(RuleView::inForce)
                    .isEqualTo(row.inForce());
        }
    }

    @Test
    void policiesSayWhatTheyDo() {
        List<RuleView> policies =
                views(
                                """
                                "policies": [
                                  {"id": "a", "action": "masquerade", "uplinks": ["internet"],
                                   "external-address": "203.0.113.9"},
                                  {"id": "b", "action": "mark", "set-mark": {"value": 5}}],
                                "nat": {"one-to-one": [
                                  {"external": "203.0.113.16/31", "internal": "192.168.87.16/31"}]}
                                """)
                        .policies();
        assertThat(policies.stream().map(TrafficViewsTest::line))
                .containsExactly(
                        "a|MASQUERADE|all|anywhere|anywhere|by internet as 203.0.113.9",
                        "b|MARK|all|anywhere|anywhere|set-mark 0x5/0xffffffff",
                        "one-to-one-203.0.113.16/31|ONE-TO-ONE|all|192.168.87.16/31|anywhere|as"
                                + " 203.0.113.16/31");
    }

    @Test
    void forwardsSayWhereTheyLead() {
        List<ForwardView> forwards =
                views(
                                """
                                "forwards": [
                                  {"id": "web", "ports": 8080, "protocols": ["tcp"],
                                   "sources": ["198.51.100.0/24"],
                                   "targets": [{"host": "nas", "ports": 80}]},
                                  {"id": "irc", "kind": "trigger", "ports": "113",
                                   "trigger": {"ports": 6667}},
                                  {"id": "rest", "kind": "exposed-host",
                                   "targets": [{"host": "192.168.87.9"}]}]
                                """)
                        .forwards();
        assertThat(forwards.get(0).external()).isEqualTo("any:8080");
        assertThat(forwards.get(0).sources()).isEqualTo("198.51.100.0-198.51.100.255");
        assertThat(forwards.get(0).targets())
                .containsExactly(new ForwardView.Target("nas", "192.168.87.20", "80", 1));
        assertThat(forwards.get(1).external()).isEqualTo("any:113 opened by :6667");
        assertThat(forwards.get(2).protocols()).isEqualTo("all");
    }
}
