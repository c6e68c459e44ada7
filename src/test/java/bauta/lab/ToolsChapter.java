package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Programs that people use to look at their line, by many streams and by tracing the way. */
final class ToolsChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int STREAMS = 128;
    private static final Pattern STREAM =
            Pattern.compile("(?m)^\\[ *\\d+] +\\S+ +sec .* receiver$");
    private static final Pattern SUM = Pattern.compile("(?m)^\\[SUM] .*?(\\S+ \\S+/sec).*receiver");
    private static final Pattern HOP = Pattern.compile("(?m)^ *\\d+ +([0-9.]+) ");
    private static final Pattern PATH_MTU = Pattern.compile("pmtu (\\d+) hops (\\d+)");

    private final Stage stage;

    ToolsChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        Ledger ledger = stage.ledger();
        ledger.promise("iperf3 runs 128 TCP streams at once, up", () -> streams("-b 0"));
        ledger.promise("iperf3 runs 128 TCP streams at once, down", () -> streams("-R"));
        ledger.promise(
                "iperf3 runs 128 UDP streams at once, up", () -> streams("-u -b 100k -l 1000"));
        ledger.promise(
                "iperf3 runs 128 UDP streams at once, down",
                () -> streams("-u -b 100k -l 1000 -R"));
        ledger.promise("traceroute sees router and server, by UDP", () -> trace(""));
        ledger.promise("traceroute sees them by UDP to one port", () -> trace("-U "));
        ledger.promise("traceroute sees them by ICMP", () -> trace("-I "));
        ledger.promise("traceroute sees them by TCP", () -> trace("-T "));
        ledger.promise("tracepath sees them and the MTU of the line", this::tracePath);
    }

    private Ledger.Outcome streams(String options) {
        Command.Outcome seen =
                Iperf.run(stage.ordinary(), ProviderServers.WEB, "-P " + STREAMS + " " + options);
        long streams =
                STREAM.matcher(seen.output())
                        .results()
                        .filter(row -> !row.group().contains(" 0.00 Bytes "))
                        .count();
        String sum = first(SUM, seen.output());
        return outcome(
                seen.ok() && streams == STREAMS,
                streams + " streams, " + (sum.isEmpty() ? seen.lastLine() : sum));
    }

    private Ledger.Outcome trace(String how) {
        String line = "traceroute -n -q 1 -w 2 -m 5 -N 2 " + how + ProviderServers.WEB;
        Command.Outcome seen = stage.ordinary().home().run(line.split(" "));
        List<String> hops = HOP.matcher(seen.output()).results().map(hop -> hop.group(1)).toList();
        return outcome(
                hops.equals(List.of(RouterProcess.ADDRESS, ProviderServers.WEB)),
                hops.isEmpty() ? seen.lastLine() : String.join(", ", hops));
    }

    private Ledger.Outcome tracePath() {
        Command.Outcome seen =
                stage.ordinary().home().run("tracepath", "-n", "-m", "5", ProviderServers.WEB);
        MatchResult end = PATH_MTU.matcher(seen.output()).results().findFirst().orElse(null);
        int mtu = stage.router().status().mtuBytes();
        boolean right =
                end != null
                        && Integer.parseInt(end.group(1)) == mtu
                        && end.group(2).equals("2")
                        && seen.output().contains(" " + RouterProcess.ADDRESS + " ")
                        && seen.output().contains(ProviderServers.WEB);
        return outcome(right, seen.lastLine().strip());
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).findFirst().orElse("");
    }
}
