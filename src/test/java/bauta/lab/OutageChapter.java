package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;

/** The concentrator dies and comes back; the LAN does not notice more than it must. */
final class OutageChapter {
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(90);
    private static final Duration BACK_LIMIT = Duration.ofSeconds(30);

    private final Stage stage;

    OutageChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        LabProcess pinging =
                stage.lab()
                        .keep(
                                stage.ordinary()
                                        .home()
                                        .start(
                                                stage.lab().file("outage-ping.log"),
                                                List.of(
                                                        "ping",
                                                        "-n",
                                                        "-i",
                                                        "0.1",
                                                        RouterProcess.ADDRESS)));
        stage.provider().kill();
        ledger.promise("the router notices that it is gone and says why", this::notices);
        ledger.promise("meanwhile a LAN host renews its lease", this::renews);
        ledger.promise("meanwhile the Internet is reported unreachable", this::unreachable);
        Patience.pause(Duration.ofSeconds(10));
        stage.provider().comeBack();
        ledger.promise("up again within 30 s of its return", this::back);
        ledger.promise("and the LAN is on the Internet again", this::page);
        stage.provider().kill();
        Patience.pause(Duration.ofSeconds(2));
        stage.provider().comeBack();
        ledger.promise("killed and back at once: its PADT brings a redial", this::back);
        ledger.promise(
                "a LAN host's pings to the router were all answered", () -> undisturbed(pinging));
    }

    private Ledger.Outcome notices() {
        long killed = System.nanoTime();
        boolean noticed =
                stage.router().awaits(NOTICE_LIMIT, status -> status.answered() && !status.up());
        String cause = stage.router().status().causeText();
        return outcome(noticed && !cause.isEmpty(), cause + " after " + Stage.seconds(killed));
    }

    private Ledger.Outcome renews() {
        boolean renewed = stage.ordinary().renews(Duration.ofSeconds(5));
        return outcome(renewed, renewed ? "renewed" : "no answer");
    }

    private Ledger.Outcome unreachable() {
        Command.Outcome seen =
                stage.ordinary()
                        .home()
                        .run("ping", "-n", "-c", "1", "-W", "2", ProviderServers.WEB);
        boolean told =
                seen.output().contains("From " + RouterProcess.ADDRESS)
                        && seen.output().contains("Unreachable");
        return outcome(
                told,
                seen.output()
                        .lines()
                        .filter(l -> l.startsWith("From"))
                        .findFirst()
                        .orElse("no word"));
    }

    private Ledger.Outcome back() {
        long returned = System.nanoTime();
        boolean open = stage.provider().awaits("open", 0, BACK_LIMIT);
        String took = Stage.seconds(returned);
        boolean up = stage.router().awaitsUplink(Duration.ofSeconds(5));
        return outcome(open && up, "after " + took);
    }

    private Ledger.Outcome page() {
        Command.Outcome seen = stage.ordinary().curl("http://" + ProviderServers.WEB_NAME + "/");
        return outcome(seen.ok() && seen.output().contains("Welcome"), seen.lastLine());
    }

    private static Ledger.Outcome undisturbed(LabProcess pinging) {
        Command.run(List.of("kill", "-INT", String.valueOf(pinging.pid())));
        pinging.ended(2);
        String summary =
                pinging.output()
                        .lines()
                        .filter(l -> l.contains("packet loss"))
                        .findFirst()
                        .orElse("");
        return outcome(summary.contains(" 0% packet loss"), summary);
    }
}
