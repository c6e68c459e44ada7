package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Much data both ways, and two hosts that use the same port. */
final class TransferChapter {
    private static final String SAME_PORT = "40000";

    private final Stage stage;

    TransferChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        String published = stage.servers().publishBigFile();
        ledger.promise("100 MB come down whole", () -> download(published));
        ledger.promise("100 MB go up whole", this::upload);
        ledger.promise("iperf3 runs over TCP, up", () -> iperf(""));
        ledger.promise("iperf3 runs over TCP, down", () -> iperf("-R"));
        ledger.promise("iperf3 runs over UDP, 20 Mbit/s without loss", this::iperfUdp);
        ledger.promise("two hosts use the same TCP source port at once", this::sameTcpPort);
        ledger.promise("two hosts use the same UDP source port", this::sameUdpPort);
    }

    private Ledger.Outcome download(String published) {
        Path file = stage.lab().file("down");
        long began = System.nanoTime();
        Command.Outcome seen =
                stage.ordinary()
                        .curl("-o", file.toString(), "http://" + ProviderServers.WEB_NAME + "/big");
        String took = Stage.seconds(began);
        return outcome(
                ProviderServers.hash(file).equals(published),
                (seen.ok() ? "hash compared, " : seen.lastLine() + ", ") + took);
    }

    private Ledger.Outcome upload() {
        Path file = stage.lab().file("up");
        String sent = ProviderServers.writeNoise(file);
        long began = System.nanoTime();
        Command.Outcome seen =
                stage.ordinary()
                        .curl(
                                "-T",
                                file.toString(),
                                "http://" + ProviderServers.WEB_NAME + "/upload/up");
        String took = Stage.seconds(began);
        return outcome(
                ProviderServers.hash(stage.servers().uploaded("up")).equals(sent),
                (seen.ok() ? "hash compared, " : seen.lastLine() + ", ") + took);
    }

    private Ledger.Outcome iperf(String options) {
        Command.Outcome seen = Iperf.run(stage.ordinary(), ProviderServers.WEB, options);
        return outcome(seen.ok(), Iperf.figure(seen));
    }

    private Ledger.Outcome iperfUdp() {
        Command.Outcome seen =
                Iperf.run(stage.ordinary(), ProviderServers.WEB, "-u -b 20M -l 1400");
        String figure = Iperf.figure(seen);
        return outcome(seen.ok() && figure.contains("(0%)"), figure);
    }

    private Ledger.Outcome sameTcpPort() {
        int before = stage.servers().webLog().size();
        var first = CompletableFuture.supplyAsync(() -> slowly(stage.ordinary()));
        var second = CompletableFuture.supplyAsync(() -> slowly(stage.byHand()));
        boolean both = first.join().ok() && second.join().ok();
        List<String> peers =
                stage.servers().webLog().stream()
                        .skip(before)
                        .map(line -> line.split(" "))
                        .filter(word -> word[4].equals("206"))
                        .map(word -> word[0] + ":" + word[1])
                        .toList();
        return outcome(
                both && peers.stream().distinct().count() == 2,
                "port " + SAME_PORT + " seen outside as " + peers);
    }

    private static Command.Outcome slowly(LanHost host) {
        return host.curl(
                "--local-port",
                SAME_PORT,
                "--limit-rate",
                "2M",
                "-r",
                "0-3999999",
                "-o",
                "/dev/null",
                "http://" + ProviderServers.WEB_NAME + "/big");
    }

    private Ledger.Outcome sameUdpPort() {
        List<String> answers =
                List.of(stage.ordinary(), stage.byHand(), stage.ordinary()).stream()
                        .map(this::digFromSamePort)
                        .toList();
        boolean all = answers.stream().allMatch(ProviderServers.WEB::equals);
        return outcome(all, answers.toString());
    }

    private String digFromSamePort(LanHost host) {
        return host.dig(
                        "-b",
                        host.address() + "#" + SAME_PORT,
                        "@" + ProviderServers.PRIMARY_DNS,
                        ProviderServers.WEB_NAME)
                .output()
                .strip();
    }
}
