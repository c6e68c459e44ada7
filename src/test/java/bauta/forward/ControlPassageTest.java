package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.AlgRule;
import bauta.alg.AlgRules;
import bauta.alg.Control;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.Session;
import bauta.alg.StreamSession;
import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a control connection and its expectations do on the whole path, with a protocol of one line.
 */
class ControlPassageTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int PORT = 2121;

    private final Rig rig = new Rig();

    /**
     * {@code CALL address port} awaits a connection from the other end; {@code END} is the last.
     */
    private record Calls() implements Alg {
        @Override
        public AlgProfile profile() {
            return new AlgProfile(
                    "calls", List.of(6), List.of(PORT), true, 2, Duration.ofSeconds(60));
        }

        @Override
        public Session attach(Control control) {
            return (StreamSession) payload -> read(control, payload);
        }

        private static int read(Control control, Payload payload) {
            int end = payload.indexOf('\n', 0);
            if (end < 0 || payload.has(0, "END")) {
                return end < 0 ? StreamSession.WAIT : StreamSession.DETACH;
            }
            if (payload.has(0, "CALL ")) {
                List<String> words = List.of(payload.text(5, end).split(" ", -1));
                int address = Ipv4Address.parse(words.get(0)).bits();
                int port = Integer.parseInt(words.get(1));
                Expected expected =
                        control.expect(
                                Expectation.one(control, payload.direction(), 6, port)
                                        .announced(address));
                if (expected != null) {
                    String seen = new Ipv4Address(expected.seenAddress()).toString();
                    payload.replace(5, end, seen + " " + expected.seenPort());
                }
            }
            return end + 1;
        }
    }

    @BeforeEach
    void on() {
        rig.path.algs(new AlgRules(List.of(new AlgRule(new Calls(), List.of(PORT))), new BitSet()));
    }

    private ControlTalk talk() {
        return ControlTalk.outward(rig, HOST, 40_000, PEER, PORT);
    }

    private void knock(int peer, int port) {
        rig.fromWan(PacketBytes.tcp(peer, 20, OUR, port, SYN, 0));
    }

    @Test
    void theOtherEndIsToldWhatItSeesAndNumbersFitEverAfter() {
        ControlTalk talk = talk();
        assertThat(talk.say("CALL 192.168.87.2 5000\n")).isEqualTo("CALL 203.0.113.5 5000\n");
        assertThat(talk.reply("OK\n")).isEqualTo("OK\n");
        assertThat(talk.say("CALL 192.168.87.2 5001\n")).isEqualTo("CALL 203.0.113.5 5001\n");
        assertThat(talk.say("more\n")).isEqualTo("more\n");
        assertThat(talk.say("END\n")).isEqualTo("END\n");
        assertThat(talk.say("CALL 192.168.87.2 5002\n")).isEqualTo("CALL 192.168.87.2 5002\n");
        assertThat(talk.reply("still fits\n")).isEqualTo("still fits\n");
    }

    @Test
    void whatIsExpectedComesInOnceAndFromTheOtherEndOnly() {
        talk().say("CALL 192.168.87.2 5000\n");
        knock(OTHER_PEER, 5000);
        rig.assertSilent();
        knock(PEER, 5000);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 20, HOST, 5000));
        rig.fromWan(PacketBytes.tcp(PEER, 21, OUR, 5000, SYN, 0));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.INBOUND_FILTERED)).isEqualTo(2);
        assertThat(rig.path.algs().getFirst().used()).isOne();
    }

    @Test
    void whatNobodyComesForEndsInItsTimeAndWithItsConnection() {
        ControlTalk talk = talk();
        talk.say("CALL 192.168.87.2 5000\n");
        rig.timers.advance(Duration.ofSeconds(61).toNanos());
        knock(PEER, 5000);
        talk.say("CALL 192.168.87.2 5001\n");
        assertThat(rig.path.algs().getFirst().expectations()).isOne();
        rig.timers.advance(Duration.ofHours(3).toNanos());
        knock(PEER, 5001);
        rig.assertSilent();
        assertThat(rig.path.algs().getFirst().expectations()).isZero();
        assertThat(rig.path.status().nat().mappings()).isZero();
    }

    @Test
    void aResetEndsWhatItsConnectionExpects() {
        ControlTalk talk = talk();
        talk.say("CALL 192.168.87.2 5000\n");
        rig.fromLan(ControlTalk.segment(talk.opener, TcpHeader.RST | TcpHeader.ACK, new byte[0]));
        rig.toWan();
        knock(PEER, 5000);
        rig.assertSilent();
        assertThat(rig.path.algs().getFirst().expectations()).isZero();
    }

    @Test
    void aThirdPartyALowPortAndTooManyAreRefusedAndPassAsTheyAre() {
        ControlTalk talk = talk();
        for (String line : List.of("CALL 192.168.87.3 5000\n", "CALL 192.168.87.2 1023\n")) {
            assertThat(talk.say(line)).isEqualTo(line);
        }
        talk.say("CALL 192.168.87.2 5000\n");
        talk.say("CALL 192.168.87.2 5001\n");
        assertThat(talk.say("CALL 192.168.87.2 5002\n")).isEqualTo("CALL 192.168.87.2 5002\n");
        assertThat(rig.path.algs().getFirst().refused())
                .containsOnlyKeys(Refusal.OTHER_ADDRESS, Refusal.FORBIDDEN_PORT, Refusal.TOO_MANY);
        assertThat(rig.path.algNotes()).hasSize(5);
    }

    @Test
    void aPortThatIsTakenOutsideBecomesAnother() {
        rig.fromLan(PacketBytes.tcp(HOST_B, 5000, OTHER_PEER, 80, SYN, 0));
        rig.toWan();
        String heard = talk().say("CALL 192.168.87.2 5000\n");
        int port = Integer.parseInt(heard.strip().split(" ", -1)[2]);
        assertThat(port).isNotEqualTo(5000);
        knock(PEER, port);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 20, HOST, 5000));
    }

    @Test
    void aLineInTwoSegmentsIsHeldAndItsSenderSendsOn() {
        ControlTalk talk = talk();
        talk.send(talk.opener, "CALL 192.168.");
        assertThat(talk.hear(talk.answerer)).isEmpty();
        rig.toLan();
        talk.send(talk.opener, "87.2 5000\nand");
        assertThat(talk.hear(talk.answerer)).isEqualTo("CALL 203.0.113.5 5000\n");
    }

    @Test
    void whatTheOtherEndOpensMayPassAFirewallThatWouldRefuse() {
        ControlTalk talk = talk();
        assertThat(talk.reply("CALL 198.51.100.9 6000\n")).isEqualTo("CALL 198.51.100.9 6000\n");
        rig.fromLan(PacketBytes.tcp(HOST, 41_000, PEER, 6000, SYN, 0));
        rig.toWan();
        assertThat(rig.path.algs().getFirst().used()).isOne();
    }

    @Test
    void aSegmentAfterAGapOrWithAWrongSumIsDropped() {
        ControlTalk talk = talk();
        talk.opener.sent += 5;
        talk.send(talk.opener, "late\n");
        talk.opener.sent -= 10;
        byte[] damaged = ControlTalk.segment(talk.opener, TcpHeader.ACK, new byte[] {65});
        damaged[damaged.length - 1]++;
        rig.fromLan(damaged);
        rig.assertSilent();
        rig.assertDropped(DropReason.ALG_OUT_OF_ORDER, DropReason.TCP_BAD_CHECKSUM);
    }
}
