package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.quake.QuakeAlg;
import bauta.wire.PacketBytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Quake through the router, for a player inside and a server inside. */
class QuakePathTest {
    private static final String REQUEST = "8000000c015155414b450003";
    private static final String ACCEPT = "80000009819a690000";
    private static final int GAME = 27_034;
    private static final int PLAYER = 3000;

    private final Rig rig = new Rig();

    private void serverInside() {
        rig.path.rules(NatRules.forwards(NatRules.port(26_000, HOST, 26_000)));
    }

    /** Another host has the port outside that the game's port would get. */
    private void takeGamePort() {
        rig.fromLan(PacketBytes.udp(HOST_B, GAME, OTHER_PEER, 9, 4));
        rig.toWan();
    }

    private static int port(String accept) {
        return Integer.parseInt(accept.substring(12, 14) + accept.substring(10, 12), 16);
    }

    @Test
    void aPlayerInsideKeepsItsPortTowardsTheNewOne() {
        DatagramTalk.on(rig, new QuakeAlg());
        DatagramTalk talk = DatagramTalk.outward(rig, PLAYER, 26_000);
        assertThat(talk.say(REQUEST)).isEqualTo(REQUEST);
        assertThat(talk.reply(ACCEPT)).isEqualTo(ACCEPT);
        rig.fromLan(PacketBytes.udp(HOST, PLAYER, PEER, GAME, 4));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, PLAYER, PEER, GAME));
        rig.fromWan(PacketBytes.udp(PEER, GAME, OUR, PLAYER, 4));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, GAME, HOST, PLAYER));
        rig.fromWan(PacketBytes.udp(OTHER_PEER, GAME, OUR, PLAYER, 4));
        rig.assertSilent();
    }

    @Test
    void twoPlayersWithOneSourcePortBothPlay() {
        DatagramTalk.on(rig, new QuakeAlg());
        for (int host : new int[] {HOST, HOST_B}) {
            byte[] request = java.util.HexFormat.of().parseHex(REQUEST);
            rig.fromLan(ControlTalk.datagram(host, PLAYER, PEER, 26_000, request));
            int seen = Ends.of(rig.toWan()).sourcePort();
            byte[] accept = java.util.HexFormat.of().parseHex(ACCEPT);
            accept[5] += (byte) (host == HOST ? 0 : 1);
            int game = GAME + (host == HOST ? 0 : 1);
            rig.fromWan(ControlTalk.datagram(PEER, 26_000, OUR, seen, accept));
            assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(host);
            rig.fromWan(PacketBytes.udp(PEER, game, OUR, seen, 4));
            assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, game, host, PLAYER));
            rig.fromLan(PacketBytes.udp(host, PLAYER, PEER, game, 4));
            assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, seen, PEER, game));
        }
    }

    @Test
    void aServerInsideWithoutItIsNotFound() {
        serverInside();
        DatagramTalk talk = DatagramTalk.inward(rig, PLAYER, 26_000);
        talk.say(REQUEST);
        talk.reply(ACCEPT);
        rig.fromWan(PacketBytes.udp(PEER, PLAYER, OUR, GAME, 4));
        rig.assertSilent();
    }

    @Test
    void aServerInsideIsPlayedOnByAnotherPort() {
        DatagramTalk.on(rig, new QuakeAlg());
        serverInside();
        takeGamePort();
        DatagramTalk talk = DatagramTalk.inward(rig, PLAYER, 26_000);
        talk.say(REQUEST);
        String heard = talk.reply(ACCEPT);
        int seen = port(heard);
        assertThat(heard).isNotEqualTo(ACCEPT).hasSameSizeAs(ACCEPT).startsWith("8000000981");
        assertThat(talk.reply(ACCEPT)).isEqualTo(heard);
        rig.fromWan(PacketBytes.udp(PEER, PLAYER + 1, OUR, seen, 4));
        rig.fromWan(PacketBytes.udp(OTHER_PEER, PLAYER, OUR, seen, 4));
        rig.assertSilent();
        rig.fromWan(PacketBytes.udp(PEER, PLAYER, OUR, seen, 4));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, PLAYER, HOST, GAME));
        rig.fromLan(PacketBytes.udp(HOST, GAME, PEER, PLAYER, 4));
        assertThat(Ends.of(rig.toWan())).isEqualTo(Ends.of(OUR, seen, PEER, PLAYER));
    }

    @Test
    void whatNobodyComesForEndsInItsTime() {
        DatagramTalk.on(rig, new QuakeAlg());
        serverInside();
        DatagramTalk talk = DatagramTalk.inward(rig, PLAYER, 26_000);
        talk.say(REQUEST);
        talk.reply(ACCEPT);
        rig.timers.advance(Duration.ofMinutes(10).toNanos());
        rig.fromWan(PacketBytes.udp(PEER, PLAYER, OUR, GAME, 4));
        rig.assertSilent();
        assertThat(rig.path.algs().getFirst().expectations()).isZero();
    }

    @Test
    void grantsAndRefusalsAreCountedAndNoted() {
        DatagramTalk.on(rig, new QuakeAlg());
        serverInside();
        DatagramTalk talk = DatagramTalk.inward(rig, PLAYER, 26_000);
        talk.say(REQUEST);
        assertThat(talk.reply("8000000981ff030000")).isEqualTo("8000000981ff030000");
        talk.say(REQUEST);
        talk.reply(ACCEPT);
        assertThat(rig.path.algs().getFirst().opened()).isEqualTo(2);
        assertThat(rig.path.algNotes()).hasSize(3);
    }
}
