package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.AlgRule;
import bauta.alg.AlgRules;
import bauta.alg.AlgStatus;
import bauta.alg.Note;
import bauta.alg.Refusal;
import bauta.alg.irc.IrcAlg;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IRC's gateway on the whole path, and the rules that keep it from being led astray. In text, a
 * circumflex stands for byte 1. 3232257794 is 192.168.87.2, 3405803781 is 203.0.113.5.
 */
class IrcPathTest {
    private static final int SYN = TcpHeader.SYN;
    private static final String OFFER = line("PRIVMSG bob :^DCC SEND a.bin 3232257794 1025 4096^");
    private static final String CHANGED =
            line("PRIVMSG bob :^DCC SEND a.bin 3405803781 1025 4096^");

    private final Rig rig = new Rig();

    private static String line(String text) {
        return text.replace('^', '\u0001') + "\r\n";
    }

    @BeforeEach
    void on() {
        BitSet forbidden = new BitSet();
        forbidden.set(6000, 6064);
        rig.path.algs(new AlgRules(List.of(new AlgRule(new IrcAlg(), List.of(6667))), forbidden));
    }

    private ControlTalk silent() {
        return ControlTalk.outward(rig, HOST, 40_000, PEER, 6667);
    }

    private ControlTalk talk() {
        ControlTalk talk = silent();
        talk.reply(":server NOTICE * :*** Looking up your hostname\r\n");
        talk.say("NICK me\r\nUSER me 0 * :Me\r\n");
        talk.reply(":server 001 me :Welcome\r\n");
        return talk;
    }

    private static void unchanged(ControlTalk talk, String text) {
        assertThat(talk.say(text)).isEqualTo(text);
    }

    private static void unchangedReply(ControlTalk talk, String text) {
        assertThat(talk.reply(text)).isEqualTo(text);
    }

    private AlgStatus status() {
        return rig.path.algs().getFirst();
    }

    private void knock(int peer, int sourcePort, int port) {
        rig.fromWan(PacketBytes.tcp(peer, sourcePort, OUR, port, SYN, 0));
    }

    private void nothingIsOpen(int port) {
        knock(PEER, 5000, port);
        knock(OTHER_PEER, 5000, port);
        rig.assertSilent();
        assertThat(status().opened()).isZero();
        assertThat(status().rewritten()).isZero();
    }

    /** Another host uses external port 1025 already; returns the one that is told instead. */
    private int offerByAnotherPort(ControlTalk talk) {
        rig.fromLan(PacketBytes.tcp(HOST_B, 1025, OTHER_PEER, 80, SYN, 0));
        rig.toWan();
        String heard = talk.say(OFFER);
        assertThat(heard).startsWith(line("PRIVMSG bob :^DCC SEND a.bin 3405803781 ").strip());
        int port = Integer.parseInt(heard.split(" ", -1)[6]);
        assertThat(port).isNotEqualTo(1025);
        return port;
    }

    @Test
    void theReferenceLineOfAnOfferedFile() {
        ControlTalk talk = talk();
        assertThat(talk.say(OFFER)).isEqualTo(CHANGED);
        knock(OTHER_PEER, 5000, 1025);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OTHER_PEER, 5000, HOST, 1025));
        unchanged(talk, "PING :still here\r\n");
        unchangedReply(talk, ":server PONG server :still here\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVMSG bob :^DCC CHAT chat 3232257794 2000^, PRIVMSG bob :^DCC CHAT chat 3405803781 2000^",
        "NOTICE bob :^DCC MOVE a 3232257794 2000 9^, NOTICE bob :^DCC MOVE a 3405803781 2000 9^",
        "PRIVMSG bob :^DCC TSEND a 3232257794 2000 9^, PRIVMSG bob :^DCC TSEND a 3405803781 2000 9^",
        "PRIVMSG bob :^DCC SCHAT c 3232257794 2000^, PRIVMSG bob :^DCC SCHAT c 3405803781 2000^",
        "PRIVMSG b :^DCC SEND \"a b\" 3232257794 2000 9, PRIVMSG b :^DCC SEND \"a b\" 3405803781 2000 9"
    })
    void everyKindOfOfferGetsAnAddressThatCanBeReached(String said, String heard) {
        assertThat(talk().say(line(said))).isEqualTo(line(heard));
        knock(OTHER_PEER, 5000, 2000);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OTHER_PEER, 5000, HOST, 2000));
    }

    @Test
    void resumeComesInWithTheInsidePortAndAcceptGoesOutWithTheOther() {
        ControlTalk talk = talk();
        int port = offerByAnotherPort(talk);
        String resume = ":bob!b@host PRIVMSG me :^DCC RESUME a.bin %d 100^";
        assertThat(talk.reply(line(resume.formatted(port))))
                .isEqualTo(line(resume.formatted(1025)));
        String accept = "PRIVMSG bob :^DCC ACCEPT a.bin %d 100^";
        assertThat(talk.say(line(accept.formatted(1025)))).isEqualTo(line(accept.formatted(port)));
        knock(OTHER_PEER, 5000, port);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OTHER_PEER, 5000, HOST, 1025));
        unchanged(talk, line("PRIVMSG bob :thanks"));
    }

    @Test
    void whatSpeaksOfTheOtherUsersOfferStaysAsItIs() {
        ControlTalk talk = talk();
        int port = offerByAnotherPort(talk);
        unchanged(talk, line("PRIVMSG bob :^DCC RESUME b.bin 1025 100^"));
        unchangedReply(talk, line(":bob!b@h PRIVMSG me :^DCC ACCEPT b.bin " + port + " 100^"));
        unchanged(talk, line("PRIVMSG bob :^DCC ACCEPT b.bin 4000 100^"));
        unchangedReply(talk, line(":bob!b@h PRIVMSG me :^DCC RESUME b.bin 4000 100^"));
        assertThat(status().rewritten()).isOne();
    }

    @Test
    void whileNothingIsOfferedTheServersLinesAreNotHeld() {
        ControlTalk talk = talk();
        unchangedReply(talk, ":server 322 me #channel");
        unchangedReply(talk, " 12 :a topic\r\n:server 3");
        talk.say(OFFER);
        unchangedReply(talk, "22 me :\u0001DCC RESUME a.bin 1025 1\u0001\r\n");
        talk.send(talk.answerer, line(":bob!b@host PRIVMSG me :^DCC").strip());
        assertThat(talk.hear(talk.opener)).isEmpty();
    }

    @Test
    void anOfferFromOutsideNeedsNothing() {
        ControlTalk talk = talk();
        unchangedReply(talk, line(":bob!b@h PRIVMSG me :^DCC SEND b.bin 3325256714 5000 100^"));
        nothingIsOpen(5000);
        assertThat(status().refused()).isEmpty();
    }

    @Test
    void aReverseOfferStaysAsItIs() {
        ControlTalk talk = talk();
        unchanged(talk, line("PRIVMSG bob :^DCC SEND a.bin 3232257794 0 4096 12^"));
        unchangedReply(talk, line(":bob!b@h PRIVMSG me :^DCC SEND a.bin 3325256714 5000 4096 12^"));
        unchanged(talk, line("PRIVMSG bob :^DCC RESUME a.bin 0 100 12^"));
        nothingIsOpen(1025);
        assertThat(status().refused()).isEmpty();
    }

    @Test
    void aClientMayNameTheAddressThatOthersSee() {
        ControlTalk talk = talk();
        unchanged(talk, line("PRIVMSG bob :^DCC CHAT chat 3405803781 2000^"));
        knock(OTHER_PEER, 5000, 2000);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OTHER_PEER, 5000, HOST, 2000));
    }

    @Test
    void twoOffersInOneSegmentAreTwo() {
        String second = line("PRIVMSG eve :^DCC CHAT chat 3232257794 2000^");
        assertThat(talk().say(OFFER + "PING x\r\n" + second))
                .isEqualTo(
                        CHANGED
                                + "PING x\r\n"
                                + line("PRIVMSG eve :^DCC CHAT chat 3405803781 2000^"));
        assertThat(status().expectations()).isEqualTo(2);
    }

    @Test
    void rule1AnotherHostsAddressOpensNothing() {
        unchanged(talk(), line("PRIVMSG bob :^DCC SEND a.bin 3232257795 1025 4096^"));
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVMSG bob :^DCC SEND a.bin 3232257794 1023 4096^",
                "PRIVMSG bob :^DCC CHAT chat 3232257794 6000^"
            })
    void rule2LowAndForbiddenPortsAreNeverOpened(String text) {
        unchanged(talk(), line(text));
        nothingIsOpen(6000);
        assertThat(status().refused()).containsOnlyKeys(Refusal.FORBIDDEN_PORT);
    }

    @Test
    void rule2TheRoutersInsideAddressIsNeverOpened() {
        unchanged(talk(), line("PRIVMSG bob :^DCC SEND a.bin 3232257793 1025 4096^"));
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_ADDRESS);
    }

    @Test
    void rule3ARequestCountsOnlyAsTheWholeTextOfAMessage() {
        ControlTalk talk = talk();
        unchanged(talk, line("PRIVMSG bob :look ^DCC SEND a.bin 3232257794 1025 4096^"));
        unchanged(talk, line("NOTICE eve :^PING ^DCC SEND a.bin 3232257794 1025 4096^"));
        unchanged(talk, line("PONG :^DCC SEND a.bin 3232257794 1025 4096^"));
        unchangedReply(talk, OFFER);
        nothingIsOpen(1025);
    }

    @Test
    void rule3TheStartOfASegmentIsNotTheStartOfALine() {
        ControlTalk talk = talk();
        List<String> pieces = List.of("TOPIC #x :" + "x".repeat(500), "x".repeat(520), OFFER);
        StringBuilder heard = new StringBuilder();
        for (String piece : pieces) {
            talk.send(talk.opener, piece);
            while (rig.wan.waiting() > 0) {
                heard.append(talk.hear(talk.answerer));
            }
            while (rig.lan.waiting() > 0) {
                rig.toLan();
            }
            talk.acknowledge(talk.answerer);
        }
        assertThat(heard).hasToString(String.join("", pieces));
        nothingIsOpen(1025);
    }

    @Test
    void rule4AHalfLineIsHeldUntilItIsWhole() {
        ControlTalk talk = talk();
        talk.send(talk.opener, OFFER.substring(0, 40));
        assertThat(talk.hear(talk.answerer)).isEmpty();
        rig.toLan();
        talk.send(talk.opener, OFFER.substring(40));
        assertThat(talk.hear(talk.answerer)).isEqualTo(CHANGED);
        talk.acknowledge(talk.answerer);
    }

    @Test
    void rule5AnOfferLetsOneConnectionInAndNoSecond() {
        talk().say(OFFER);
        knock(OTHER_PEER, 5000, 1025);
        rig.toLan();
        knock(PEER, 5000, 1025);
        knock(OTHER_PEER, 5001, 1025);
        rig.assertSilent();
        assertThat(status().used()).isOne();
    }

    @Test
    void rule6EightOffersAtATimeAndAllEndWithTheConnection() {
        ControlTalk talk = talk();
        for (int i = 0; i < 10; i++) {
            talk.say(line("PRIVMSG bob :^DCC CHAT chat 3232257794 200" + i + "^"));
        }
        assertThat(status().expectations()).isEqualTo(8);
        assertThat(status().refused()).containsEntry(Refusal.TOO_MANY, 2L);
        assertThat(status().bytes()).isLessThan(4096);
        rig.fromLan(ControlTalk.segment(talk.opener, TcpHeader.RST, new byte[0]));
        rig.toWan();
        rig.timers.advance(java.time.Duration.ofSeconds(299).toNanos());
        assertThat(status().expectations()).isZero();
        knock(OTHER_PEER, 5000, 2000);
        rig.assertSilent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRIVMSG bob :^DCC SEND a.bin 7527225090 1025 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 3232257794 66561 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 3232257794 -1 4096^",
                "PRIVMSG bob :^DCC SEND a.bin 192.168.87.2 1025 4096^"
            })
    void rule7ANumberOutOfRangeIsNotCut(String text) {
        unchanged(talk(), line(text));
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.MALFORMED);
    }

    @Test
    void rule8ARepeatedLineSaysTheSame() {
        ControlTalk talk = talk();
        talk.send(talk.opener, OFFER);
        assertThat(talk.hear(talk.answerer)).isEqualTo(CHANGED);
        talk.opener.sent -= OFFER.length();
        talk.answerer.received -= CHANGED.length();
        talk.send(talk.opener, OFFER);
        assertThat(talk.hear(talk.answerer)).isEqualTo(CHANGED);
        talk.acknowledge(talk.answerer);
        talk.say(OFFER);
        assertThat(status().opened()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST / HTTP/1.1", "PRIVMSG bob :hi", "USERS", "JOIN #x"})
    void rule9WhoDoesNotRegisterIsNotBelieved(String first) {
        ControlTalk talk = silent();
        unchanged(talk, first + "\r\n" + OFFER);
        unchanged(talk, "NICK me\r\n" + OFFER);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.OTHER_PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAP LS 302", "PASS secret", "USER me 0 * :Me", "nick me"})
    void rule9EveryWayToRegisterCounts(String first) {
        ControlTalk talk = silent();
        unchanged(talk, first + "\r\n");
        assertThat(talk.say(OFFER)).isEqualTo(CHANGED);
    }

    @Test
    void rule10AnEncryptedConnectionIsNeverChanged() {
        ControlTalk talk = silent();
        unchanged(talk, "\u0016\u0003\u0001\u0000\u0006" + OFFER);
        unchanged(talk, OFFER);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.ENCRYPTED);
    }

    @Test
    void rule10EncryptionThatBeginsLaterEndsTheReading() {
        ControlTalk talk = talk();
        unchanged(talk, "STARTTLS\r\n");
        unchangedReply(talk, ":server 670 me :STARTTLS successful\r\n");
        unchanged(talk, OFFER);
        nothingIsOpen(1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.ENCRYPTED);
    }

    @Test
    void rule11WhatOthersSayOpensNothing() {
        ControlTalk talk = talk();
        unchangedReply(talk, line(":bob!b@h PRIVMSG me :^DCC SEND a 3232257794 1025 4096^"));
        unchangedReply(talk, line(":bob!b@h PRIVMSG me :^DCC RESUME a 1025 4096^"));
        nothingIsOpen(1025);
    }

    @Test
    void rule12EveryRewriteAndRefusalIsCountedWithBothEnds() {
        ControlTalk talk = talk();
        talk.say(OFFER);
        talk.say(line("PRIVMSG bob :^DCC SEND a.bin 3232257795 1025 4096^"));
        assertThat(status().rewritten()).isOne();
        assertThat(rig.path.algNotes())
                .extracting(Note::refusal)
                .containsExactly(Optional.empty(), Optional.of(Refusal.OTHER_ADDRESS));
        assertThat(rig.path.algNotes()).allMatch(note -> (int) (note.addresses() >>> 32) == HOST);
    }
}
