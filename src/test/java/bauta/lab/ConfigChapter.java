package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The configuration of the running router changes: looked at, compared, applied, kept, undone by a
 * person, by itself, and by a power cut.
 */
final class ConfigChapter {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String NAME = "printer.home.arpa";
    private static final String ADDRESS = "192.168.87.77";
    private static final String NAMES = "/dns/names";

    private final Stage stage;
    private final Ledger ledger;
    private final RouterProcess router;

    ConfigChapter(Stage stage) {
        this.stage = stage;
        this.ledger = stage.ledger();
        this.router = stage.router();
    }

    void tell() {
        stage.servers().publishBigFile();
        ledger.promise("the configuration is shown without its secrets", this::shown);
        ledger.promise("every problem of a candidate is told at once", this::problems);
        ledger.promise("a name is set while a download runs, which goes on", this::named);
        ledger.promise("and resolves in the LAN", () -> resolves(true));
        ledger.promise("a file is compared before it is applied", this::compared);
        ledger.promise("undo brings the one before back", this::undone);
        ledger.promise("history tells them all", this::history);
        ledger.promise("a change that cuts the uplink is undone by itself", this::cut);
        ledger.promise("a change that nobody confirms is undone", this::unconfirmed);
        ledger.promise("a confirmed one is kept", this::confirmed);
        ledger.promise("a power cut in the trial brings the old one back", this::powerCut);
    }

    private Command.Outcome set(String... more) {
        List<String> words = new java.util.ArrayList<>(List.of("config", "set", NAMES));
        words.add("[{\"name\": \"" + NAME + "\", \"address\": \"" + ADDRESS + "\"}]");
        words.addAll(List.of(more));
        return router.bauta(words.toArray(String[]::new));
    }

    private String answer() {
        return stage.ordinary().dig("@" + RouterProcess.ADDRESS, NAME).output().strip();
    }

    private Ledger.Outcome resolves(boolean wanted) {
        boolean so =
                Patience.until(Duration.ofSeconds(10), () -> answer().equals(ADDRESS) == wanted);
        return outcome(so, answer());
    }

    private Ledger.Outcome shown() {
        Command.Outcome all = router.bauta("config", "get");
        Command.Outcome user = router.bauta("config", "get", "/uplinks/0/user");
        boolean masked =
                all.output().contains("\"***\"") && !all.output().contains("correct horse");
        return outcome(
                all.ok() && masked && user.output().contains("user@example.test"), user.lastLine());
    }

    private Path file(String text) {
        try {
            return Files.writeString(stage.lab().file("candidate.json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ledger.Outcome problems() {
        Path wrong = file("{\"schema-version\": 2, \"uplinks\": [{\"mtu\": 9}], \"ntp\": 1}");
        Command.Outcome check = router.bauta("config", "check", wrong.toString());
        Command.Outcome apply = router.bauta("config", "apply", wrong.toString());
        boolean all = check.output().contains("/uplinks/0/mtu") && check.output().contains("/ntp");
        return outcome(
                check.exit() == 1 && apply.exit() == 1 && all && router.status().up(),
                check.lastLine());
    }

    private Ledger.Outcome named() {
        int session = router.status().session();
        CompletableFuture<Command.Outcome> download =
                CompletableFuture.supplyAsync(
                        () ->
                                stage.ordinary()
                                        .curl(
                                                "--limit-rate",
                                                "5M",
                                                "-o",
                                                "/dev/null",
                                                "-w",
                                                "%{size_download}",
                                                "http://" + ProviderServers.WEB + "/big"),
                        Thread::startVirtualThread);
        Patience.pause(Duration.ofSeconds(1));
        Command.Outcome set = set();
        boolean running = !download.isDone();
        Command.Outcome whole = download.join();
        return outcome(
                set.ok() && running && whole.ok() && router.status().session() == session,
                set.lastLine() + ", " + whole.lastLine() + " bytes");
    }

    private Ledger.Outcome compared() {
        String json = router.bauta("config", "get").output();
        Path same = file(json);
        Command.Outcome equal = router.bauta("config", "diff", same.toString());
        Path other = file(json.replace(ADDRESS, "192.168.87.78"));
        Command.Outcome differs = router.bauta("config", "diff", other.toString());
        Command.Outcome applied = router.bauta("config", "apply", other.toString());
        boolean now = Patience.until(LIMIT, () -> answer().equals("192.168.87.78"));
        return outcome(
                equal.output().contains("the same")
                        && differs.output().contains("+ \"192.168.87.78\"")
                        && applied.ok()
                        && now,
                differs.lastLine());
    }

    private Ledger.Outcome undone() {
        Command.Outcome undo = router.bauta("config", "undo");
        return outcome(undo.ok() && resolves(true).kept(), undo.lastLine());
    }

    private Ledger.Outcome history() {
        Command.Outcome history = router.bauta("config", "history");
        return outcome(history.ok() && history.output().lines().count() >= 4, history.lastLine());
    }

    private Ledger.Outcome cut() {
        Command.Outcome wrong = router.bauta("config", "set", "/uplinks/0/password", "not it");
        boolean up = router.awaitsUplink(LIMIT);
        return outcome(wrong.exit() == 1 && up, wrong.lastLine());
    }

    private Ledger.Outcome unconfirmed() {
        router.bauta("config", "remove", NAMES);
        boolean gone = resolves(false).kept();
        Command.Outcome trial = set("--confirm-within", "8s");
        boolean there = answer().equals(ADDRESS);
        return outcome(
                trial.ok() && gone && there && Patience.until(LIMIT, () -> answer().isEmpty()),
                trial.lastLine());
    }

    private Ledger.Outcome confirmed() {
        Command.Outcome trial = set("--confirm-within", "30s");
        Command.Outcome confirm = router.bauta("config", "confirm");
        return outcome(trial.ok() && confirm.ok() && resolves(true).kept(), confirm.lastLine());
    }

    private Ledger.Outcome powerCut() {
        Command.Outcome trial =
                router.bauta("config", "set", NAMES, "[]", "--confirm-within", "10m");
        boolean gone = resolves(false).kept();
        router.kill();
        router.forgetRun();
        router.startAgain();
        boolean up = router.awaitsUplink(LIMIT);
        return outcome(trial.ok() && gone && up && resolves(true).kept(), answer());
    }
}
