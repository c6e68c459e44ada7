package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Alg;
import bauta.alg.AlgRule;
import bauta.alg.AlgRules;
import bauta.alg.AlgStatus;
import bauta.alg.Note;
import bauta.link.MemoryPort;
import bauta.wire.PacketBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Leads any bytes along the whole path of a gateway, with a client inside and then with a server
 * inside. A step of the script is a byte for who speaks, two for a length, then what is said. Where
 * nothing was rewritten the bytes are the same behind; nothing is opened below port 1024, to
 * another host, or to the router.
 */
public final class AlgDriver {
    private static final int MOST = 1200;
    private static final int CLIENT = 40_000;

    private final Rig rig = new Rig(64);
    private final Alg alg;
    private final boolean inward;
    private final int port;

    private AlgDriver(Alg alg, boolean inward) {
        this.alg = alg;
        this.inward = inward;
        this.port = alg.profile().ports().getFirst();
        if (inward) {
            rig.path.rules(NatRules.forwards(NatRules.port(port, Rig.HOST, port)));
        }
        AlgRule rule = new AlgRule(alg, alg.profile().ports());
        rig.path.algs(new AlgRules(List.of(rule), new BitSet()));
    }

    /** Runs a script both ways. */
    public static void run(Alg alg, byte[] script) {
        new AlgDriver(alg, false).play(script);
        new AlgDriver(alg, true).play(script);
    }

    private interface Line {
        void say(boolean opener, byte[] bytes);
    }

    private void play(byte[] script) {
        boolean tcp = alg.profile().protocols().getFirst() == 6;
        Line line = tcp ? stream() : this::datagram;
        int at = 0;
        while (script.length - at > 3) {
            int length = Math.min((script[at + 1] & 0xff) << 8 | script[at + 2] & 0xff, MOST);
            int end = Math.min(script.length, at + 3 + length);
            line.say((script[at] & 1) == 0, Arrays.copyOfRange(script, at + 3, end));
            at = end;
        }
        rig.path.algNotes().forEach(this::knock);
        rig.assertBalance();
    }

    private AlgStatus status() {
        return rig.path.algs().getFirst();
    }

    /** Whoever speaks first opens the flow; an answer comes only to who has asked. */
    private void datagram(boolean opener, byte[] bytes) {
        boolean fromLan = opener != inward;
        long before = status().rewritten();
        if (fromLan) {
            int from = inward ? port : CLIENT;
            int to = inward ? CLIENT : port;
            rig.fromLan(ControlTalk.datagram(Rig.HOST, from, Rig.PEER, to, bytes));
        } else {
            int from = inward ? CLIENT : port;
            int to = inward ? port : CLIENT;
            rig.fromWan(ControlTalk.datagram(Rig.PEER, from, Rig.OUR, to, bytes));
        }
        MemoryPort out = fromLan ? rig.wan : rig.lan;
        while (out.waiting() > 0) {
            byte[] heard = ControlTalk.payload(fromLan ? rig.toWan() : rig.toLan());
            assertThat(heard).hasSameSizeAs(bytes);
            if (status().rewritten() == before) {
                assertThat(heard).isEqualTo(bytes);
            }
        }
    }

    private Line stream() {
        ControlTalk talk =
                inward
                        ? ControlTalk.inward(rig, Rig.PEER, CLIENT, Rig.OUR, port)
                        : ControlTalk.outward(rig, Rig.HOST, CLIENT, Rig.PEER, port);
        var said = List.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        var heard = List.of(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        return (opener, bytes) -> {
            int direction = opener ? 0 : 1;
            ControlTalk.End speaker = opener ? talk.opener : talk.answerer;
            ControlTalk.End listener = opener ? talk.answerer : talk.opener;
            MemoryPort there = opener != inward ? rig.wan : rig.lan;
            MemoryPort back = opener != inward ? rig.lan : rig.wan;
            talk.send(speaker, new String(bytes, StandardCharsets.ISO_8859_1));
            said.get(direction).writeBytes(bytes);
            while (there.waiting() > 0) {
                String text = talk.hear(listener);
                heard.get(direction).writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            listener.in.accept(ControlTalk.segment(listener, 0x10, new byte[0]));
            while (back.waiting() > 0) {
                assertThat(speaker.out.get()).isNotEmpty();
            }
            if (status().rewritten() == 0) {
                byte[] all = heard.get(direction).toByteArray();
                assertThat(all)
                        .isEqualTo(Arrays.copyOf(said.get(direction).toByteArray(), all.length));
            }
        };
    }

    private void knock(Note note) {
        if (note.refusal().isPresent()) {
            return;
        }
        assertThat(note.port()).isBetween(1024, 65_535);
        rig.fromWan(
                note.protocol() == 6
                        ? PacketBytes.tcp(Rig.PEER, 5000, Rig.OUR, note.port(), 2, 0)
                        : PacketBytes.udp(Rig.PEER, 5000, Rig.OUR, note.port(), 4));
        while (rig.lan.waiting() > 0) {
            assertThat(Ends.of(rig.toLan()).destination()).isEqualTo(Rig.HOST);
        }
        rig.assertSilent();
    }
}
