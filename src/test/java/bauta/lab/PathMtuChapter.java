package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Packets that are too big are reported, and TCP never makes them. */
final class PathMtuChapter {
    private static final int LINE_MTU = 1454;
    private static final int RANGE_BYTES = 10_000_000;

    private final Stage stage;

    PathMtuChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        ledger.promise(
                "a DF packet too big gets ICMP fragmentation needed",
                () -> tooBig(ProviderServers.WEB, 1492));
        ledger.promise("one that just fits passes", this::fits);
        ledger.promise("a packet without DF crosses in fragments, both ways", this::fragments);
        ledger.promise("the uplink comes up on a line of MRU 1454", this::narrowLine);
        ledger.promise(
                "there a DF packet too big is told 1454",
                () -> tooBig(ProviderServers.SECONDARY_DNS, LINE_MTU));
        Lab lab = stage.lab();
        Capture wan = Capture.start(lab, lab.isp(), Provider.TUN, "mss-wan");
        Capture lan = Capture.start(lab, stage.direct().home(), LanHost.LINK, "mss-lan");
        ledger.promise("a download crosses it although ICMP never comes", this::download);
        ledger.promise("an upload crosses it although ICMP never comes", this::upload);
        wan.stop();
        lan.stop();
        ledger.promise("the MSS of both SYNs is clamped to 1414", () -> clamped(wan, lan));
    }

    private Ledger.Outcome tooBig(String target, int mtuBytes) {
        Command.Outcome seen = stage.ordinary().ping(target, 1500, true);
        boolean told =
                Pattern.compile(
                                "From "
                                        + Pattern.quote(RouterProcess.ADDRESS)
                                        + " .*mtu ?= ?"
                                        + mtuBytes)
                        .matcher(seen.output())
                        .find();
        return outcome(told, told ? "mtu " + mtuBytes : seen.output().replace('\n', ' '));
    }

    private Ledger.Outcome fits() {
        Command.Outcome seen = stage.ordinary().ping(ProviderServers.WEB, 1492, true);
        return outcome(seen.ok(), seen.lastLine());
    }

    private Ledger.Outcome fragments() {
        Command.Outcome seen = stage.byHand().ping(ProviderServers.WEB, 4028, false);
        return outcome(seen.ok(), seen.lastLine());
    }

    private Ledger.Outcome narrowLine() {
        stage.provider().tell("set mru " + LINE_MTU);
        stage.provider().carries(1500);
        long asked = System.nanoTime();
        stage.provider().tell("padt");
        boolean up = stage.provider().awaits("open", asked, Duration.ofSeconds(30));
        boolean right =
                stage.router()
                        .awaits(
                                Duration.ofSeconds(5),
                                status -> status.up() && status.mtuBytes() == LINE_MTU);
        return outcome(
                up && right,
                "MTU " + stage.router().status().mtuBytes() + " after " + Stage.seconds(asked));
    }

    private Ledger.Outcome download() {
        Path file = stage.lab().file("narrow-down");
        Command.Outcome seen =
                stage.direct()
                        .curl(
                                "--max-time",
                                "30",
                                "-r",
                                "0-" + (RANGE_BYTES - 1),
                                "-o",
                                file.toString(),
                                "http://" + ProviderServers.WEB + "/big");
        return outcome(
                seen.ok() && file.toFile().length() == RANGE_BYTES,
                file.toFile().length() + " bytes");
    }

    private Ledger.Outcome upload() {
        Path file = stage.lab().file("narrow-down");
        Command.Outcome seen =
                stage.direct()
                        .curl(
                                "--max-time",
                                "30",
                                "-T",
                                file.toString(),
                                "http://" + ProviderServers.WEB + "/upload/narrow");
        Path arrived = stage.servers().uploaded("narrow");
        return outcome(
                seen.ok() && ProviderServers.hash(arrived).equals(ProviderServers.hash(file)),
                arrived.toFile().length() + " bytes");
    }

    private static Ledger.Outcome clamped(Capture wan, Capture lan) {
        String syn = firstMss(wan, "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn");
        String synAck = firstMss(lan, "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn|tcp-ack");
        String told = firstMss(lan, "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn");
        return outcome(
                syn.equals("1414") && synAck.equals("1414"),
                "host said " + told + ", server heard " + syn + ", host heard " + synAck);
    }

    private static String firstMss(Capture capture, String filter) {
        var found = Pattern.compile("mss (\\d+)").matcher(capture.lines(filter));
        return found.find() ? found.group(1) : "nothing";
    }
}
