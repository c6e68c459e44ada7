package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** nmap looks at the router from outside, with nothing going on and with traffic: silence. */
final class ScanChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int SOME = 2_000;
    private static final int ALL = 65_535;
    private static final int FIRST_LOCAL_PORT = 1_100;

    private final Stage stage;
    private String target = "";

    ScanChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.servers().needBigFile();
        target = stage.router().status().address();
        Ledger ledger = stage.ledger();
        Lab lab = stage.lab();
        Capture wire = Capture.start(lab, lab.isp(), Provider.TUN, "scans");
        ledger.promise("no TCP port of all 65,535 answers a SYN", () -> silent("-sS", 1, ALL));
        for (String kind : List.of("-sA", "-sF", "-sX", "-sN", "-sM", "-sW")) {
            ledger.promise("nmap " + kind + " hears nothing", () -> silent(kind, 1, SOME));
        }
        ledger.promise("nmap -sU hears nothing", () -> silent("-sU", 1, SOME));
        ledger.promise("nmap -sY (SCTP) hears nothing", () -> silent("-sY", 1, 200));
        ledger.promise("nmap -sO (protocols) hears nothing", () -> silent("-sO", 0, 255));
        ledger.promise("nmap's pings find no host", this::seemsDown);
        CompletableFuture<Boolean> busy = CompletableFuture.supplyAsync(this::traffic);
        Patience.pause(Duration.ofMillis(500));
        for (String kind : List.of("-sS", "-sA", "-sF", "-sU")) {
            ledger.promise(
                    "with ports of it in use nmap " + kind + " hears nothing",
                    () -> silent(kind, 1, SOME));
        }
        ledger.promise(
                "the connections that were scanned go on",
                () -> outcome(busy.join(), busy.join() ? "all came whole" : "one broke"));
        wire.stop();
        ledger.promise("not one packet went to the scanner", () -> noAnswer(wire));
    }

    private Ledger.Outcome silent(String how, int first, int last) {
        Scan scan = Scan.run(stage.lab().isp(), how, first, last, target);
        return outcome(scan.allSilent(), scan.silent() > 0 ? scan.summary() : scan.text());
    }

    private Ledger.Outcome seemsDown() {
        String line =
                "nmap -n -sn -PE -PP -PM -PS80,443 -PA80 -PU53 --max-retries 0 -e "
                        + Provider.TUN
                        + " -S "
                        + ProviderServers.STRANGER
                        + " "
                        + target;
        Command.Outcome seen = stage.lab().isp().run(line.split(" "));
        return outcome(seen.output().contains("0 hosts up"), seen.lastLine());
    }

    /** Eight downloads whose ports lie among those that are scanned. */
    private boolean traffic() {
        List<CompletableFuture<Command.Outcome>> downloads =
                java.util.stream.IntStream.range(0, 8)
                        .mapToObj(i ->
                                CompletableFuture.supplyAsync(() -> download(FIRST_LOCAL_PORT + i)))
                        .toList();
        return downloads.stream().allMatch(one -> one.join().ok());
    }

    private Command.Outcome download(int localPort) {
        return stage.ordinary()
                .curl(
                        "--fail",
                        "--local-port",
                        String.valueOf(localPort),
                        "--limit-rate",
                        "500k",
                        "-r",
                        "0-1999999",
                        "-o",
                        "/dev/null",
                        "http://" + ProviderServers.WEB + "/big");
    }

    private Ledger.Outcome noAnswer(Capture wire) {
        int asked = wire.count("src host " + ProviderServers.STRANGER);
        int answered = wire.count("dst host " + ProviderServers.STRANGER);
        return outcome(asked > ALL && answered == 0, asked + " came, " + answered + " answered");
    }
}
