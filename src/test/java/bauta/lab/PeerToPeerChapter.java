package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two hosts of one LAN that know each other only by their external addresses, as a game or a call
 * gives them (RFC 4787 section 6): hairpinning with the external source, by mappings of their own
 * and by a forward.
 */
final class PeerToPeerChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration TALK = Duration.ofSeconds(4);
    private static final String HAND_SET = "192.168.87.250";
    private static final int FIRST = 45_001;
    private static final int SECOND = 45_002;
    private static final int IPERF = 5201;
    private static final Pattern REFLEXIVE = Pattern.compile("reflexive addr: ([0-9.]+):(\\d+)");

    private final Stage stage;

    PeerToPeerChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.byHand().byHand(HAND_SET + "/24", RouterProcess.ADDRESS);
        Turn.start(stage.lab());
        Ledger ledger = stage.ledger();
        ledger.promise("two LAN hosts talk by the addresses that STUN told them", this::talk);
        ledger.promise("iperf3 server behind a forward is set up", this::iperfServer);
        ledger.promise("iperf3 over TCP between two LAN hosts by hairpin", () -> iperf(""));
        ledger.promise("iperf3 over TCP by hairpin, the other way", () -> iperf("-R"));
        ledger.promise(
                "iperf3 over UDP between two LAN hosts by hairpin",
                () -> iperf("-u -b 20M -l 1400"));
        stage.router().api().set("/forwards", "[]");
    }

    private Ledger.Outcome talk() {
        String one = reflexive(stage.ordinary(), FIRST);
        String other = reflexive(stage.byHand(), SECOND);
        LabProcess first = talker(stage.ordinary(), FIRST, other);
        LabProcess second = talker(stage.byHand(), SECOND, one);
        boolean both =
                Patience.until(
                        TALK,
                        () -> {
                            first.tell("hello of the first");
                            second.tell("hello of the second");
                            return first.output().contains("of the second")
                                    && second.output().contains("of the first");
                        });
        first.stop();
        second.stop();
        return outcome(both, one + " and " + other + (both ? " talk" : " do not hear each other"));
    }

    /** Asks STUN from a port which address outsiders see, and holds the port by that. */
    private static String reflexive(LanHost host, int port) {
        String seen = Turn.discover(host, "-m", "-L", host.address(), "-l", String.valueOf(port));
        Matcher found = REFLEXIVE.matcher(seen);
        return found.find() ? found.group(1) + ":" + found.group(2) : "";
    }

    /** A program that sends its input to a peer and writes down what comes from that peer. */
    private LabProcess talker(LanHost host, int port, String peer) {
        Lab lab = stage.lab();
        String line = "socat - UDP4-DATAGRAM:" + peer + ",bind=" + host.address() + ":" + port;
        return lab.keep(
                host.home()
                        .start(lab.file(host.shortName() + "-talk.log"), List.of(line.split(" "))));
    }

    private Ledger.Outcome iperfServer() {
        Lab lab = stage.lab();
        LabProcess server =
                lab.keep(
                        stage.byHand()
                                .home()
                                .start(
                                        lab.file("iperf3-lan.log"),
                                        List.of("iperf3", "-s", "--forceflush")));
        boolean listens = Patience.until(TALK, () -> server.output().contains("listening"));
        Command.Outcome kept =
                stage.router()
                        .api()
                        .set(
                                "/forwards",
                                "[{\"id\": \"iperf\", \"ports\": %d, \"targets\": [{\"host\": \"%s\"}]}]"
                                        .formatted(IPERF, HAND_SET));
        return outcome(kept.ok() && listens, kept.ok() ? "forward kept" : kept.output());
    }

    private Ledger.Outcome iperf(String options) {
        String external = stage.router().status().address();
        Command.Outcome seen = Iperf.run(stage.ordinary(), external, options);
        return outcome(seen.ok(), Iperf.figure(seen));
    }
}
