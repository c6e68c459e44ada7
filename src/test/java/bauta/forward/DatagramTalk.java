package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Alg;
import bauta.alg.AlgRule;
import bauta.alg.AlgRules;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** Datagrams of a control flow through the path, in hexadecimal digits. */
final class DatagramTalk {
    private final Rig rig;
    private final boolean inward;
    private final int client;
    private final int server;

    private DatagramTalk(Rig rig, boolean inward, int client, int server) {
        this.rig = rig;
        this.inward = inward;
        this.client = client;
        this.server = server;
    }

    /** Switches a gateway on, and nothing else. */
    static void on(Rig rig, Alg alg) {
        AlgRule rule = new AlgRule(alg, alg.profile().ports());
        rig.path.algs(new AlgRules(List.of(rule), new BitSet()));
    }

    /** {@link Rig#HOST} asks {@link Rig#PEER}. */
    static DatagramTalk outward(Rig rig, int client, int server) {
        return new DatagramTalk(rig, false, client, server);
    }

    /**
     * {@link Rig#PEER} asks a port of ours, which a forward leads to the same of {@link Rig#HOST}.
     */
    static DatagramTalk inward(Rig rig, int client, int server) {
        return new DatagramTalk(rig, true, client, server);
    }

    /** The client says something; returns what the server hears. */
    String say(String hex) {
        return inward ? enter(client, server, hex) : leave(client, server, hex);
    }

    /** The server says something; returns what the client hears. */
    String reply(String hex) {
        return inward ? leave(server, client, hex) : enter(server, client, hex);
    }

    private String leave(int from, int to, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        rig.fromLan(ControlTalk.datagram(Rig.HOST, from, Rig.PEER, to, bytes));
        byte[] packet = rig.toWan();
        assertThat(Ends.of(packet)).isEqualTo(Ends.of(Rig.OUR, from, Rig.PEER, to));
        return HexFormat.of().formatHex(ControlTalk.payload(packet));
    }

    private String enter(int from, int to, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        rig.fromWan(ControlTalk.datagram(Rig.PEER, from, Rig.OUR, to, bytes));
        byte[] packet = rig.toLan();
        assertThat(Ends.of(packet)).isEqualTo(Ends.of(Rig.PEER, from, Rig.HOST, to));
        return HexFormat.of().formatHex(ControlTalk.payload(packet));
    }
}
