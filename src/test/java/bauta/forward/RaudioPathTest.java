package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.raudio.RaudioAlg;
import bauta.wire.PacketBytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RTSP and PNA through the router, with the client's ports taken outside by another host. */
class RaudioPathTest {
    private static final int MEDIA = 6970;
    private static final String SETUP =
            String.join(
                    "\r\n",
                    "SETUP rtsp://198.51.100.9/a RTSP/1.0",
                    "CSeq: 1",
                    "Transport: RTP/AVP;unicast;client_port=6970-6971",
                    "",
                    "");
    private static final String OK =
            String.join(
                    "\r\n",
                    "RTSP/1.0 200 OK",
                    "CSeq: 1",
                    "Transport: RTP/AVP;unicast;client_port=%s;server_port=5000-5001",
                    "",
                    "");
    private static final Pattern PORTS = Pattern.compile("client_port=(\\d+)-(\\d+)");

    private final Rig rig = new Rig();

    @BeforeEach
    void takePort() {
        rig.fromLan(PacketBytes.udp(HOST_B, MEDIA, OTHER_PEER, 9, 4));
        rig.toWan();
    }

    private ControlTalk talk() {
        return ControlTalk.outward(rig, HOST, 40_000, PEER, 554);
    }

    private static int port(String heard) {
        Matcher ports = PORTS.matcher(heard);
        assertThat(ports.find()).isTrue();
        int first = Integer.parseInt(ports.group(1));
        assertThat(first).isNotEqualTo(MEDIA).isEven();
        assertThat(Integer.parseInt(ports.group(2))).isEqualTo(first + 1);
        return first;
    }

    private void send(int peer, int from, int port) {
        rig.fromWan(PacketBytes.udp(peer, from, OUR, port, 4));
    }

    @Test
    void withoutItNothingComesIn() {
        assertThat(talk().say(SETUP)).isEqualTo(SETUP);
        send(PEER, 5000, MEDIA);
        rig.assertSilent();
    }

    @Test
    void mediaComesInByAPairOfPortsAndNumbersFitEverAfter() {
        DatagramTalk.on(rig, new RaudioAlg());
        ControlTalk talk = talk();
        String heard = talk.say(SETUP);
        int seen = port(heard);
        assertThat(heard).isEqualTo(SETUP.replace("6970-6971", seen + "-" + (seen + 1)));
        assertThat(talk.reply(OK.formatted(seen + "-" + (seen + 1))))
                .isEqualTo(OK.formatted("6970-6971"));
        for (int i = 0; i < 2; i++) {
            send(PEER, 5000 + i, seen + i);
            assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 5000 + i, HOST, MEDIA + i));
        }
        String play = "PLAY rtsp://198.51.100.9/a RTSP/1.0\r\nCSeq: 2\r\n\r\n";
        assertThat(talk.say(play)).isEqualTo(play);
        assertThat(talk.reply("RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n")).endsWith("2\r\n\r\n");
    }

    @Test
    void otherAddressesAndOtherPortsOfTheServerAreRefused() {
        DatagramTalk.on(rig, new RaudioAlg());
        ControlTalk talk = talk();
        int seen = port(talk.say(SETUP));
        send(OTHER_PEER, 5000, seen);
        rig.assertSilent();
        talk.reply(OK.formatted(seen + "-" + (seen + 1)));
        send(PEER, 5002, seen);
        send(OTHER_PEER, 5000, seen);
        rig.assertSilent();
    }

    @Test
    void afterTearDownNothingComesIn() {
        DatagramTalk.on(rig, new RaudioAlg());
        ControlTalk talk = talk();
        int seen = port(talk.say(SETUP));
        talk.say("TEARDOWN rtsp://198.51.100.9/a RTSP/1.0\r\nCSeq: 2\r\n\r\n");
        send(PEER, 5000, seen);
        rig.assertSilent();
        assertThat(rig.path.status().nat().mappings()).isEqualTo(2);
    }

    @Test
    void theSameSegmentAgainHasTheSameText() {
        DatagramTalk.on(rig, new RaudioAlg());
        ControlTalk talk = talk();
        talk.send(talk.opener, SETUP);
        String first = talk.hear(talk.answerer);
        talk.opener.sent -= SETUP.length();
        talk.answerer.received -= first.length();
        talk.send(talk.opener, SETUP);
        assertThat(talk.hear(talk.answerer)).isEqualTo(first);
        assertThat(rig.path.algs().getFirst().opened()).isOne();
    }

    @Test
    void twoClientsWithTheSamePortsBothReceive() {
        DatagramTalk.on(rig, new RaudioAlg());
        int first = port(talk().say(SETUP));
        ControlTalk other = ControlTalk.outward(rig, Rig.HOST_B, 40_000, PEER, 554);
        String heard = other.say(SETUP.replace("6970-6971", "6990-6991"));
        assertThat(heard).contains("client_port=6990-6991");
        send(PEER, 5000, first);
        assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(HOST);
        send(PEER, 5000, 6990);
        assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(HOST_B);
    }

    @Test
    void aPnaPlayerGetsItsSoundFromAnyPortOfTheServer() {
        DatagramTalk.on(rig, new RaudioAlg());
        ControlTalk talk = ControlTalk.outward(rig, HOST, 40_000, PEER, 7070);
        String hello = "PNA\0\12\0\1\0\2\33\72\0\0";
        String heard = talk.say(hello);
        int seen = heard.charAt(9) << 8 | heard.charAt(10);
        assertThat(heard).hasSameSizeAs(hello).startsWith(hello.substring(0, 9));
        assertThat(seen).isNotEqualTo(MEDIA);
        send(OTHER_PEER, 4321, seen);
        rig.assertSilent();
        send(PEER, 4321, seen);
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 4321, HOST, MEDIA));
    }
}
