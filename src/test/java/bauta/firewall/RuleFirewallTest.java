package bauta.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.RuleSlots;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleFirewallTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 77 * SECOND;
    private static final Match TCP = Match.ANY.with(Field.PROTOCOL, RangeSet.of(6));

    private record Standing(Zone from, Zone to, Verdict verdict, DropReason reason, String id) {}

    private static final List<Standing> STANDING =
            List.of(
                    standing(Zone.LAN, Zone.WAN, Verdict.ACCEPT, DropReason.NONE, "lan-to-wan"),
                    standing(Zone.LAN, Zone.LAN, Verdict.ACCEPT, DropReason.NONE, "lan-to-lan"),
                    standing(Zone.LAN, Zone.GUEST, Verdict.REJECT, rule(), "to-guest-reject"),
                    standing(Zone.LAN, Zone.ROUTER, Verdict.REJECT, closed(), "to-router-reject"),
                    standing(Zone.GUEST, Zone.WAN, Verdict.ACCEPT, DropReason.NONE, "guest-to-wan"),
                    standing(Zone.GUEST, Zone.LAN, Verdict.REJECT, rule(), "guest-reject"),
                    standing(Zone.GUEST, Zone.GUEST, Verdict.REJECT, rule(), "guest-reject"),
                    standing(Zone.GUEST, Zone.ROUTER, Verdict.REJECT, closed(), "to-router-reject"),
                    standing(
                            Zone.ROUTER,
                            Zone.WAN,
                            Verdict.ACCEPT,
                            DropReason.NONE,
                            "router-to-wan"),
                    standing(Zone.ROUTER, Zone.LAN, Verdict.REJECT, rule(), "reject"),
                    standing(Zone.ROUTER, Zone.GUEST, Verdict.REJECT, rule(), "reject"),
                    standing(Zone.ROUTER, Zone.ROUTER, Verdict.REJECT, rule(), "reject"),
                    standing(Zone.WAN, Zone.LAN, Verdict.DROP, rule(), "wan-drop"),
                    standing(Zone.WAN, Zone.GUEST, Verdict.DROP, rule(), "wan-drop"),
                    standing(Zone.WAN, Zone.WAN, Verdict.DROP, rule(), "wan-drop"),
                    standing(
                            Zone.WAN,
                            Zone.ROUTER,
                            Verdict.DROP,
                            DropReason.INBOUND_TO_ROUTER,
                            "wan-to-router-drop"));

    private static Standing standing(
            Zone from, Zone to, Verdict verdict, DropReason reason, String id) {
        return new Standing(from, to, verdict, reason, "default-" + id);
    }

    private static DropReason rule() {
        return DropReason.FIREWALL_RULE;
    }

    private static DropReason closed() {
        return DropReason.ROUTER_SERVICE_CLOSED;
    }

    @Test
    void withoutRulesTheZonesDecide() {
        Firewall firewall = Firewall.defaultDeny();
        assertThat(STANDING).hasSize(Zone.values().length * Zone.values().length);
        for (Standing row : STANDING) {
            PacketFacts facts = question().zones(row.from, row.to).facts;
            int judgement = firewall.judge(facts);
            assertThat(firewall.verdict(judgement)).as(row.toString()).isEqualTo(row.verdict);
            assertThat(firewall.reason(judgement)).as(row.toString()).isEqualTo(row.reason);
            assertThat(firewall.id(judgement)).isEqualTo(row.id);
            assertThat(firewall.standing(judgement)).isTrue();
            assertThat(firewall.peek(facts)).isEqualTo(judgement);
            assertThat(firewall.slot(judgement)).isBetween(RuleSlots.FIRST_STANDING, 31);
        }
    }

    private static Question question() {
        return new Question("192.168.87.100", "198.51.100.7").at(NOW);
    }

    private static FirewallRule rule(String id, Match match, Verdict verdict) {
        return new FirewallRule(id, match, verdict, id.hashCode() & 0xff | 0x100);
    }

    private static FirewallRule limited(RateLimit limit) {
        return limited(limit, Verdict.ACCEPT);
    }

    private static FirewallRule limited(RateLimit limit, Verdict verdict) {
        return new FirewallRule(
                "slow",
                "slow",
                true,
                TCP,
                verdict,
                Optional.of(limit),
                Optional.empty(),
                false,
                400);
    }

    private static FirewallRule scheduled(Schedule schedule) {
        return new FirewallRule(
                "night",
                "",
                true,
                TCP,
                Verdict.DROP,
                Optional.empty(),
                Optional.of(schedule),
                false,
                500);
    }

    private static FirewallRule logged(String id, Match match) {
        return new FirewallRule(
                id, "", true, match, Verdict.REJECT, Optional.empty(), Optional.empty(), true, 600);
    }

    @Test
    void theFirstRuleThatTakesThePacketDecides() {
        FirewallRule off =
                new FirewallRule(
                        "off",
                        "",
                        false,
                        Match.ANY,
                        Verdict.DROP,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        7);
        FirewallRule web =
                rule("web", TCP.with(Field.DESTINATION_PORT, RangeSet.of(80)), Verdict.REJECT);
        FirewallRule tcp = rule("tcp", TCP, Verdict.ACCEPT);
        Firewall firewall =
                RuleFirewall.of(List.of(off, web, tcp, rule("all", Match.ANY, Verdict.DROP)));

        expect(firewall, question().tcp(80), "web", Verdict.REJECT, DropReason.FIREWALL_RULE);
        expect(firewall, question().tcp(81), "tcp", Verdict.ACCEPT, DropReason.NONE);
        expect(firewall, question().udp(80), "all", Verdict.DROP, DropReason.FIREWALL_RULE);
        assertThat(firewall.slot(firewall.judge(question().tcp(80).facts))).isEqualTo(web.slot());
    }

    private static void expect(
            Firewall firewall, Question asked, String id, Verdict verdict, DropReason reason) {
        int judgement = firewall.judge(asked.facts);
        assertThat(firewall.id(judgement)).isEqualTo(id);
        assertThat(firewall.verdict(judgement)).isEqualTo(verdict);
        assertThat(firewall.reason(judgement)).isEqualTo(reason);
        assertThat(firewall.standing(judgement)).isFalse();
    }

    @Test
    void overItsLimitARuleDoesNotFit() {
        RateLimit limit = new RateLimit(6, Duration.ofMinutes(1), 2);
        Firewall firewall =
                RuleFirewall.of(List.of(limited(limit), rule("rest", Match.ANY, Verdict.DROP)));
        expect(firewall, question(), "slow", Verdict.ACCEPT, DropReason.NONE);
        for (int i = 0; i < 5; i++) {
            assertThat(firewall.verdict(firewall.peek(question().facts))).isEqualTo(Verdict.ACCEPT);
        }
        expect(firewall, question(), "slow", Verdict.ACCEPT, DropReason.NONE);
        expect(firewall, question(), "rest", Verdict.DROP, DropReason.FIREWALL_RATE_LIMIT);
        int over = firewall.peek(question().facts);
        assertThat(firewall.reason(over)).isEqualTo(DropReason.FIREWALL_RATE_LIMIT);
        assertThat(firewall.passedOver(over)).contains("slow");
        Question later = question().at(NOW + 10 * SECOND);
        expect(firewall, later, "slow", Verdict.ACCEPT, DropReason.NONE);
        expect(firewall, later, "rest", Verdict.DROP, DropReason.FIREWALL_RATE_LIMIT);
    }

    /** As in ipchains and netfilter: the packet goes on, down to the standing rules. */
    @Test
    void whatIsOverALimitGoesOnToTheNextRule() {
        RateLimit limit = new RateLimit(1, Duration.ofSeconds(1), 1);
        FirewallRule log = rule("all-lan", Match.ANY.from(Zone.LAN), Verdict.ACCEPT);
        Firewall firewall =
                RuleFirewall.of(List.of(limited(limit, Verdict.REJECT), limited(limit), log));
        expect(firewall, question(), "slow", Verdict.REJECT, DropReason.FIREWALL_RULE);
        expect(firewall, question(), "slow", Verdict.ACCEPT, DropReason.NONE);
        expect(firewall, question(), "all-lan", Verdict.ACCEPT, DropReason.NONE);
        int inbound = firewall.judge(question().zones(Zone.WAN, Zone.ROUTER).facts);
        assertThat(firewall.standing(inbound)).isTrue();
        assertThat(firewall.id(inbound)).isEqualTo("default-wan-to-router-drop");
        assertThat(firewall.verdict(inbound)).isEqualTo(Verdict.DROP);
        assertThat(firewall.reason(inbound)).isEqualTo(DropReason.FIREWALL_RATE_LIMIT);
        assertThat(firewall.slot(inbound)).isLessThan(32);
    }

    @Test
    void limitsThatRefuseAndAreUsedUpLeaveNoTrace() {
        RateLimit limit = new RateLimit(1, Duration.ofSeconds(1), 1);
        Firewall firewall =
                RuleFirewall.of(
                        List.of(
                                limited(limit, Verdict.REJECT),
                                rule("rest", Match.ANY, Verdict.DROP)));
        expect(firewall, question(), "slow", Verdict.REJECT, DropReason.FIREWALL_RULE);
        expect(firewall, question(), "rest", Verdict.DROP, DropReason.FIREWALL_RULE);
    }

    /** What runs already neither uses a limit up nor ends by it. */
    @Test
    void limitsDoNotMatterToWhatRuns() {
        RateLimit limit = new RateLimit(1, Duration.ofSeconds(1), 1);
        FirewallRule rest = rule("rest", Match.ANY, Verdict.DROP);
        Firewall accepts = RuleFirewall.of(List.of(limited(limit), rest));
        Firewall refuses =
                RuleFirewall.of(
                        List.of(
                                limited(limit, Verdict.REJECT),
                                rule("open", Match.ANY, Verdict.ACCEPT)));
        for (int i = 0; i < 3; i++) {
            assertThat(accepts.id(accepts.review(question().facts))).isEqualTo("slow");
            assertThat(refuses.id(refuses.review(question().facts))).isEqualTo("open");
            accepts.judge(question().facts);
            refuses.judge(question().facts);
        }
    }

    @Test
    void theLongestLimitDoesNotOverflow() {
        RateLimit limit = new RateLimit(1, Duration.ofDays(1), 1_000_000);
        Firewall firewall =
                RuleFirewall.of(List.of(limited(limit), rule("rest", Match.ANY, Verdict.DROP)));
        for (int i = 0; i < 365; i++) {
            expect(firewall, question(), "slow", Verdict.ACCEPT, DropReason.NONE);
        }
        expect(firewall, question(), "rest", Verdict.DROP, DropReason.FIREWALL_RATE_LIMIT);
    }

    @Test
    void aScheduleComesAndGoes() {
        Schedule schedule =
                new Schedule(
                        Set.of(DayOfWeek.values()),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0),
                        ZoneOffset.UTC);
        Firewall firewall = RuleFirewall.of(List.of(scheduled(schedule)));
        assertThat(firewall.id(firewall.judge(question().facts))).isEqualTo("default-lan-to-wan");
        assertThat(firewall.tick(NOW, wall("2026-11-22T21:59:59Z"))).isFalse();
        assertThat(firewall.id(firewall.judge(question().facts))).isEqualTo("default-lan-to-wan");
        assertThat(firewall.tick(NOW, wall("2026-11-22T22:00:00Z"))).isTrue();
        assertThat(firewall.tick(NOW, wall("2026-11-22T22:00:01Z"))).isFalse();
        assertThat(firewall.id(firewall.judge(question().facts))).isEqualTo("night");
        assertThat(firewall.tick(NOW, wall("2026-11-23T06:00:00Z"))).isTrue();
        assertThat(firewall.id(firewall.judge(question().facts))).isEqualTo("default-lan-to-wan");
    }

    private static long wall(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    @Test
    void theLogFoldsWhatARuleDecidesOften() {
        List<LoggedHits> lines = new ArrayList<>();
        Firewall firewall = RuleFirewall.of(List.of(logged("web", TCP)), lines::add);
        for (int i = 0; i < 1000; i++) {
            firewall.judge(question().tcp(i).facts);
            firewall.peek(question().facts);
        }
        assertThat(lines).isEmpty();
        firewall.tick(NOW, 0);
        firewall.tick(NOW, 0);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().hits()).isEqualTo(1000);
        assertThat(lines.getFirst().port()).isEqualTo(999);
        assertThat(lines.getFirst().source()).hasToString("192.168.87.100");
        firewall.judge(question().icmp(8).facts);
        firewall.judge(question().tcp(5).facts);
        firewall.tick(NOW + 59 * SECOND, 0);
        assertThat(lines).hasSize(1);
        firewall.tick(NOW + 60 * SECOND, 0);
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast().hits()).isEqualTo(1);
    }

    @Test
    void theBookKeepsTheLatestLinesAndWhenTheyCame() {
        RuleLogBook book = new RuleLogBook();
        Firewall firewall = RuleFirewall.of(List.of(logged("web", TCP)), book);
        for (int i = 0; i <= RuleLogBook.MOST_LINES; i++) {
            firewall.judge(question().tcp(i).facts);
            firewall.tick(NOW + 60L * i * SECOND, 1_000L * i);
        }
        assertThat(book.lines()).hasSize(RuleLogBook.MOST_LINES);
        assertThat(book.lines().getFirst().wallMillis()).isEqualTo(1_000);
        assertThat(book.lines().getLast().port()).isEqualTo(RuleLogBook.MOST_LINES);
    }

    @Test
    void aNewSetGoesOnWithWhatTheOldOneCounted() {
        RateLimit limit = new RateLimit(1, Duration.ofMinutes(1), 1);
        Firewall before = RuleFirewall.of(List.of(limited(limit)));
        expect(before, question(), "slow", Verdict.ACCEPT, DropReason.NONE);
        Firewall same =
                RuleFirewall.of(
                        List.of(
                                rule("new", Match.ANY.mark(1, 1), Verdict.DROP),
                                limited(limit),
                                rule("rest", Match.ANY, Verdict.DROP)));
        same.follows(before);
        expect(same, question(), "rest", Verdict.DROP, DropReason.FIREWALL_RATE_LIMIT);
        Firewall other =
                RuleFirewall.of(List.of(limited(new RateLimit(2, Duration.ofMinutes(1), 1))));
        other.follows(same);
        expect(other, question(), "slow", Verdict.ACCEPT, DropReason.NONE);
    }

    @Test
    void theLogOfANewSetTellsWhatTheOldOneOwes() {
        List<LoggedHits> lines = new ArrayList<>();
        Firewall before = RuleFirewall.of(List.of(logged("web", TCP)), lines::add);
        before.judge(question().facts);
        before.tick(NOW, 0);
        before.judge(question().facts);
        before.judge(question().facts);
        Firewall after = RuleFirewall.of(List.of(logged("web", TCP)), lines::add);
        after.follows(before);
        after.tick(NOW + SECOND, 0);
        assertThat(lines).hasSize(1);
        after.tick(NOW + 60 * SECOND, 0);
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast().hits()).isEqualTo(2);
    }

    @Test
    void manyRulesTogetherWriteFewLines() {
        List<LoggedHits> lines = new ArrayList<>();
        List<FirewallRule> rules = new ArrayList<>();
        for (int port = 0; port < 100; port++) {
            rules.add(logged("r" + port, TCP.with(Field.DESTINATION_PORT, RangeSet.of(port))));
        }
        Firewall firewall = RuleFirewall.of(rules, lines::add);
        for (int second = 0; second < 300; second++) {
            for (int port = 0; port < 100; port++) {
                firewall.judge(question().tcp(port).facts);
            }
            firewall.tick(NOW + second * SECOND, 0);
        }
        assertThat(lines).hasSize(5 * RuleLog.LINES_A_MINUTE);
        assertThat(lines.stream().map(LoggedHits::rule).distinct()).hasSize(lines.size());
    }

    @Test
    void questionsAllocateNothing() {
        RandomMatches random = new RandomMatches(new Random(5));
        List<FirewallRule> rules = new ArrayList<>();
        for (Match match : random.list(500)) {
            rules.add(
                    new FirewallRule(
                            "r" + rules.size(),
                            "",
                            true,
                            match,
                            Verdict.ACCEPT,
                            Optional.of(new RateLimit(1, Duration.ofSeconds(1), 1)),
                            Optional.empty(),
                            true,
                            1));
        }
        Firewall firewall = RuleFirewall.of(rules);
        PacketFacts[] packets = new PacketFacts[64];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = new PacketFacts();
            random.fill(packets[i], List.of());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long idle = threads.getCurrentThreadAllocatedBytes() - before;
            before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200_000; i++) {
                int judgement = firewall.judge(packets[i & 63]);
                firewall.reason(firewall.peek(packets[i & 63]));
                firewall.slot(judgement);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before - idle);
        }
        assertThat(least).isZero();
    }
}
