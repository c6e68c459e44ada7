package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static bauta.forward.Rig.VISITOR;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.firewall.Field;
import bauta.firewall.FirewallRule;
import bauta.firewall.Match;
import bauta.firewall.RangeSet;
import bauta.firewall.RateLimit;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Schedule;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.forward.policy.Policies;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.PortForwards;
import bauta.nat.PortRange;
import bauta.nat.TargetSlots;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rules of the firewall in the packet path. */
class FirewallPathTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final int PROHIBITED = 0x030d;
    private static final int ECHO = 0x0800;
    private static final int ECHO_REPLY = 0;
    private static final int SLOT = 40;
    private static final int OTHER_SLOT = 41;

    private final Rig rig = new Rig();

    private static Match port(int protocol, int port) {
        return Match.ANY
                .with(Field.PROTOCOL, RangeSet.of(protocol))
                .with(Field.DESTINATION_PORT, RangeSet.of(port));
    }

    private static FirewallRule accept(Match match) {
        return new FirewallRule("accept", match, Verdict.ACCEPT, SLOT);
    }

    private static FirewallRule drop(Match match) {
        return new FirewallRule("drop", match, Verdict.DROP, OTHER_SLOT);
    }

    private void rules(FirewallRule... rules) {
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                RuleFirewall.of(List.of(rules)),
                                PortForwards.NONE));
    }

    private static int typeAndCode(byte[] icmp) {
        assertThat(icmp[9]).as("protocol").isEqualTo((byte) 1);
        return (icmp[20] & 0xff) << 8 | icmp[21] & 0xff;
    }

    private long dropped(DropReason reason) {
        return rig.drops.value(reason);
    }

    @Test
    void aRuleRefusesCountsAndTells() {
        rules(new FirewallRule("no-mail", port(6, 25).to(Zone.WAN), Verdict.REJECT, SLOT));
        byte[] mail = PacketBytes.tcp(HOST, 40_000, PEER, 25, SYN, 0);
        rig.fromLan(mail);
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 26, SYN, 0));
        rig.toWan();
        rig.assertDropped(DropReason.FIREWALL_RULE);
        assertThat(rig.counters.packets(SLOT)).isEqualTo(1);
        assertThat(rig.counters.bytes(SLOT)).isEqualTo(mail.length);
    }

    @Test
    void everyPacketOfAFlowCountsForTheRuleThatLetItBegin() {
        rules(accept(port(17, 5000)));
        byte[] out = PacketBytes.udp(HOST, 4000, PEER, 5000, 100);
        byte[] back = PacketBytes.udp(PEER, 5000, OUR, 4000, 300);
        for (int i = 0; i < 3; i++) {
            rig.fromLan(out);
            rig.toWan();
            rig.fromWan(back);
            rig.toLan();
        }
        assertThat(rig.counters.packets(SLOT)).isEqualTo(6);
        assertThat(rig.counters.bytes(SLOT)).isEqualTo(3L * (out.length + back.length));
        rules(accept(port(17, 5000)));
        rig.fromLan(out);
        rig.toWan();
        assertThat(rig.counters.packets(SLOT)).as("goes on after a swap").isEqualTo(7);
    }

    /** Two sets that disagree about everything: each packet must be judged by one of them whole. */
    @Test
    void rulesAreSwappedWholeUnderTraffic() {
        Random random = new Random(9);
        boolean even = true;
        for (int i = 0; i < 2000; i++) {
            if (i == 0 || random.nextInt(5) == 0) {
                even = !even;
                rules(drop(port(17, even ? 5001 : 5000)), accept(port(17, even ? 5000 : 5001)));
                drain();
            }
            int port = 5000 + random.nextInt(2);
            long before = dropped(DropReason.FIREWALL_RULE);
            rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, port, 20));
            boolean passes = (port == 5000) == even;
            assertThat(rig.wan.waiting()).as("packet %d", i).isEqualTo(passes ? 1 : 0);
            assertThat(dropped(DropReason.FIREWALL_RULE) - before).isEqualTo(passes ? 0 : 1);
            drain();
        }
        assertThat(rig.counters.packets(SLOT) + rig.counters.packets(OTHER_SLOT)).isEqualTo(2000);
    }

    private void drain() {
        while (rig.wan.waiting() > 0) {
            rig.wan.take();
        }
    }

    @Test
    void flowsThatMayNotGoOnEndWithTheSwap() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN | ACK, 0));
        rig.toLan();
        rig.fromLan(PacketBytes.tcp(HOST_B, 41_000, PEER, 443, SYN, 0));
        rig.toWan();
        rules(drop(Match.ANY.with(Field.SOURCE, RangeSet.addresses("192.168.87.2"))));
        assertThat(rig.toLan()[33] & TcpHeader.RST).as("told at once").isNotZero();
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, ACK, 10));
        rig.assertSilent();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 41_000, SYN | ACK, 0));
        rig.toLan();
    }

    @Test
    void visitorsReachOnlyWhatARuleOpensAndAreAnswered() {
        rules(accept(port(6, 9100).from(Zone.GUEST).to(Zone.LAN)));
        rig.fromGuests(PacketBytes.tcp(VISITOR, 50_000, HOST, 9100, SYN, 0));
        rig.toLan();
        rig.fromLan(PacketBytes.tcp(HOST, 9100, VISITOR, 50_000, SYN | ACK, 0));
        rig.toGuests();
        rig.fromGuests(PacketBytes.tcp(VISITOR, 50_000, HOST, 22, SYN, 0));
        assertThat(typeAndCode(rig.toGuests())).isEqualTo(PROHIBITED);
        rig.fromLan(PacketBytes.tcp(HOST, 9100, VISITOR, 80, SYN, 0));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.fromGuests(PacketBytes.udp(VISITOR, 50_000, HOST, 9100, 5));
        assertThat(typeAndCode(rig.toGuests())).isEqualTo(PROHIBITED);
        rig.assertSilent();
        assertThat(dropped(DropReason.FIREWALL_RULE)).isEqualTo(3);
    }

    @Test
    void theOutsideMayPingTheRouterWhenARuleSaysSo() {
        byte[] ping = PacketBytes.icmp(PEER, OUR, ECHO, 7 << 16 | 1, 20);
        rig.fromWan(ping);
        rig.assertSilent();
        rules(
                accept(
                        Match.ANY
                                .from(Zone.WAN)
                                .to(Zone.ROUTER)
                                .with(Field.ICMP, Match.icmpType(8))
                                .with(Field.SOURCE, RangeSet.addresses("198.51.100.9"))));
        rig.fromWan(ping);
        rig.toRouter();
        rig.fromRouter(PacketBytes.icmp(OUR, PEER, ECHO_REPLY, 7 << 16 | 1, 20));
        assertThat(typeAndCode(rig.toWan())).isZero();
        rig.fromWan(PacketBytes.icmp(OTHER_PEER, OUR, ECHO, 7 << 16 | 1, 20));
        rig.fromWan(PacketBytes.tcp(PEER, 50_000, OUR, 80, SYN, 0));
        rig.assertSilent();
        assertThat(rig.counters.packets(SLOT)).isEqualTo(2);
    }

    @Test
    void overItsLimitNothingNewBeginsAndWhatRunsGoesOn() {
        FirewallRule slow =
                new FirewallRule(
                        "slow",
                        "",
                        true,
                        port(17, 5000),
                        Verdict.ACCEPT,
                        Optional.of(new RateLimit(1, Duration.ofSeconds(1), 2)),
                        Optional.empty(),
                        false,
                        SLOT);
        FirewallRule rest = new FirewallRule("rest", port(17, 5000), Verdict.DROP, SLOT + 1);
        rules(slow, rest);
        for (int i = 0; i < 4; i++) {
            rig.fromLan(PacketBytes.udp(HOST, 4000 + i, PEER, 5000, 20));
        }
        assertThat(rig.wan.waiting()).isEqualTo(2);
        assertThat(dropped(DropReason.FIREWALL_RATE_LIMIT)).isEqualTo(2);
        assertThat(rig.counters.packets(SLOT)).isEqualTo(2);
        assertThat(rig.counters.packets(SLOT + 1)).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        }
        assertThat(rig.wan.waiting()).isEqualTo(12);
        rules(slow, rest);
        rig.fromLan(PacketBytes.udp(HOST, 4003, PEER, 5000, 20));
        assertThat(rig.wan.waiting()).as("after a swap").isEqualTo(12);
        rig.timers.advance(1_000_000_000L);
        rig.fromLan(PacketBytes.udp(HOST, 4003, PEER, 5000, 20));
        assertThat(rig.wan.waiting()).isEqualTo(13);
        drain();
    }

    @Test
    void aConditionAboutAServiceOfTheRouterIsJudgedPacketByPacket() {
        rules(
                accept(
                        port(6, 8080)
                                .to(Zone.ROUTER)
                                .with(Field.SOURCE, RangeSet.addresses("192.168.87.2"))));
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, ROUTER, 8080, SYN, 0));
        rig.toRouter();
        rig.fromLan(PacketBytes.tcp(HOST_B, 40_000, ROUTER, 8080, SYN, 0));
        assertThat(rig.toLan()[33] & TcpHeader.RST).isNotZero();
        rig.assertSilent();
        rig.assertDropped(DropReason.ROUTER_SERVICE_CLOSED);
    }

    /** Errors about a flow are related to it: no rule is asked. */
    @Test
    void relatedErrorsPassARuleThatRefusesIcmp() {
        rules(drop(Match.ANY.with(Field.PROTOCOL, RangeSet.of(1))));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] seen = rig.toWan();
        rig.fromWan(PacketBytes.icmpError(PEER, OUR, 0x0303, 0, seen, 28));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(0x0303);
        rig.fromLan(PacketBytes.icmp(HOST, PEER, ECHO, 7 << 16 | 1, 20));
        rig.assertSilent();
        rig.assertDropped(DropReason.FIREWALL_RULE);
    }

    @Test
    void aScheduleThatBeginsEndsWhatItForbids() {
        rig.wallMillis = Instant.parse("2026-11-22T21:59:59Z").toEpochMilli();
        Schedule night =
                new Schedule(
                        Set.of(DayOfWeek.SUNDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0),
                        ZoneOffset.UTC);
        rules(
                new FirewallRule(
                        "night",
                        "",
                        true,
                        Match.ANY.with(Field.SOURCE, RangeSet.addresses("192.168.87.2")),
                        Verdict.REJECT,
                        Optional.empty(),
                        Optional.of(night),
                        false,
                        SLOT));
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromLan(PacketBytes.udp(HOST_B, 4000, PEER, 5000, 20));
        rig.toWan();
        rig.wallMillis += 1000;
        rig.timers.advance(1_000_000_000L);
        assertThat(rig.toLan()[33] & TcpHeader.RST).isNotZero();
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.wallMillis = Instant.parse("2026-11-23T06:00:00Z").toEpochMilli();
        rig.timers.advance(1_000_000_000L);
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        rig.toWan();
    }

    /** A forward lets in what the standing defaults would drop; a rule that somebody made wins. */
    @Test
    void aRuleNarrowsAForward() {
        ForwardMatch web =
                new ForwardMatch(
                        Set.of(), Set.of(), Set.of(6), new PortRange(80, 80), List.of(), 0, 0);
        ForwardTarget server = new ForwardTarget(new Ipv4Address(HOST), 8080, 1, 0);
        FirewallRule closed =
                drop(
                        Match.ANY
                                .from(Zone.WAN)
                                .to(Zone.LAN)
                                .with(Field.SOURCE, RangeSet.addresses("198.51.100.10"))
                                .with(Field.DESTINATION, RangeSet.addresses("192.168.87.2"))
                                .with(Field.DESTINATION_PORT, RangeSet.of(8080)));
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                RuleFirewall.of(List.of(closed)),
                                PortForwards.of(
                                        List.of(ForwardRule.ports("web", SLOT, web, server)),
                                        new TargetSlots())));
        rig.fromWan(PacketBytes.tcp(PEER, 50_000, OUR, 80, SYN, 0));
        rig.toLan();
        rig.fromWan(PacketBytes.tcp(OTHER_PEER, 50_000, OUR, 80, SYN, 0));
        rig.assertSilent();
        rig.assertDropped(DropReason.FIREWALL_RULE);
        assertThat(rig.counters.packets(OTHER_SLOT)).isEqualTo(1);
    }

    /** Ten thousand rules on the path, each judgement by the right one. */
    @Test
    void manyRulesDecideAsWell() {
        FirewallRule[] many = new FirewallRule[10_000];
        for (int i = 0; i < many.length; i++) {
            many[i] =
                    new FirewallRule(
                            "r" + i,
                            port(17, 10_000 + i).to(Zone.WAN),
                            i % 2 == 0 ? Verdict.DROP : Verdict.ACCEPT,
                            100 + i);
        }
        rules(many);
        for (int i = 0; i < many.length; i += 97) {
            rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 10_000 + i, 20));
            assertThat(rig.wan.waiting()).as("rule %d", i).isEqualTo(i % 2);
            assertThat(rig.counters.packets(100 + i)).isEqualTo(1);
            drain();
        }
    }
}
