package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.VISITOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.DropReason;
import bauta.forward.WhyQuestion.Ingress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about packets that do not exist, and that saying it changes nothing. */
class WhyWalkTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int TCP = Ipv4Header.PROTOCOL_TCP;

    private final Rig rig = new Rig();

    private static WhyQuestion tcp(Ingress from, int number, int source, int destination, int ttl) {
        return new WhyQuestion(
                from,
                number,
                new Ipv4Address(source),
                new Ipv4Address(destination),
                TCP,
                40_000,
                443,
                SYN,
                0,
                0,
                0,
                ttl,
                40);
    }

    /** A row: the packet, where it ends, why, and at which stage. */
    private record Case(
            String name,
            WhyQuestion question,
            WhyAnswer.Fate fate,
            DropReason reason,
            WhyStage stage) {}

    private static List<Case> cases() {
        int second = Rig.SECOND_HOST;
        return List.of(
                new Case(
                        "out",
                        tcp(Ingress.LAN, 0, HOST, PEER, 64),
                        WhyAnswer.Fate.TO_UPLINK,
                        DropReason.NONE,
                        WhyStage.OUT),
                new Case(
                        "expiring",
                        tcp(Ingress.LAN, 0, HOST, PEER, 1),
                        WhyAnswer.Fate.REJECTED,
                        DropReason.IPV4_TTL_EXCEEDED,
                        WhyStage.TTL),
                new Case(
                        "wrong network",
                        tcp(Ingress.LAN, 0, second, PEER, 64),
                        WhyAnswer.Fate.DROPPED,
                        DropReason.IPV4_SPOOFED,
                        WhyStage.SOURCE),
                new Case(
                        "unasked from outside",
                        tcp(Ingress.UPLINK, 0, PEER, OUR, 64),
                        WhyAnswer.Fate.DROPPED,
                        DropReason.INBOUND_NO_MAPPING,
                        WhyStage.FIREWALL),
                new Case(
                        "a visitor into the house",
                        tcp(Ingress.LAN, 2, VISITOR, HOST, 64),
                        WhyAnswer.Fate.REJECTED,
                        DropReason.FIREWALL_RULE,
                        WhyStage.FIREWALL),
                new Case(
                        "between networks",
                        tcp(Ingress.LAN, 0, HOST, second, 64),
                        WhyAnswer.Fate.TO_LAN,
                        DropReason.NONE,
                        WhyStage.OUT),
                new Case(
                        "the router itself",
                        tcp(Ingress.ROUTER, 0, OUR, PEER, 64),
                        WhyAnswer.Fate.TO_UPLINK,
                        DropReason.NONE,
                        WhyStage.OUT));
    }

    private static byte[] udp(int host, int port) {
        return PacketBytes.udp(host, port, PEER, 443, 10);
    }

    /** The host of the forward has more flows than any that could make room. */
    @Test
    void aFullTableIsForetold() {
        Rig small = new Rig(2);
        small.path.rules(NatRules.forwards(NatRules.port(443, HOST, 443)));
        for (int port = 1; port < 3; port++) {
            small.fromLan(udp(HOST, 5000 + port));
            small.toWan();
            small.fromWan(PacketBytes.udp(PEER, 443, OUR, 5000 + port, 10));
            small.toLan();
        }
        small.fromLan(udp(Rig.HOST_B, 6000));
        small.toWan();
        WhyAnswer answer = small.path.why(tcp(Ingress.UPLINK, 0, PEER, OUR, 64));
        assertThat(answer.reason()).isEqualTo(DropReason.FLOW_TABLE_FULL);
        assertThat(answer.fate()).isEqualTo(WhyAnswer.Fate.DROPPED);
        small.fromWan(PacketBytes.tcp(PEER, 40_000, OUR, 443, TcpHeader.SYN, 0));
        small.assertDropped(DropReason.FLOW_TABLE_FULL);
    }

    @Test
    void eachPacketEndsWhereItWould() {
        for (Case row : cases()) {
            WhyAnswer answer = rig.path.why(row.question);
            assertThat(answer.fate()).as(row.name).isEqualTo(row.fate);
            assertThat(answer.reason()).as(row.name).isEqualTo(row.reason);
            WhyStep last = answer.steps().getLast();
            assertThat(last.stage()).as(row.name).isEqualTo(row.stage);
            assertThat(last.passed()).as(row.name).isEqualTo(row.reason == DropReason.NONE);
        }
        rig.assertSilent();
        rig.assertDropped();
        assertThat(rig.path.status().flow().flows()).isZero();
        assertThat(rig.path.status().nat().mappings()).isZero();
        rig.assertBalance();
    }

    @Test
    void aStandingRuleIsNamed() {
        WhyAnswer answer = rig.path.why(tcp(Ingress.LAN, 2, VISITOR, HOST, 64));
        assertThat(answer.rule()).hasValueSatisfying(id -> assertThat(id).startsWith("default-"));
    }

    @Test
    void aRunningFlowIsSeen() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        rig.toWan();
        WhyAnswer answer = rig.path.why(tcp(Ingress.LAN, 0, HOST, PEER, 64));
        assertThat(answer.steps()).extracting(WhyStep::stage).contains(WhyStage.FLOW);
        assertThat(answer.fate()).isEqualTo(WhyAnswer.Fate.TO_UPLINK);
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> rig.path.why(tcp(Ingress.LAN, 9, HOST, PEER, 64)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rig.path.why(tcp(Ingress.UPLINK, 3, PEER, OUR, 64)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
