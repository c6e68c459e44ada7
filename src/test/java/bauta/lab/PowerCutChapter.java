package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;

/** The router loses power: the session the provider still holds is cleared, then it dials. */
final class PowerCutChapter {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Stage stage;

    PowerCutChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        String before = lastSession();
        long cut = System.nanoTime();
        stage.router().kill();
        stage.router().forgetRun();
        stage.router().startAgain();
        ledger.promise("killed with /run lost: up again", () -> upAgain(cut));
        ledger.promise("the stale session was cleared by PADT first", () -> cleared(before, cut));
        ledger.promise("the LAN is on the Internet again", this::page);
        long killed = System.nanoTime();
        stage.router().kill();
        stage.router().startAgain();
        ledger.promise("killed with /run kept: up again", () -> upAgain(killed));
    }

    private String lastSession() {
        List<Provider.Event> open = stage.provider().events("open", 0);
        return open.isEmpty() ? "none" : open.getLast().value("session");
    }

    private Ledger.Outcome upAgain(long sinceNanos) {
        boolean open = stage.provider().awaits("open", sinceNanos, LIMIT);
        boolean up = stage.router().awaitsUplink(Duration.ofSeconds(5));
        return outcome(open && up, "after " + Stage.seconds(sinceNanos));
    }

    private Ledger.Outcome cleared(String session, long sinceNanos) {
        List<Provider.Event> padt = stage.provider().events("padt-received", sinceNanos);
        List<Provider.Event> padi = stage.provider().events("padi", sinceNanos);
        boolean stale =
                !padt.isEmpty()
                        && !padi.isEmpty()
                        && padt.getFirst().value("session").equals(session)
                        && padt.getFirst().value("known").equals("true")
                        && padt.getFirst().nanos() < padi.getFirst().nanos();
        return outcome(stale, padt.isEmpty() ? "no PADT" : padt.getFirst().text());
    }

    private Ledger.Outcome page() {
        Command.Outcome seen = stage.ordinary().curl("http://" + ProviderServers.WEB_NAME + "/");
        return outcome(seen.ok() && seen.output().contains("Welcome"), seen.lastLine());
    }
}
