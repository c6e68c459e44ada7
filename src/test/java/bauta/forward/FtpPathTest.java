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
import bauta.alg.Refusal;
import bauta.alg.ftp.FtpAlg;
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
import bauta.wire.TcpHeader;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FTP's gateway on the whole path: what each end reads, and which data connections get through. */
class FtpPathTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int CLIENT_PORT = 40_000;

    private final Rig rig = new Rig();

    @BeforeEach
    void on() {
        rig.path.algs(new AlgRules(List.of(new AlgRule(new FtpAlg(), List.of(21))), new BitSet()));
    }

    private ControlTalk outward() {
        return greeted(ControlTalk.outward(rig, HOST, CLIENT_PORT, PEER, 21));
    }

    private ControlTalk inward() {
        rig.path.rules(NatRules.forwards(NatRules.port(21, HOST, 21)));
        return greeted(ControlTalk.inward(rig, PEER, CLIENT_PORT, OUR, 21));
    }

    private static ControlTalk greeted(ControlTalk talk) {
        assertThat(talk.reply("220 ready\r\n")).isEqualTo("220 ready\r\n");
        assertThat(talk.say("USER anonymous\r\n")).isEqualTo("USER anonymous\r\n");
        assertThat(talk.reply("230 in\r\n")).isEqualTo("230 in\r\n");
        return talk;
    }

    /** Another host uses an external port already, so that 1025 becomes another. */
    private void takeOutside(int port) {
        rig.fromLan(PacketBytes.tcp(HOST_B, port, OTHER_PEER, 80, SYN, 0));
        rig.toWan();
    }

    private static void unchanged(ControlTalk talk, String line) {
        assertThat(talk.say(line)).isEqualTo(line);
    }

    private static void unchangedReply(ControlTalk talk, String line) {
        assertThat(talk.reply(line)).isEqualTo(line);
    }

    private void connects(int port, int inside) {
        rig.fromWan(PacketBytes.tcp(PEER, 20, OUR, port, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 20, HOST, inside));
    }

    private void isRefused(int peer, int sourcePort, int port) {
        rig.fromWan(PacketBytes.tcp(peer, sourcePort, OUR, port, SYN, 0));
        rig.assertSilent();
    }

    private AlgStatus status() {
        return rig.path.algs().getFirst();
    }

    /** Outbound is limited to the ports that a strict house allows. */
    private void limitOutbound() {
        FirewallRule allowed =
                new FirewallRule(
                        "allowed",
                        Match.ANY
                                .to(Zone.WAN)
                                .with(Field.PROTOCOL, RangeSet.of(6))
                                .with(Field.DESTINATION_PORT, RangeSet.of(21)),
                        Verdict.ACCEPT,
                        40);
        FirewallRule rest = new FirewallRule("rest", Match.ANY.to(Zone.WAN), Verdict.DROP, 41);
        rig.path.rules(
                ForwardRules.standing()
                        .with(
                                Policies.of(List.of()),
                                RuleFirewall.of(List.of(allowed, rest)),
                                PortForwards.NONE));
    }

    @Test
    void theReferenceLineOfPort() {
        ControlTalk talk = outward();
        assertThat(talk.say("PORT 192,168,87,2,4,1\r\n")).isEqualTo("PORT 203,0,113,5,4,1\r\n");
        assertThat(talk.reply("200 ok\r\n")).isEqualTo("200 ok\r\n");
        unchanged(talk, "RETR a.bin\r\n");
        connects(1025, 1025);
        unchangedReply(talk, "150 here it comes\r\n");
        assertThat(status().rewritten()).isOne();
        assertThat(status().used()).isOne();
    }

    @Test
    void aPortThatIsTakenOutsideIsToldAsAnother() {
        takeOutside(1025);
        ControlTalk talk = outward();
        String heard = talk.say("EPRT |1|192.168.87.2|1025|\r\n");
        assertThat(heard).matches("EPRT \\|1\\|203\\.0\\.113\\.5\\|\\d+\\|\r\n");
        int port = Integer.parseInt(heard.split("\\|", -1)[3]);
        assertThat(port).isNotEqualTo(1025).isGreaterThanOrEqualTo(1024);
        connects(port, 1025);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "port", "PoRt"})
    void lettersOfEitherCaseAreAlike(String command) {
        String line = command + " 192,168,87,2,200,1\r\n";
        assertThat(outward().say(line)).isEqualTo(command + " 203,0,113,5,200,1\r\n");
    }

    @Test
    void aLineMayEndWithoutCarriageReturn() {
        assertThat(outward().say("PORT 192,168,87,2,200,1\n"))
                .isEqualTo("PORT 203,0,113,5,200,1\n");
    }

    @Test
    void theReferenceLineOfExtendedPort() {
        ControlTalk talk = outward();
        assertThat(talk.say("EPRT |1|192.168.87.2|1025|\r\n"))
                .isEqualTo("EPRT |1|203.0.113.5|1025|\r\n");
        connects(1025, 1025);
        assertThat(talk.say("eprt !1!192.168.87.2!1026!\r\n"))
                .isEqualTo("eprt !1!203.0.113.5!1026!\r\n");
        connects(1026, 1026);
    }

    @Test
    void manyTransfersOnOneConnectionKeepTheirNumbers() {
        ControlTalk talk = outward();
        for (int port = 2000; port < 2100; port++) {
            String low = (port >>> 8) + "," + (port & 0xff) + "\r\n";
            assertThat(talk.say("PORT 192,168,87,2," + low)).isEqualTo("PORT 203,0,113,5," + low);
            unchangedReply(talk, "200 ok\r\n");
            unchanged(talk, "REST 4096\r\n");
            unchangedReply(talk, "350 go on\r\n");
            unchanged(talk, "RETR a\r\n");
            connects(port, port);
            unchangedReply(talk, "150 here\r\n");
            unchangedReply(talk, "226 done\r\n");
        }
        assertThat(status().used()).isEqualTo(100);
        assertThat(status().expectations()).isZero();
        assertThat(status().bytes()).isLessThan(4096);
    }

    @Test
    void passiveGoesOutThroughAFirewallThatRefusesAllElse() {
        limitOutbound();
        ControlTalk talk = outward();
        rig.fromLan(PacketBytes.tcp(HOST, 41_000, PEER, 1025, SYN, 0));
        rig.assertSilent();
        unchanged(talk, "PASV\r\n");
        unchangedReply(talk, "227 Entering Passive Mode (198,51,100,9,4,1)\r\n");
        rig.fromLan(PacketBytes.tcp(HOST_B, 41_000, PEER, 1025, SYN, 0));
        rig.fromLan(PacketBytes.tcp(HOST, 41_000, OTHER_PEER, 1025, SYN, 0));
        rig.assertSilent();
        rig.fromLan(PacketBytes.tcp(HOST, 41_000, PEER, 1025, SYN, 0));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, 41_000, PEER, 1025));
        unchanged(talk, "EPSV\r\n");
        unchangedReply(talk, "229 Entering Extended Passive Mode (|||1026|)\r\n");
        rig.fromLan(PacketBytes.tcp(HOST, 41_001, PEER, 1026, SYN, 0));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, 41_001, PEER, 1026));
        assertThat(status().rewritten()).isZero();
        assertThat(status().used()).isEqualTo(2);
    }

    @Test
    void activeWorksWithOutboundLimitedToo() {
        limitOutbound();
        ControlTalk talk = outward();
        talk.say("PORT 192,168,87,2,4,1\r\n");
        connects(1025, 1025);
    }

    @Test
    void aServerInsideTellsOurAddressInItsPassiveReplies() {
        ControlTalk talk = inward();
        unchanged(talk, "PASV\r\n");
        assertThat(talk.reply("227 Entering Passive Mode (192,168,87,2,200,1).\r\n"))
                .isEqualTo("227 Entering Passive Mode (203,0,113,5,200,1).\r\n");
        isRefused(OTHER_PEER, 41_000, 200 * 256 + 1);
        rig.fromWan(PacketBytes.tcp(PEER, 41_000, OUR, 200 * 256 + 1, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 41_000, HOST, 200 * 256 + 1));
    }

    @Test
    void aServerInsideTellsAnotherPortWhenItsOwnIsTaken() {
        takeOutside(1025);
        ControlTalk talk = inward();
        unchanged(talk, "epsv\r\n");
        String heard = talk.reply("229 Entering Extended Passive Mode (|||1025|)\r\n");
        int port = Integer.parseInt(heard.split("\\|", -1)[3]);
        assertThat(port).isNotEqualTo(1025);
        rig.fromWan(PacketBytes.tcp(PEER, 41_000, OUR, port, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 41_000, HOST, 1025));
        unchangedReply(talk, "150 here\r\n");
    }

    @Test
    void aServerInsideReachesAClientOutsideThatWaits() {
        ControlTalk talk = inward();
        unchanged(talk, "PORT 198,51,100,9,4,1\r\n");
        assertThat(status().expectations()).isOne();
        rig.fromLan(PacketBytes.tcp(HOST, 20, PEER, 1025, SYN, 0));
        assertThat(Ends.of(rig.toWan()).destinationPort()).isEqualTo(1025);
        assertThat(status().used()).isOne();
    }

    @Test
    void theNextCommandEndsTheWaitingForTheOneBefore() {
        ControlTalk talk = outward();
        talk.say("PORT 192,168,87,2,4,1\r\n");
        talk.say("EPRT |1|192.168.87.2|1030|\r\n");
        isRefused(PEER, 20, 1025);
        unchanged(talk, "PASV\r\n");
        isRefused(PEER, 20, 1030);
        assertThat(status().expectations()).isZero();
        unchangedReply(talk, "227 Entering Passive Mode (198,51,100,9,4,1)\r\n");
        assertThat(status().expectations()).isOne();
        talk.say("PORT 192,168,87,2,4,7\r\n");
        assertThat(status().expectations()).isOne();
        connects(1031, 1031);
    }

    @Test
    void afterEpsvAllNothingElseIsBelieved() {
        ControlTalk talk = outward();
        unchanged(talk, "EPSV ALL\r\n");
        unchangedReply(talk, "200 only EPSV\r\n");
        unchanged(talk, "PORT 192,168,87,2,4,1\r\n");
        unchanged(talk, "PASV\r\n");
        unchangedReply(talk, "227 Entering Passive Mode (198,51,100,9,4,1)\r\n");
        assertThat(status().opened()).isZero();
        unchanged(talk, "EPSV\r\n");
        unchangedReply(talk, "229 Entering Extended Passive Mode (|||1026|)\r\n");
        assertThat(status().opened()).isOne();
    }

    @Test
    void anEpsvAllThatIsRefusedChangesNothing() {
        ControlTalk talk = outward();
        unchanged(talk, "EPSV ALL\r\n");
        unchangedReply(talk, "500 what?\r\n");
        assertThat(talk.say("PORT 192,168,87,2,4,1\r\n")).isEqualTo("PORT 203,0,113,5,4,1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH TLS\r\n", "auth ssl\r\n"})
    void encryptionEndsTheReadingAndIsSaid(String command) {
        ControlTalk talk = outward();
        talk.say("PORT 192,168,87,2,4,1\r\n");
        unchanged(talk, command);
        unchangedReply(talk, "234 proceed\r\n");
        unchanged(talk, "PORT 192,168,87,2,4,2\r\n");
        unchangedReply(talk, "200 ok\r\n");
        isRefused(PEER, 20, 1025);
        assertThat(status().refused()).containsOnlyKeys(Refusal.ENCRYPTED);
    }

    @Test
    void encryptionThatIsRefusedChangesNothing() {
        ControlTalk talk = outward();
        unchanged(talk, "AUTH TLS\r\n");
        unchangedReply(talk, "530 log in first\r\n");
        assertThat(talk.say("PORT 192,168,87,2,4,1\r\n")).isEqualTo("PORT 203,0,113,5,4,1\r\n");
    }

    @Test
    void textWithinAReplyIsNotAReply() {
        ControlTalk talk = inward();
        unchanged(talk, "PASV\r\n");
        unchangedReply(talk, "211-Features\r\n227 see (192,168,87,2,4,1)\r\n");
        unchangedReply(talk, "211 End\r\n");
        assertThat(status().opened()).isZero();
        assertThat(talk.reply("227 Now (192,168,87,2,4,1)\r\n"))
                .isEqualTo("227 Now (203,0,113,5,4,1)\r\n");
    }

    @Test
    void aReplyThatWasNotAskedForOpensNothing() {
        ControlTalk talk = inward();
        unchangedReply(talk, "227 Entering Passive Mode (192,168,87,2,4,1)\r\n");
        unchangedReply(talk, "229 Entering Extended Passive Mode (|||1026|)\r\n");
        assertThat(status().opened()).isZero();
        assertThat(status().refused()).containsOnlyKeys(Refusal.MALFORMED);
    }

    @Test
    void twoCommandsInOneSegmentAreTwo() {
        ControlTalk talk = outward();
        assertThat(talk.say("NOOP\r\nPORT 192,168,87,2,4,1\r\nEPRT |1|192.168.87.2|1030|\r\n"))
                .isEqualTo("NOOP\r\nPORT 203,0,113,5,4,1\r\nEPRT |1|203.0.113.5|1030|\r\n");
        connects(1030, 1030);
    }

    @Test
    void aLongLineInPiecesPassesAndTheNextOneCounts() {
        ControlTalk talk = outward();
        String path = "STOR " + "directory/".repeat(50);
        unchanged(talk, path);
        unchanged(talk, "PORT 192,168,87,2,4,1 is still the name\r\n");
        assertThat(talk.say("PORT 192,168,87,2,4,1\r\n")).isEqualTo("PORT 203,0,113,5,4,1\r\n");
        unchangedReply(talk, "214-" + "help ".repeat(80));
        unchangedReply(talk, "more\r\n227 text (1,2,3,4,5,6)\r\n214 end\r\n");
        unchangedReply(talk, "200 ok\r\n");
        assertThat(status().refused()).isEmpty();
    }

    @Test
    void aWaitThatNobodyEndsEndsByItself() {
        ControlTalk talk = outward();
        talk.say("PORT 192,168,87,2,4,1\r\n");
        rig.timers.advance(Duration.ofSeconds(301).toNanos());
        isRefused(PEER, 20, 1025);
    }

    @Test
    void twoHostsWithOnePortAreToldTwo() {
        ControlTalk talk = outward();
        ControlTalk other = greeted(ControlTalk.outward(rig, HOST_B, CLIENT_PORT, PEER, 21));
        talk.say("PORT 192,168,87,2,4,1\r\n");
        String heard = other.say("PORT 192,168,87,3,4,1\r\n");
        assertThat(heard.toUpperCase(Locale.ROOT)).startsWith("PORT 203,0,113,5,");
        String[] numbers = heard.substring(5).strip().split(",", -1);
        int port = Integer.parseInt(numbers[4]) << 8 | Integer.parseInt(numbers[5]);
        connects(1025, 1025);
        rig.fromWan(PacketBytes.tcp(PEER, 20, OUR, port, SYN, 0));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 20, HOST_B, 1025));
    }
}
