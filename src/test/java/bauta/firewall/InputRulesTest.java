package bauta.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.link.InputMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputRulesTest {
    private static final InputRules.From LAN = new InputRules.From(Zone.LAN, 0);
    private static final InputMap OFFERED = InputMap.none().ping().udp(53).tcp(53).tcp(443);
    private static final Match TO_ROUTER = Match.ANY.to(Zone.ROUTER);

    private record Case(String name, InputMap want, List<FirewallRule> rules) {
        Case(String name, InputMap want, FirewallRule... rules) {
            this(name, want, List.of(rules));
        }
    }

    private static Match service(int protocol, RangeSet ports) {
        return TO_ROUTER
                .with(Field.PROTOCOL, RangeSet.of(protocol))
                .with(Field.DESTINATION_PORT, ports);
    }

    private static FirewallRule accept(Match match) {
        return new FirewallRule("r", match, Verdict.ACCEPT, 40);
    }

    private static FirewallRule drop(Match match) {
        return new FirewallRule("r", match, Verdict.DROP, 40);
    }

    private static FirewallRule special(boolean enabled, boolean limit, boolean log) {
        Optional<RateLimit> some =
                limit ? Optional.of(new RateLimit(1, Duration.ofSeconds(1), 1)) : Optional.empty();
        return new FirewallRule(
                "r",
                "",
                enabled,
                service(6, RangeSet.of(22)),
                Verdict.ACCEPT,
                some,
                Optional.empty(),
                log,
                40);
    }

    private static RangeSet host() {
        return RangeSet.addresses("192.168.87.5");
    }

    private static List<Case> cases() {
        RangeSet ssh = RangeSet.of(22);
        return List.of(
                new Case("no rules", OFFERED),
                new Case("a new service", OFFERED.tcp(22), accept(service(6, ssh))),
                new Case(
                        "from one host only",
                        OFFERED,
                        accept(service(6, ssh).with(Field.SOURCE, host()))),
                new Case("with a limit", OFFERED, special(true, true, false)),
                new Case("with a log", OFFERED, special(true, false, true)),
                new Case("switched off", OFFERED, special(false, false, false)),
                new Case("plain", OFFERED.tcp(22), special(true, false, false)),
                new Case("for another zone", OFFERED, accept(service(6, ssh).from(Zone.GUEST))),
                new Case(
                        "for another network",
                        OFFERED,
                        drop(TO_ROUTER.with(Field.FROM_NETWORK, RangeSet.of(1)))),
                new Case(
                        "an offered service closed",
                        InputMap.none().ping().udp(53).tcp(53),
                        drop(service(6, RangeSet.of(443)))),
                new Case(
                        "closed to one host: all are judged",
                        InputMap.none().ping().udp(53).tcp(53),
                        drop(service(6, RangeSet.of(443)).with(Field.SOURCE, host()))),
                new Case(
                        "by mark: all are judged",
                        InputMap.none().ping().udp(53).tcp(53),
                        drop(service(6, RangeSet.of(443)).mark(1, 1))),
                new Case("opened by mark", OFFERED, accept(service(6, ssh).mark(1, 1))),
                new Case("everything closed", InputMap.none(), drop(TO_ROUTER)),
                new Case(
                        "everything from inside closed",
                        InputMap.none(),
                        drop(Match.ANY.from(Zone.LAN))),
                new Case(
                        "one opened before all are closed",
                        InputMap.none().tcp(22),
                        accept(service(6, ssh)),
                        drop(TO_ROUTER)),
                new Case(
                        "one closed before it is opened",
                        OFFERED,
                        drop(service(6, ssh)),
                        accept(service(6, ssh))),
                new Case("rules about the WAN", OFFERED, drop(Match.ANY.to(Zone.WAN))),
                new Case(
                        "TCP closed",
                        InputMap.none().ping().udp(53),
                        drop(TO_ROUTER.with(Field.PROTOCOL, RangeSet.of(6)))),
                new Case(
                        "ping closed",
                        InputMap.none().udp(53).tcp(53).tcp(443),
                        drop(TO_ROUTER.with(Field.ICMP, Match.icmpType(8)))),
                new Case(
                        "a wide range is judged",
                        OFFERED,
                        accept(service(6, RangeSet.range(1000, 9000)))),
                new Case(
                        "a narrow range",
                        OFFERED.udp(7000).udp(7001),
                        accept(service(17, RangeSet.range(7000, 7001)))));
    }

    @Test
    void onlyWhatNothingIsAskedAboutGoesToTheKernel() {
        for (Case row : cases()) {
            InputRules.Parted parted = new InputRules(row.rules).part(LAN, OFFERED, id -> 50);
            assertThat(parted.map()).as(row.name).isEqualTo(row.want);
            agree(row, parted);
        }
    }

    /** What the map lets through the firewall would let through as well. */
    private static void agree(Case row, InputRules.Parted parted) {
        Firewall firewall =
                RuleFirewall.of(
                        Stream.concat(row.rules.stream(), parted.standing().stream()).toList());
        for (String source : List.of("192.168.87.5", "192.168.87.6")) {
            for (InputMap.Service service : parted.map().services()) {
                Question asked = new Question(source, "192.168.87.1").zones(Zone.LAN, Zone.ROUTER);
                switch (service.protocol()) {
                    case 1 -> asked.icmp(service.port());
                    case 6 -> asked.tcp(service.port());
                    default -> asked.udp(service.port());
                }
                assertThat(firewall.verdict(firewall.judge(asked.facts)))
                        .as(row.name + " " + service)
                        .isEqualTo(Verdict.ACCEPT);
            }
        }
    }

    @Test
    void everyServiceSaysWhichRuleOpensIt() {
        InputRules.Parted parted =
                new InputRules(List.of(accept(service(6, RangeSet.of(22, 443)))))
                        .part(LAN, OFFERED, id -> 50);
        assertThat(parted.openers())
                .containsOnly(
                        Map.entry(new InputMap.Service(6, 22), "r"),
                        Map.entry(new InputMap.Service(6, 443), "r"),
                        Map.entry(new InputMap.Service(6, 53), "default-service-0-tcp-53"),
                        Map.entry(new InputMap.Service(17, 53), "default-service-0-udp-53"),
                        Map.entry(new InputMap.Service(1, 8), "default-service-0-icmp-8"));
    }

    /**
     * Its sockets see frames of their network alone: what the firewall delivers never gets there.
     */
    @Test
    void conditionsLeaveDhcpAlone() {
        InputMap dhcp = InputMap.none().udp(67).udp(68);
        FirewallRule host = drop(TO_ROUTER.with(Field.SOURCE, host()));
        FirewallRule all = drop(TO_ROUTER);
        assertThat(new InputRules(List.of(host)).part(LAN, dhcp, id -> 50).map()).isEqualTo(dhcp);
        assertThat(new InputRules(List.of(host, all)).part(LAN, dhcp, id -> 50).map())
                .isEqualTo(InputMap.none());
    }

    @Test
    void whatIsOfferedIsKnownToTheFirewallAfterEveryRule() {
        FirewallRule closed = drop(service(6, RangeSet.of(443)).with(Field.SOURCE, host()));
        List<FirewallRule> standing =
                new InputRules(List.of(closed)).part(LAN, OFFERED, id -> 50).standing();
        assertThat(standing)
                .extracting(FirewallRule::id)
                .containsExactly(
                        "default-service-0-icmp-8",
                        "default-service-0-tcp-53",
                        "default-service-0-tcp-443",
                        "default-service-0-udp-53");
    }

    @Test
    void moreServicesThanFitAreLeftToTheFirewall() {
        FirewallRule[] rules = new FirewallRule[300];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = accept(service(17, RangeSet.of(20_000 + i)));
        }
        InputRules.Parted parted = new InputRules(List.of(rules)).part(LAN, OFFERED, id -> 50);
        assertThat(parted.map().services()).hasSize(InputMap.MAX_SERVICES);
    }
}
