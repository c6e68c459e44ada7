package bauta.lab;

import static bauta.lab.Stage.outcome;

import bauta.uplink.RetrySettings;
import java.time.Duration;
import java.util.Locale;

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
                                status -> status.cause().toLowerCase(Locale.ROOT).contains("auth"));
        return outcome(named, stage.router().status().causeText());
    }

    private Ledger.Outcome bounded(long sinceNanos) {
        long left = WINDOW.toNanos() - (System.nanoTime() - sinceNanos);
        Patience.pause(Duration.ofNanos(Math.max(0, left)));
        int attempts = stage.provider().events("refused-login", sinceNanos).size();
        int allowed = allowed(WINDOW);
        int hourly = allowed(Duration.ofHours(1));
        return outcome(
                attempts > 0 && attempts <= allowed && hourly <= RetrySettings.MAX_REFUSED_PER_HOUR,
                "%d in %d s where the schedule allows %d, and %d in an hour"
                        .formatted(attempts, WINDOW.toSeconds(), allowed, hourly));
    }

    /** Counts the log-ins that the promised schedule allows in a time, jitter at its shortest. */
    private static int allowed(Duration time) {
        RetrySettings promised = RetrySettings.DEFAULT;
        double wait = promised.authenticationFirst().toSeconds();
        double at = 0;
        int attempts = 0;
        while (at < time.toSeconds()) {
            attempts++;
            at += wait * (100 - RetrySettings.JITTER_PERCENT) / 100;
            wait = Math.min(2 * wait, (double) promised.authenticationLongest().toSeconds());
        }
        return attempts;
    }

    private Ledger.Outcome upAgain() {
        boolean up = stage.router().awaitsUplink(Duration.ofSeconds(30));
        return outcome(up, "after " + Stage.seconds(stage.router().startedNanos()));
    }
}
