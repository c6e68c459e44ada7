package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.AlgRule;
import bauta.alg.AlgRules;
import bauta.alg.tftp.TftpAlg;
import bauta.engine.DropReason;
import bauta.firewall.Field;
import bauta.firewall.FirewallRule;
import bauta.firewall.Match;
import bauta.firewall.RangeSet;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.forward.policy.Policies;
import bauta.nat.PortForwards;
import bauta.wire.PacketBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * TFTP through a firewall that lets nothing in and only port 69 out: the hardest one it can meet.
 */
class TftpPathTest {
    private static final byte[] REQUEST = "\0\1a\0octet\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] BLOCK = {0, 3, 0, 1, 'x'};
    private static final int CLIENT = 2000;
    private static final int TRANSFER = 45_000;

    private final Rig rig = new Rig();

    private void strictFirewall() {
        Match udp = Match.ANY.with(Field.PROTOCOL, RangeSet.of(17));
        Match requests = udp.with(Field.DESTINATION_PORT, RangeSet.of(69));
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                RuleFirewall.of(
                                        List.of(
                                                new FirewallRule(
                                                        "asks", requests, Verdict.ACCEPT, 40),
                                                new FirewallRule("rest", udp, Verdict.DROP, 41))),
                                PortForwards.NONE));
    }

    private void on() {
        AlgRule rule = new AlgRule(new TftpAlg(), List.of(69));
        rig.path.algs(new AlgRules(List.of(rule), new BitSet()));
    }

    private void ask(byte[] request) {
        rig.fromLan(ControlTalk.datagram(HOST, CLIENT, PEER, 69, request));
        assertThat(ControlTalk.payload(rig.toWan())).isEqualTo(request);
    }

    private void answer(int server, int port) {
        rig.fromWan(ControlTalk.datagram(server, TRANSFER, OUR, port, BLOCK));
    }

    @Test
    void withoutItATransferIsRefused() {
        strictFirewall();
        ask(REQUEST);
        answer(PEER, CLIENT);
        rig.assertSilent();
        rig.assertDropped(DropReason.FIREWALL_RULE);
    }

    @Test
    void withItTheServerAnswersFromANewPortAndIsAnswered() {
        strictFirewall();
        on();
        ask(REQUEST);
        answer(PEER, CLIENT);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, TRANSFER, HOST, CLIENT));
        rig.fromLan(ControlTalk.datagram(HOST, CLIENT, PEER, TRANSFER, new byte[] {0, 4, 0, 1}));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, CLIENT, PEER, TRANSFER));
        assertThat(rig.path.algs().getFirst().used()).isOne();
    }

    @Test
    void anotherAddressAndAnotherPortAreRefused() {
        strictFirewall();
        on();
        ask(REQUEST);
        answer(OTHER_PEER, CLIENT);
        answer(PEER, CLIENT + 1);
        rig.assertSilent();
        assertThat(rig.drops.total()).isEqualTo(2);
    }

    @Test
    void aSecondFlowByTheSameRequestIsRefused() {
        strictFirewall();
        on();
        ask(REQUEST);
        answer(PEER, CLIENT);
        rig.toLan();
        rig.fromWan(ControlTalk.datagram(PEER, TRANSFER + 1, OUR, CLIENT, BLOCK));
        rig.assertSilent();
        assertThat(rig.drops.total()).isOne();
    }

    @Test
    void whatIsNoRequestOpensNothing() {
        strictFirewall();
        on();
        ask(new byte[] {0, 9, 'a'});
        ask(REQUEST);
        answer(PEER, CLIENT);
        rig.assertSilent();
        assertThat(rig.drops.total()).isOne();
    }

    @Test
    void aLateAnswerIsRefused() {
        strictFirewall();
        on();
        ask(REQUEST);
        rig.timers.advance(Duration.ofMinutes(6).toNanos());
        answer(PEER, CLIENT);
        rig.assertSilent();
        assertThat(rig.path.algs().getFirst().expectations()).isZero();
    }

    @Test
    void aLowPortOfTheClientIsNotOpened() {
        strictFirewall();
        on();
        rig.fromLan(ControlTalk.datagram(HOST, 1023, PEER, 69, REQUEST));
        int port = Ends.of(rig.toWan()).sourcePort();
        answer(PEER, port);
        rig.assertSilent();
        assertThat(rig.path.algs().getFirst().opened()).isZero();
    }

    @Test
    void aServerInsideAnswersThroughAStrictFirewallToo() {
        on();
        Match leaving =
                Match.ANY
                        .with(Field.PROTOCOL, RangeSet.of(17))
                        .with(Field.TO_ZONE, RangeSet.of(Zone.WAN.ordinal()));
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                RuleFirewall.of(
                                        List.of(new FirewallRule("no", leaving, Verdict.DROP, 41))),
                                NatRules.forwards(NatRules.port(69, HOST, 69)).forwards()));
        rig.fromWan(ControlTalk.datagram(PEER, CLIENT, OUR, 69, REQUEST));
        assertThat(ControlTalk.payload(rig.toLan())).isEqualTo(REQUEST);
        rig.fromLan(PacketBytes.udp(HOST, TRANSFER + 1, OTHER_PEER, CLIENT, 4));
        rig.assertSilent();
        rig.fromLan(ControlTalk.datagram(HOST, TRANSFER, PEER, CLIENT, BLOCK));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, TRANSFER, PEER, CLIENT));
    }
}
