package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.flow.HostTotals;
import bauta.link.MemoryPort;
import bauta.nat.ForwardKind;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.PortRange;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may begin flows while the loop is behind, with packets through the whole path. */
class FlowRationTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int TCP = 6;
    private static final int FORWARDED = 8080;
    private static final long MILLI = 1_000_000L;
    private static final int FULL = 2 * FlowRation.BACKLOG_FRAMES;

    private final Rig rig = new Rig(4096);
    private int next;

    FlowRationTest() {
        rig.path.rules(NatRules.forwards(NatRules.port(FORWARDED, HOST, 80)));
    }

    private int source() {
        return 0x3000_0000 + 7 * next++;
    }

    private void syn(int port) {
        rig.fromWan(PacketBytes.tcp(source(), 5000, OUR, port, SYN, 0));
        discard();
    }

    private void scan(int host) {
        rig.fromLan(PacketBytes.udp(host, 4000, source(), 9, 10));
        discard();
    }

    private void discard() {
        for (MemoryPort port : List.of(rig.lan, rig.wan, rig.tun)) {
            while (port.waiting() > 0) {
                port.take();
            }
        }
    }

    /** Somebody has a conversation, whose packets go to and fro. */
    private void talk(int host) {
        int port = 6000 + (host & 0xff);
        rig.fromLan(PacketBytes.udp(host, port, PEER, 53, 10));
        rig.fromWan(PacketBytes.udp(PEER, 53, OUR, port, 10));
        discard();
    }

    /** Full batches of a millisecond each, in which somebody else may talk too. */
    private void press(int batches, Runnable first, Runnable others) {
        for (int batch = 0; batch < batches; batch++) {
            rig.batch(() -> {
                others.run();
                for (int i = 0; i < FULL; i++) {
                    first.run();
                }
            });
            rig.timers.advance(MILLI);
        }
    }

    /** As {@link #press}, and no time goes by after: nobody who was pressing has a token left. */
    private void exhaust(Runnable first, Runnable others) {
        press(50, first, others);
        rig.batch(() -> {
            others.run();
            for (int i = 0; i < FULL; i++) {
                first.run();
            }
        });
        long before = refused();
        first.run();
        assertThat(refused()).isEqualTo(before + 1);
    }

    private long refused() {
        return rig.drops.value(DropReason.FLOW_RATE_LIMIT);
    }

    private HostTotals totals(int host) {
        return rig.path.hosts().stream()
                .filter(one -> one.address().equals(new Ipv4Address(host)))
                .findAny()
                .orElseThrow();
    }

    @Test
    void aFloodToAForwardIsHeldBackWhileAnotherHostTalks() {
        press(100, () -> syn(FORWARDED), () -> talk(HOST_B));
        long begun = 100L * FULL - refused();
        assertThat(begun).isBetween(RationRows.PER_SECOND / 10L, 2_000L);
        assertThat(totals(HOST).refused()).isEqualTo(refused());
        assertThat(rig.path.status().ration()).isEqualTo(new FlowRationStatus(true, refused()));
    }

    @Test
    void aHostAloneIsNotHeldBack() {
        press(20, () -> syn(FORWARDED), () -> {});
        press(20, () -> scan(HOST), () -> talk(HOST));
        assertThat(refused()).isZero();
    }

    @Test
    void theTargetsOwnConversationsCountAgainstAFloodFromOutside() {
        press(50, () -> syn(FORWARDED), () -> talk(HOST));
        assertThat(refused()).isPositive();
    }

    @Test
    void aScannerIsHeldBackAndTheOtherHostBeginsWhatItLikes() {
        press(50, () -> scan(HOST), () -> talk(HOST_B));
        assertThat(totals(HOST).refused()).isEqualTo(refused()).isPositive();
        long before = refused();
        rig.batch(() -> {
            for (int i = 0; i < 100; i++) {
                scan(HOST_B);
            }
        });
        assertThat(refused()).isEqualTo(before);
    }

    /** What a host does by one protocol does not take another one away, nor a forward its own. */
    @Test
    void aFloodedHostGoesOnToConnectOutAndAScannerByTcp() {
        exhaust(() -> syn(FORWARDED), () -> talk(HOST_B));
        rig.fromLan(PacketBytes.udp(HOST, 1234, PEER, 443, 10));
        assertThat(rig.wan.take()).isNotEmpty();
        exhaust(() -> scan(HOST_B), () -> talk(HOST));
        long before = refused();
        rig.fromLan(PacketBytes.tcp(HOST_B, 1234, PEER, 443, SYN, 0));
        assertThat(refused()).isEqualTo(before);
        assertThat(rig.wan.take()).isNotEmpty();
    }

    @Test
    void aFloodedHostGoesOnToConnectOutByTheSameProtocol() {
        exhaust(() -> syn(FORWARDED), () -> talk(HOST_B));
        rig.fromLan(PacketBytes.tcp(HOST, 1234, PEER, 443, SYN, 0));
        assertThat(rig.wan.take()).isNotEmpty();
    }

    @Test
    void otherForwardsOfTheFloodedHostStayOpen() {
        rig.path.rules(
                NatRules.forwards(
                        NatRules.port(FORWARDED, HOST, 80), NatRules.port(2222, HOST, 22)));
        exhaust(() -> syn(FORWARDED), () -> talk(HOST_B));
        long before = refused();
        syn(2222);
        assertThat(refused()).isEqualTo(before);
    }

    /** A flood over all ports is one flood. */
    @Test
    void theExposedHostIsOneKeyWhateverThePort() {
        rig.path.rules(
                NatRules.forwards(
                        new ForwardRule(
                                "exposed",
                                -1,
                                ForwardKind.EXPOSED_HOST,
                                ForwardMatch.ports(Set.of(), PortRange.ANY),
                                Scheduling.WRR,
                                List.of(new ForwardTarget(new Ipv4Address(HOST), 0, 1, 0)),
                                Optional.empty(),
                                true)));
        press(50, () -> syn(1024 + next % 60_000), () -> talk(HOST_B));
        assertThat(50L * FULL - refused()).isLessThan(1_100);
    }

    @Test
    void shortBatchesShowALoopThatKeepsUp() {
        for (int batch = 0; batch < 200; batch++) {
            rig.batch(() -> {
                talk(HOST_B);
                for (int i = 0; i < FlowRation.BACKLOG_FRAMES - 3; i++) {
                    syn(FORWARDED);
                }
            });
            rig.timers.advance(MILLI);
        }
        assertThat(refused()).isZero();
    }

    /** The flood that is held back leaves the loop time; that does not let it through again. */
    @Test
    void itStaysInForceWhileAnybodyIsRefused() {
        press(20, () -> syn(FORWARDED), () -> talk(HOST_B));
        for (int i = 0; i < 30; i++) {
            rig.timers.advance(FlowRation.HOLD_NANOS / 2);
            rig.batch(() -> {
                for (int syns = 0; syns < FlowRation.BACKLOG_FRAMES - 3; syns++) {
                    syn(FORWARDED);
                }
                talk(HOST_B);
            });
            rig.batch(() -> {
                for (int syns = 0; syns < FlowRation.BACKLOG_FRAMES - 3; syns++) {
                    syn(FORWARDED);
                }
            });
        }
        long before = refused();
        assertThat(rig.path.status().ration().inForce()).isTrue();
        rig.timers.advance(FlowRation.HOLD_NANOS);
        assertThat(rig.path.status().ration().inForce()).isFalse();
        rig.batch(() -> {
            talk(HOST_B);
            for (int syns = 0; syns < FlowRation.BACKLOG_FRAMES - 3; syns++) {
                syn(FORWARDED);
            }
        });
        assertThat(refused()).isEqualTo(before);
    }

    @Test
    void itEndsWhenTheOthersFallSilent() {
        press(20, () -> syn(FORWARDED), () -> talk(HOST_B));
        rig.timers.advance(FlowRation.OTHERS_NANOS);
        long before = refused();
        press(5, () -> syn(FORWARDED), () -> {});
        assertThat(before).isPositive();
        assertThat(refused()).isEqualTo(before);
    }

    @Test
    void theHostsOwnPacketsDoNotStandForOthersWhoFellSilent() {
        press(20, () -> scan(HOST), () -> talk(HOST_B));
        rig.timers.advance(FlowRation.OTHERS_NANOS);
        long before = refused();
        press(5, () -> scan(HOST), () -> talk(HOST));
        assertThat(before).isPositive();
        assertThat(refused()).isEqualTo(before);
    }

    @Test
    void theRouterItselfIsNeverHeldBack() {
        press(
                50,
                () -> {
                    rig.fromRouter(PacketBytes.udp(OUR, 4000 + next, source(), 53, 10));
                    discard();
                    scan(HOST);
                },
                () -> talk(HOST_B));
        assertThat(refused()).isPositive();
        assertThat(totals(HOST).refused()).isEqualTo(refused());
    }

    @Test
    void whyForetellsIt() {
        press(50, () -> syn(FORWARDED), () -> talk(HOST_B));
        WhyQuestion question =
                new WhyQuestion(
                        WhyQuestion.Ingress.UPLINK,
                        0,
                        new Ipv4Address(PEER),
                        new Ipv4Address(OUR),
                        TCP,
                        40_000,
                        FORWARDED,
                        SYN,
                        0,
                        0,
                        0,
                        64,
                        40);
        rig.batch(() -> {
            talk(HOST_B);
            for (int i = 0; i < FULL; i++) {
                syn(FORWARDED);
            }
        });
        WhyAnswer answer = rig.path.why(question);
        assertThat(answer.fate()).isEqualTo(WhyAnswer.Fate.DROPPED);
        assertThat(answer.reason()).isEqualTo(DropReason.FLOW_RATE_LIMIT);
        assertThat(answer.steps().getLast().stage()).isEqualTo(WhyStage.FLOW);
        long before = refused();
        rig.fromWan(PacketBytes.tcp(PEER, 40_000, OUR, FORWARDED, SYN, 0));
        assertThat(refused()).isEqualTo(before + 1);
        rig.assertSilent();
    }
}
