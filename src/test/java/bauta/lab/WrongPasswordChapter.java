package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;

/** A password the provider does not take: the cause is named, and the provider is not stormed. */
final class WrongPasswordChapter {
    private static final Duration WINDOW = Duration.ofSeconds(45);

    private final Stage stage;

    WrongPasswordChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        stage.router().stop();
        stage.router().configure("not the password");
        long began = System.nanoTime();
        stage.router().startAgain();
        ledger.promise("the cause is named", this::named);
        ledger.promise("dial attempts are bounded", () -> bounded(began));
        stage.router().stop();
        stage.router().configure("correct horse");
        stage.router().startAgain();
        ledger.promise("with the right password it is up again", this::upAgain);
    }

    private Ledger.Outcome named() {
        boolean named =
                stage.router()
                        .awaits(
                                Duration.ofSeconds(20),
                                status ->
                                        status.cause()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .contains("auth"));
        return outcome(named, stage.router().status().cause());
    }

    private Ledger.Outcome bounded(long sinceNanos) {
        long left = WINDOW.toNanos() - (System.nanoTime() - sinceNanos);
        Patience.pause(Duration.ofNanos(Math.max(0, left)));
        List<Provider.Event> attempts = stage.provider().events("refused-login", sinceNanos);
        return outcome(
                !attempts.isEmpty() && attempts.size() <= 6,
                attempts.size() + " in " + WINDOW.toSeconds() + " s");
    }

    private Ledger.Outcome upAgain() {
        boolean up = stage.router().awaitsUplink(Duration.ofSeconds(30));
        return outcome(up, "after " + Stage.seconds(stage.router().startedNanos()));
    }
}
