package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.AlgRule;
import bauta.alg.AlgRules;
import bauta.alg.AlgStatus;
import bauta.alg.Note;
import bauta.alg.Refusal;
import bauta.alg.ftp.FtpAlg;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The twelve rules that keep a gateway from being led astray, for FTP. */
class FtpSecurityTest {
    private static final String PORT = "PORT 192,168,87,2,4,1\r\n";
    private static final String CHANGED = "PORT 203,0,113,5,4,1\r\n";

    private final Rig rig = new Rig();

    @BeforeEach
    void on() {
        BitSet forbidden = new BitSet();
        forbidden.set(6000, 6064);
        rig.path.algs(new AlgRules(List.of(new AlgRule(new FtpAlg(), List.of(21))), forbidden));
    }

    private ControlTalk silent() {
        return ControlTalk.outward(rig, HOST, 40_000, PEER, 21);
    }

    private ControlTalk talk() {
        ControlTalk talk = silent();
        talk.reply("220 ready\r\n");
        talk.say("USER anonymous\r\n");
        return talk;
    }

    private AlgStatus status() {
        return rig.path.algs().getFirst();
    }

    private void nothingIsOpen(int port) {
        rig.fromWan(PacketBytes.tcp(PEER, 20, OUR, port, TcpHeader.SYN, 0));
        rig.assertSilent();
        assertThat(status().opened()).isZero();
        assertThat(status().rewritten()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PORT 192,168,87,3,4,1\r\n",
                "PORT 198,51,100,9,4,1\r\n",
                "PORT 0,0,0,0,4,1\r\n",
                "EPRT |1|192.168.87.3|1025|\r\n"
            })
    void rule1AnAddressThatIsNotTheSendersOpensNothing(String line) {
        assertThat(talk().say(line)).isEqualTo(line);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_ADDRESS);
    }

    @Test
    void rule1AServerCannotNameAnotherServer() {
        ControlTalk talk = talk();
        talk.say("PASV\r\n");
        String reply = "227 Entering Passive Mode (198,51,100,10,4,1)\r\n";
        assertThat(talk.reply(reply)).isEqualTo(reply);
        nothingIsOpen(1025);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PORT 192,168,87,2,3,255\r\n",
                "PORT 192,168,87,2,0,0\r\n",
                "PORT 192,168,87,2,23,112\r\n",
                "EPRT |1|192.168.87.2|6063|\r\n"
            })
    void rule2LowAndForbiddenPortsAreNeverOpened(String line) {
        assertThat(talk().say(line)).isEqualTo(line);
        nothingIsOpen(6000);
        assertThat(status().refused()).containsOnlyKeys(Refusal.FORBIDDEN_PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT 192,168,87,1,4,1\r\n", "PORT 203,0,113,5,4,1\r\n"})
    void rule2AnAddressOfTheRouterIsNeverOpened(String line) {
        assertThat(talk().say(line)).isEqualTo(line);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_ADDRESS);
    }

    @Test
    void rule3ACommandInMidLineIsNone() {
        ControlTalk talk = talk();
        String line = "MKD x PORT 192,168,87,2,4,1\r\n";
        assertThat(talk.say(line)).isEqualTo(line);
        String echo = "257 PORT 192,168,87,2,4,1\r\n" + PORT;
        assertThat(talk.reply(echo)).isEqualTo(echo);
        nothingIsOpen(1025);
    }

    @Test
    void rule3TheStartOfASegmentIsNotTheStartOfALine() {
        ControlTalk talk = talk();
        String name = "MKD " + "x".repeat(400);
        assertThat(talk.say(name)).isEqualTo(name);
        assertThat(talk.say(PORT)).isEqualTo(PORT);
        nothingIsOpen(1025);
    }

    @Test
    void rule4AHalfLineIsHeldUntilItIsWhole() {
        ControlTalk talk = talk();
        talk.send(talk.opener, "PORT 192,");
        assertThat(talk.hear(talk.answerer)).isEmpty();
        rig.toLan();
        assertThat(status().opened()).isZero();
        talk.send(talk.opener, "168,87,2,4,1\r\n");
        assertThat(talk.hear(talk.answerer)).isEqualTo(CHANGED);
        talk.acknowledge(talk.answerer);
    }

    @Test
    void rule4ALineByteByByteIsTheSameLine() {
        ControlTalk talk = talk();
        StringBuilder heard = new StringBuilder();
        for (int i = 0; i < PORT.length(); i++) {
            talk.send(talk.opener, PORT.substring(i, i + 1));
            heard.append(talk.hear(talk.answerer));
            while (rig.lan.waiting() > 0) {
                rig.toLan();
            }
        }
        assertThat(heard).hasToString(CHANGED);
    }

    @Test
    void rule5OnlyTheServerMayComeAndOnce() {
        talk().say(PORT);
        rig.fromWan(PacketBytes.tcp(OTHER_PEER, 20, OUR, 1025, TcpHeader.SYN, 0));
        rig.assertSilent();
        rig.fromWan(PacketBytes.tcp(PEER, 20, OUR, 1025, TcpHeader.SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 20, HOST, 1025));
        rig.fromWan(PacketBytes.tcp(PEER, 21, OUR, 1025, TcpHeader.SYN, 0));
        rig.assertSilent();
    }

    @Test
    void rule6OneIsAwaitedAtATimeAndEndsWithItsConnection() {
        ControlTalk talk = talk();
        for (int i = 0; i < 50; i++) {
            talk.say("PORT 192,168,87,2,8," + i + "\r\n");
            assertThat(status().expectations()).isOne();
        }
        rig.fromLan(ControlTalk.segment(talk.opener, TcpHeader.RST, new byte[0]));
        rig.toWan();
        rig.timers.advance(java.time.Duration.ofSeconds(299).toNanos());
        assertThat(status().expectations()).isZero();
        rig.fromWan(PacketBytes.tcp(PEER, 20, OUR, 8 * 256 + 49, TcpHeader.SYN, 0));
        rig.assertSilent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PORT 192,168,87,2,4,256\r\n",
                "PORT 448,168,87,2,4,1\r\n",
                "PORT 192,168,87,2,4\r\n",
                "PORT 192,168,87,2,4,1,\r\n",
                "PORT 192,168,87,2,4,18446744073709551617\r\n",
                "EPRT |1|192.168.87.2|66561|\r\n",
                "EPRT |1|192.168.87.258|1025|\r\n",
                "EPRT |2|::1|1025|\r\n"
            })
    void rule7ANumberOutOfRangeIsNotCut(String line) {
        assertThat(talk().say(line)).isEqualTo(line);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.MALFORMED);
    }

    @Test
    void rule8ARepeatedLineSaysTheSame() {
        ControlTalk talk = talk();
        talk.send(talk.opener, PORT);
        assertThat(talk.hear(talk.answerer)).isEqualTo(CHANGED);
        for (int i = 0; i < 3; i++) {
            talk.opener.sent -= PORT.length();
            talk.answerer.received -= CHANGED.length();
            talk.send(talk.opener, PORT);
            assertThat(talk.hear(talk.answerer)).isEqualTo(CHANGED);
        }
        talk.acknowledge(talk.answerer);
        assertThat(status().opened()).isOne();
        assertThat(status().rewritten()).isOne();
    }

    @Test
    void rule9AServerThatDoesNotGreetAsFtpIsNotRead() {
        ControlTalk talk = silent();
        talk.reply("SSH-2.0-OpenSSH\r\n");
        assertThat(talk.say("USER anonymous\r\n")).isEqualTo("USER anonymous\r\n");
        assertThat(talk.say(PORT)).isEqualTo(PORT);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_PROTOCOL);
    }

    @Test
    void rule9ACommandBeforeTheGreetingIsNotBelieved() {
        ControlTalk talk = silent();
        assertThat(talk.say(PORT)).isEqualTo(PORT);
        talk.reply("220 ready\r\n");
        assertThat(talk.say(PORT)).isEqualTo(PORT);
        nothingIsOpen(1025);
    }

    @Test
    void rule9ABrowserThatWasLedHereIsNotBelieved() {
        ControlTalk talk = silent();
        talk.reply("220 ready\r\n");
        String post = "POST / HTTP/1.1\r\nHost: x\r\n\r\n" + PORT;
        assertThat(talk.say(post)).isEqualTo(post);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_PROTOCOL);
    }

    @Test
    void rule9ServersGreetInTheirOwnTime() {
        ControlTalk talk = silent();
        talk.reply("120 in a minute\r\n");
        talk.reply("220-Welcome\r\n227 to (1,2,3,4,5,6)\r\n220 here\r\n");
        talk.say("USER anonymous\r\n");
        assertThat(talk.say(PORT)).isEqualTo(CHANGED);
    }

    @Test
    void rule9AConnectionFromOutsideWithoutAForwardIsNotRead() {
        rig.fromWan(PacketBytes.tcp(PEER, 40_000, OUR, 21, TcpHeader.SYN, 0));
        rig.assertSilent();
        assertThat(status().attached()).isZero();
    }

    @Test
    void rule10AnEncryptedConnectionIsNeverChanged() {
        ControlTalk talk = silent();
        talk.reply("220 ready\r\n");
        String hello = "\u0016\u0003\u0001\u0000\u0006" + PORT;
        assertThat(talk.say(hello)).isEqualTo(hello);
        assertThat(talk.say(PORT)).isEqualTo(PORT);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.ENCRYPTED);
    }

    @Test
    void rule11WhatComesFromOutsideOpensNothingUnasked() {
        ControlTalk talk = talk();
        for (String line : List.of(PORT, "EPRT |1|192.168.87.2|1025|\r\n", "PASV\r\n")) {
            assertThat(talk.reply(line)).isEqualTo(line);
        }
        String passive = "227 Entering Passive Mode (192,168,87,2,4,1)\r\n";
        assertThat(talk.reply(passive)).isEqualTo(passive);
        nothingIsOpen(1025);
    }

    @Test
    void rule12EveryRewriteAndRefusalIsCountedWithBothEnds() {
        ControlTalk talk = talk();
        talk.say(PORT);
        talk.say("PORT 192,168,87,3,4,1\r\n");
        assertThat(status().opened()).isOne();
        assertThat(status().rewritten()).isOne();
        assertThat(status().refused()).containsEntry(Refusal.OTHER_ADDRESS, 1L);
        List<Note> notes = rig.path.algNotes();
        assertThat(notes)
                .extracting(Note::refusal)
                .containsExactly(Optional.empty(), Optional.of(Refusal.OTHER_ADDRESS));
        assertThat(notes).allMatch(note -> note.port() == 1025 && note.protocol() == 6);
        assertThat(notes).allMatch(note -> (int) (note.addresses() >>> 32) == HOST);
    }
}
