package bauta.nat;

import static bauta.nat.MappingsRig.EXTERNAL;
import static bauta.nat.MappingsRig.GRE;
import static bauta.nat.MappingsRig.ICMP;
import static bauta.nat.MappingsRig.TCP;
import static bauta.nat.MappingsRig.UDP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.DropReason;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortForwardsTest {
    private static final Ipv4Address WEB = Ipv4Address.parse("192.168.87.10");
    private static final Ipv4Address GAME = Ipv4Address.parse("192.168.87.20");
    private static final Ipv4Address THIRD = Ipv4Address.parse("192.168.87.30");
    private static final int PEER = Ipv4Address.parse("198.51.100.9").bits();
    private static final int FRIEND = Ipv4Address.parse("192.0.2.77").bits();
    private static final long SECOND = 1_000_000_000L;

    private final TargetSlots slots = new TargetSlots();
    private PortForwards forwards = PortForwards.NONE;

    private void rules(ForwardRule... rules) {
        forwards = PortForwards.of(List.of(rules), slots);
    }

    private static ForwardQuestion question(int protocol, int port) {
        ForwardQuestion question = new ForwardQuestion();
        question.externalAddress = EXTERNAL;
        question.protocol = protocol;
        question.port = port;
        question.peerAddress = PEER;
        return question;
    }

    private static ForwardRule ports(String id, int first, int last, Ipv4Address host, int inside) {
        return ForwardRule.ports(
                id,
                -1,
                ForwardMatch.ports(Set.of(TCP, UDP), new PortRange(first, last)),
                new ForwardTarget(host, inside, 1, 0));
    }

    private static ForwardRule rule(
            String id, ForwardKind kind, ForwardMatch match, ForwardTarget... targets) {
        return new ForwardRule(
                id, 7, kind, match, Scheduling.WRR, List.of(targets), Optional.empty(), true);
    }

    private static ForwardRule trigger(String id, int by, int first, int last) {
        return new ForwardRule(
                id,
                -1,
                ForwardKind.TRIGGER,
                ForwardMatch.ports(Set.of(UDP), new PortRange(first, last)),
                Scheduling.RR,
                List.of(),
                Optional.of(new PortTrigger(Set.of(TCP), PortRange.of(by), Duration.ofSeconds(60))),
                true);
    }

    /** Returns "id address:port", or what refuses. */
    private String answer(ForwardQuestion question) {
        int found = forwards.find(question);
        if (found == PortForwards.NO_RULE) {
            found = forwards.findExposed(question);
        }
        if (found == PortForwards.NO_RULE) {
            return question.refusal.name();
        }
        DropReason why = forwards.pick(found, question, true);
        return why != DropReason.NONE
                ? why.name()
                : forwards.id(found)
                        + " "
                        + new Ipv4Address(question.targetAddress)
                        + ":"
                        + question.targetPort;
    }

    private String answer(int protocol, int port) {
        return answer(question(protocol, port));
    }

    @Test
    void portsGoToTheirServer() {
        rules(ports("web", 443, 443, WEB, 0), ports("moved", 8080, 8080, WEB, 80));
        assertThat(answer(TCP, 443)).isEqualTo("web 192.168.87.10:443");
        assertThat(answer(UDP, 443)).isEqualTo("web 192.168.87.10:443");
        assertThat(answer(TCP, 8080)).isEqualTo("moved 192.168.87.10:80");
        assertThat(answer(TCP, 442)).isEqualTo("NONE");
        assertThat(answer(TCP, 444)).isEqualTo("NONE");
        assertThat(answer(GRE, 0)).isEqualTo("NONE");
    }

    @Test
    void rangesKeepTheirOrder() {
        rules(ports("range", 27_000, 27_100, GAME, 0), ports("shifted", 6000, 6009, GAME, 7000));
        assertThat(answer(UDP, 27_000)).isEqualTo("range 192.168.87.20:27000");
        assertThat(answer(UDP, 27_100)).isEqualTo("range 192.168.87.20:27100");
        assertThat(answer(UDP, 27_101)).isEqualTo("NONE");
        assertThat(answer(UDP, 6000)).isEqualTo("shifted 192.168.87.20:7000");
        assertThat(answer(UDP, 6009)).isEqualTo("shifted 192.168.87.20:7009");
    }

    @Test
    void theFirstRuleThatFitsHasIt() {
        rules(
                ports("one", 5005, 5005, WEB, 0),
                ports("range", 5000, 5010, GAME, 0),
                ports("never", 5007, 5007, THIRD, 0));
        assertThat(answer(TCP, 5004)).isEqualTo("range 192.168.87.20:5004");
        assertThat(answer(TCP, 5005)).isEqualTo("one 192.168.87.10:5005");
        assertThat(answer(TCP, 5007)).isEqualTo("range 192.168.87.20:5007");
        rules(ports("range", 5000, 5010, GAME, 0), ports("one", 5005, 5005, WEB, 0));
        assertThat(answer(TCP, 5005)).isEqualTo("range 192.168.87.20:5005");
    }

    @Test
    void sourcesAreLimited() {
        ForwardMatch fromFriends =
                new ForwardMatch(
                        Set.of(),
                        Set.of(),
                        Set.of(TCP),
                        PortRange.of(22),
                        List.of(
                                Ipv4Prefix.parse("192.0.2.0/25"),
                                Ipv4Prefix.parse("203.0.113.9/32")),
                        0,
                        0);
        rules(rule("ssh", ForwardKind.PORTS, fromFriends, ForwardTarget.of(WEB)));
        assertThat(answer(TCP, 22)).isEqualTo("FORWARD_SOURCE_REFUSED");
        assertThat(answer(TCP, 23)).isEqualTo("NONE");
        ForwardQuestion friendly = question(TCP, 22);
        friendly.peerAddress = FRIEND;
        assertThat(answer(friendly)).isEqualTo("ssh 192.168.87.10:22");
        ForwardQuestion inside = question(TCP, 22);
        inside.hairpin = true;
        assertThat(answer(inside)).as("limits are for the outside").startsWith("ssh");
        rules(
                rule("ssh", ForwardKind.PORTS, fromFriends, ForwardTarget.of(WEB)),
                ports("all", 20, 30, GAME, 0));
        assertThat(answer(TCP, 22)).as("the next one may take it").startsWith("all");
        assertThat(answer(friendly)).startsWith("ssh");
    }

    @Test
    void hairpinCanBeSwitchedOff() {
        ForwardRule on = ports("on", 80, 80, WEB, 0);
        ForwardRule off =
                new ForwardRule(
                        "off",
                        -1,
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(TCP), PortRange.of(81)),
                        Scheduling.RR,
                        List.of(ForwardTarget.of(WEB)),
                        Optional.empty(),
                        false);
        rules(on, off);
        ForwardQuestion question = question(TCP, 80);
        question.hairpin = true;
        assertThat(answer(question)).startsWith("on");
        question.port = 81;
        assertThat(answer(question)).isEqualTo("NONE");
        question.hairpin = false;
        assertThat(answer(question)).startsWith("off");
    }

    @Test
    void uplinksAndAddressesCanBeNamedAndElseAreFollowed() {
        ForwardMatch here =
                new ForwardMatch(
                        Set.of(1),
                        Set.of(EXTERNAL + 1),
                        Set.of(TCP),
                        PortRange.of(80),
                        List.of(),
                        0,
                        0);
        rules(
                rule("here", ForwardKind.PORTS, here, ForwardTarget.of(WEB)),
                ports("any", 80, 80, GAME, 0));
        ForwardQuestion question = question(TCP, 80);
        assertThat(answer(question)).startsWith("any");
        question.externalAddress = EXTERNAL + 1;
        assertThat(answer(question)).as("another uplink").startsWith("any");
        question.uplink = 1;
        assertThat(answer(question)).startsWith("here");
        question.externalAddress = 0x0a0b0c0d;
        assertThat(answer(question)).as("a changed address").startsWith("any");
    }

    @Test
    void severalTargetsTakeTurnsByWeight() {
        ForwardMatch web = ForwardMatch.ports(Set.of(TCP), PortRange.of(80));
        rules(
                rule(
                        "balance",
                        ForwardKind.PORTS,
                        web,
                        new ForwardTarget(WEB, 8000, 2, 0),
                        new ForwardTarget(GAME, 0, 1, 0),
                        new ForwardTarget(THIRD, 0, 0, 0)));
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            got.add(answer(TCP, 80));
        }
        assertThat(got.subList(0, 3))
                .containsExactly(
                        "balance 192.168.87.10:8000",
                        "balance 192.168.87.10:8000",
                        "balance 192.168.87.20:80");
        assertThat(got.subList(3, 6)).isEqualTo(got.subList(0, 3));
        rules(
                rule(
                        "balance",
                        ForwardKind.PORTS,
                        web,
                        new ForwardTarget(WEB, 0, 0, 0),
                        new ForwardTarget(GAME, 0, 0, 0)));
        assertThat(answer(TCP, 80)).isEqualTo("FORWARD_NO_TARGET");
        assertThat(forwards.offers(0, GAME.bits(), 80, 80)).as("what runs goes on").isTrue();
        assertThat(forwards.offers(0, GAME.bits(), 81, 80)).isFalse();
        assertThat(forwards.offers(0, THIRD.bits(), 80, 80)).isFalse();
    }

    @Test
    void askingDoesNotTakeATurn() {
        ForwardMatch web = ForwardMatch.ports(Set.of(TCP), PortRange.of(80));
        rules(
                rule(
                        "balance",
                        ForwardKind.PORTS,
                        web,
                        ForwardTarget.of(WEB),
                        ForwardTarget.of(GAME)));
        ForwardQuestion question = question(TCP, 80);
        for (int i = 0; i < 3; i++) {
            assertThat(forwards.pick(0, question, false)).isEqualTo(DropReason.NONE);
            assertThat(question.targetAddress).isEqualTo(WEB.bits());
        }
        assertThat(answer(TCP, 80)).contains("87.10:");
        assertThat(answer(TCP, 80)).contains("87.20:");
    }

    @Test
    void aTargetWithAsManyFlowsAsItMayHaveIsLeftOut() {
        rules(
                rule(
                        "balance",
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(TCP), PortRange.of(80)),
                        new ForwardTarget(WEB, 0, 1, 2),
                        new ForwardTarget(GAME, 0, 1, 1)));
        ForwardQuestion question = question(TCP, 80);
        List<Integer> targets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(forwards.pick(0, question, true)).isEqualTo(DropReason.NONE);
            forwards.began(question.target);
            targets.add(question.target);
        }
        assertThat(forwards.pick(0, question, true)).isEqualTo(DropReason.FORWARD_NO_TARGET);
        forwards.ended(targets.get(1));
        assertThat(forwards.pick(0, question, true)).isEqualTo(DropReason.NONE);
        assertThat(question.target).isEqualTo(targets.get(1));
    }

    @Test
    void turnsAndCountsOutliveASwap() {
        ForwardMatch web = ForwardMatch.ports(Set.of(TCP), PortRange.of(80));
        ForwardRule balance =
                new ForwardRule(
                        "balance",
                        -1,
                        ForwardKind.PORTS,
                        web,
                        Scheduling.LC,
                        List.of(ForwardTarget.of(WEB), ForwardTarget.of(GAME)),
                        Optional.empty(),
                        true);
        rules(balance, ports("turns", 9, 9, THIRD, 0));
        ForwardQuestion question = question(TCP, 80);
        forwards.pick(0, question, true);
        int web1 = question.target;
        forwards.began(web1);
        forwards.activeChanged(web1, 1);
        rules(ports("new", 5, 5, THIRD, 0), balance);
        assertThat(answer(TCP, 80)).as("the other has less").isEqualTo("balance 192.168.87.20:80");
        forwards.activeChanged(web1, -1);
        forwards.ended(web1);
        assertThat(answer(TCP, 80)).isEqualTo("balance 192.168.87.10:80");
        ForwardQuestion again = question(TCP, 80);
        forwards.pick(1, again, true);
        assertThat(again.target).as("the number of a target stays").isEqualTo(web1);
    }

    @Test
    void theTurnGoesOnWhereItWas() {
        ForwardRule balance =
                rule(
                        "balance",
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(TCP), PortRange.of(80)),
                        ForwardTarget.of(WEB),
                        ForwardTarget.of(GAME));
        rules(balance);
        assertThat(answer(TCP, 80)).contains("87.10:");
        rules(balance, ports("other", 5, 5, THIRD, 0));
        assertThat(answer(TCP, 80)).contains("87.20:");
    }

    @Test
    void numbersOfTargetsAreGivenAgainOnlyWhenNobodyCountsByThem() {
        rules(ports("a", 1, 1, WEB, 0));
        ForwardQuestion question = question(TCP, 1);
        forwards.pick(0, question, true);
        int first = question.target;
        forwards.began(first);
        for (int i = 0; i < 3 * TargetSlots.MAX; i++) {
            Ipv4Address host = new Ipv4Address(0x0a000001 + i);
            rules(ports("a", 1, 1, host, 0));
            forwards.pick(0, question, true);
            assertThat(question.target).isNotEqualTo(first).isNotNegative();
        }
    }

    @Test
    void aTriggerOpensToWhoeverPulledIt() {
        rules(trigger("talk", 554, 6970, 6980));
        assertThat(answer(UDP, 6970)).isEqualTo("NONE");
        forwards.outbound(UDP, 554, WEB.bits(), 0);
        forwards.outbound(TCP, 555, WEB.bits(), 0);
        assertThat(answer(UDP, 6970)).as("other protocol, other port").isEqualTo("NONE");
        assertThat(forwards.isTriggeredBy(TCP, 554)).isTrue();
        assertThat(forwards.isTriggeredBy(UDP, 554)).isFalse();
        forwards.outbound(TCP, 554, WEB.bits(), 0);
        assertThat(answer(UDP, 6970)).isEqualTo("talk 192.168.87.10:6970");
        assertThat(answer(UDP, 6981)).isEqualTo("NONE");
        assertThat(answer(TCP, 6970)).isEqualTo("NONE");
        assertThat(forwards.offers(0, WEB.bits(), 6970, 6970)).isTrue();
        assertThat(forwards.offers(0, WEB.bits(), 6971, 6970)).isFalse();
        assertThat(forwards.offers(0, GAME.bits(), 6970, 6970)).isFalse();
    }

    @Test
    void aTriggerClosesAfterItsLifetimeAndBelongsToOneHost() {
        rules(trigger("talk", 554, 6970, 6980));
        forwards.outbound(TCP, 554, WEB.bits(), 0);
        forwards.outbound(TCP, 554, GAME.bits(), 30 * SECOND);
        ForwardQuestion question = question(UDP, 6975);
        question.nowNanos = 59 * SECOND;
        assertThat(answer(question)).as("the first host has it").contains("87.10:");
        for (int i = 0; i < 100; i++) {
            assertThat(answer(question)).contains("87.10:");
        }
        question.nowNanos = 60 * SECOND;
        assertThat(answer(question)).as("nothing from outside keeps it").isEqualTo("NONE");
        forwards.outbound(TCP, 554, GAME.bits(), 61 * SECOND);
        question.nowNanos = 62 * SECOND;
        assertThat(answer(question)).contains("87.20:");
        forwards.outbound(TCP, 554, GAME.bits(), 110 * SECOND);
        question.nowNanos = 169 * SECOND;
        assertThat(answer(question)).as("the host itself has kept it").contains("87.20:");
        rules(ports("new", 1, 1, THIRD, 0), trigger("talk", 554, 6970, 6980));
        assertThat(answer(question)).as("it outlives a swap").contains("87.20:");
    }

    @Test
    void marksAreBalanced() {
        rules(
                rule(
                        "marked",
                        ForwardKind.MARK,
                        ForwardMatch.mark(5),
                        ForwardTarget.of(WEB),
                        ForwardTarget.of(GAME)));
        ForwardQuestion question = question(TCP, 1234);
        assertThat(answer(question)).isEqualTo("NONE");
        question.mark = 5;
        assertThat(answer(question)).isEqualTo("marked 192.168.87.10:1234");
        question.protocol = GRE;
        question.port = 0;
        assertThat(answer(question)).isEqualTo("marked 192.168.87.20:0");
        question.mark = 0x15;
        assertThat(answer(question)).isEqualTo("NONE");
        rules(
                rule(
                        "masked",
                        ForwardKind.MARK,
                        new ForwardMatch(
                                Set.of(), Set.of(), Set.of(), PortRange.ANY, List.of(), 0x10, 0x30),
                        ForwardTarget.of(WEB)));
        assertThat(answer(question)).startsWith("masked");
    }

    @Test
    void theExposedHostComesLastWhereverItStands() {
        rules(
                rule(
                        "exposed",
                        ForwardKind.EXPOSED_HOST,
                        ForwardMatch.ports(Set.of(), PortRange.ANY),
                        ForwardTarget.of(THIRD)),
                ports("web", 80, 80, WEB, 0));
        assertThat(answer(TCP, 80)).startsWith("web");
        assertThat(answer(TCP, 81)).isEqualTo("exposed 192.168.87.30:81");
        assertThat(answer(ICMP, 0)).isEqualTo("exposed 192.168.87.30:0");
        assertThat(answer(GRE, 0)).isEqualTo("exposed 192.168.87.30:0");
        assertThat(forwards.find(question(TCP, 81)))
                .as("mappings are asked before")
                .isEqualTo(PortForwards.NO_RULE);
    }

    @Test
    void otherProtocolsHaveForwardsToo() {
        rules(
                rule(
                        "tunnel",
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(GRE), PortRange.ANY),
                        ForwardTarget.of(WEB)),
                rule(
                        "first",
                        ForwardKind.PORTS,
                        ForwardMatch.ports(Set.of(0), PortRange.ANY),
                        ForwardTarget.of(GAME)));
        assertThat(answer(GRE, 0)).startsWith("tunnel");
        assertThat(answer(0, 0)).startsWith("first");
        assertThat(answer(50, 0)).isEqualTo("NONE");
        assertThat(answer(TCP, 0)).isEqualTo("NONE");
    }

    @Test
    void mappingsKeepOffForwardedPortsAndServersKeepTheirs() {
        rules(
                ports("web", 443, 443, WEB, 8443),
                ports("game", 27_000, 27_010, GAME, 0),
                trigger("talk", 554, 6970, 6980));
        assertThat(forwards.reserves(0, EXTERNAL, TCP, 443)).isTrue();
        assertThat(forwards.reserves(0, EXTERNAL, UDP, 27_010)).isTrue();
        assertThat(forwards.reserves(0, EXTERNAL, UDP, 27_011)).isFalse();
        assertThat(forwards.reserves(0, EXTERNAL, GRE, 443)).isFalse();
        assertThat(forwards.reserves(0, EXTERNAL, UDP, 6975)).as("of a trigger").isFalse();
        MappingsRig rig = new MappingsRig(64);
        rig.mappings.forwards(forwards);
        int other = rig.held(UDP, THIRD.bits(), 27_005);
        assertThat(rig.mappings.externalPort(other))
                .matches(port -> port < 27_000 || port > 27_010);
        int game = rig.held(UDP, GAME.bits(), 27_005);
        assertThat(rig.mappings.externalPort(game)).isEqualTo(27_005);
        int web = rig.held(TCP, WEB.bits(), 8443);
        assertThat(rig.mappings.externalPort(web)).isEqualTo(443);
        assertThat(rig.mappings.externalPort(rig.held(TCP, WEB.bits(), 8444))).isEqualTo(8444);
        rig.mappings.forwards(PortForwards.NONE);
        int late = rig.held(UDP, THIRD.bits(), 27_006);
        assertThat(rig.mappings.externalPort(late)).isEqualTo(27_006);
    }

    @Test
    void rulesThatAreNotWholeAreRefused() {
        ForwardMatch all = ForwardMatch.ports(Set.of(), PortRange.ANY);
        for (ForwardKind kind : ForwardKind.values()) {
            assertThatThrownBy(() -> rule("x", kind, all)).as("%s", kind).hasMessageContaining("x");
        }
        assertThatThrownBy(() -> rule("m", ForwardKind.MARK, all, ForwardTarget.of(WEB)))
                .hasMessageContaining("not whole");
        assertThatThrownBy(() -> new PortRange(5, 4)).hasMessageContaining("5-4");
        assertThatThrownBy(() -> new ForwardTarget(WEB, 65_536, 1, 0))
                .hasMessageContaining("range");
    }

    /** The index finds what a walk through all rules finds. */
    @Test
    void theIndexAgreesWithAWalkThroughAllRules() {
        Random random = new Random(8);
        for (int round = 0; round < 60; round++) {
            List<ForwardRule> list = new ArrayList<>();
            int count = round == 0 ? 900 : 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                list.add(randomRule(random, i, round == 0));
            }
            forwards = PortForwards.of(list, slots);
            for (int i = 0; i < 2000; i++) {
                ForwardQuestion question = question(random.nextBoolean() ? TCP : UDP, port(random));
                question.uplink = random.nextInt(2);
                question.mark = random.nextInt(2);
                question.hairpin = random.nextInt(4) == 0;
                question.peerAddress = random.nextBoolean() ? PEER : FRIEND;
                assertThat(forwards.find(question)).isEqualTo(walk(list, question));
            }
        }
    }

    private static int port(Random random) {
        return random.nextInt(50) + (random.nextInt(20) == 0 ? 65_486 : 0);
    }

    private static ForwardRule randomRule(Random random, int number, boolean wide) {
        int first = wide ? random.nextInt(50) : port(random);
        int last = Math.min(65_535, wide ? 65_000 + number % 500 : first + random.nextInt(5));
        ForwardMatch match =
                new ForwardMatch(
                        random.nextInt(3) == 0 ? Set.of(random.nextInt(2)) : Set.of(),
                        Set.of(),
                        random.nextBoolean() ? Set.of(TCP) : Set.of(TCP, UDP),
                        new PortRange(first, last),
                        wide || random.nextInt(3) == 0
                                ? List.of(Ipv4Prefix.parse("192.0.2.0/24"))
                                : List.of(),
                        1,
                        random.nextInt(4) == 0 ? 1 : 0);
        return new ForwardRule(
                "r" + number,
                -1,
                ForwardKind.PORTS,
                match,
                Scheduling.RR,
                List.of(ForwardTarget.of(WEB)),
                Optional.empty(),
                random.nextBoolean());
    }

    private static int walk(List<ForwardRule> rules, ForwardQuestion question) {
        for (int i = 0; i < rules.size(); i++) {
            ForwardMatch match = rules.get(i).match();
            boolean source =
                    match.sources().isEmpty()
                            || question.hairpin
                            || match.sources()
                                    .getFirst()
                                    .contains(new Ipv4Address(question.peerAddress));
            if (match.protocols().contains(question.protocol)
                    && match.ports().contains(question.port)
                    && (match.uplinks().isEmpty() || match.uplinks().contains(question.uplink))
                    && (match.markMask() == 0 || question.mark == match.mark())
                    && (rules.get(i).hairpin() || !question.hairpin)
                    && source) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void aSearchDoesNotWalkThroughAllRules() {
        ForwardRule[] many = new ForwardRule[5000];
        Arrays.setAll(many, i -> ports("r" + i, 10_000 + i, 10_000 + i, WEB, 0));
        rules(many);
        PortIndex index =
                new PortIndex(
                        Arrays.stream(many)
                                .map(one ->
                                        new CompiledForward(
                                                one, slots, slots.compile(List.of(one)).getFirst()))
                                .toArray(CompiledForward[]::new),
                        TCP);
        assertThat(index.at(9_999)).isEmpty();
        assertThat(index.at(12_345)).containsExactly(2345);
        assertThat(answer(TCP, 12_345)).startsWith("r2345 ");
    }
}
