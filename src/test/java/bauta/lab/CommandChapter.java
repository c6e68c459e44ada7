package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command {@code bauta}: services as {@code service} and {@code ntsysv} had them, on the box
 * and from a PC of the LAN.
 */
final class CommandChapter {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PASSWORD = "gondolas at dawn";
    private static final Pattern FINGERPRINT = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}");

    private final Stage stage;
    private final Ledger ledger;
    private final RouterProcess router;

    CommandChapter(Stage stage) {
        this.stage = stage;
        this.ledger = stage.ledger();
        this.router = stage.router();
    }

    void tell() {
        ledger.promise("status is a picture in plain words", this::picture);
        ledger.promise("every service is listed", this::list);
        ledger.promise("drops and leases are told in words", this::tables);
        ledger.promise("service stop dns stops the answers", this::stopped);
        ledger.promise("and leaves forwarding alone", this::forwards);
        ledger.promise("service start dns prints [  OK  ] and brings them back", this::started);
        ledger.promise("a service that there is not is [FAILED]", this::unknown);
        ledger.promise("a disabled dns stays off over a restart", this::disabled);
        ledger.promise("and an enabled one comes back", this::enabled);
        remote();
    }

    private void remote() {
        LanHost pc = stage.ordinary();
        router.password(PASSWORD);
        Command.Outcome made = router.bauta("token", "create", "lab");
        String token = made.output().lines().findFirst().orElse("");
        ledger.promise(
                "a PC that never met the router is shown its fingerprint",
                () -> {
                    Command.Outcome shy = router.bautaFrom(pc, "status", "--token", token);
                    return outcome(
                            shy.exit() == 1 && FINGERPRINT.matcher(shy.output()).find(),
                            shy.lastLine());
                });
        String fingerprint = fingerprint(router.bautaFrom(pc, "status", "--token", token));
        ledger.promise(
                "with the fingerprint and a token it may ask over TLS",
                () -> {
                    Command.Outcome seen = from(pc, fingerprint, token, "status");
                    return outcome(
                            seen.ok() && seen.output().contains("connected"), seen.lastLine());
                });
        ledger.promise(
                "another fingerprint is refused",
                () -> {
                    Command.Outcome seen = from(pc, "00".repeat(32), token, "status");
                    return outcome(seen.exit() == 1, seen.lastLine());
                });
        ledger.promise(
                "bauta login asks for the password once",
                () -> {
                    Command.Outcome wrong = router.logIn(pc, "not it at all", fingerprint);
                    Command.Outcome right = router.logIn(pc, PASSWORD, fingerprint);
                    Command.Outcome seen =
                            router.bautaFrom(pc, "leases", "--fingerprint", fingerprint);
                    return outcome(
                            wrong.exit() == 1 && right.ok() && seen.ok(),
                            wrong.lastLine() + " " + right.lastLine());
                });
        ledger.promise(
                "a removed token opens nothing any more",
                () -> {
                    router.bauta("token", "remove", "lab");
                    Command.Outcome seen = from(pc, fingerprint, token, "status");
                    return outcome(
                            seen.exit() == 1 && seen.output().contains("bauta login"),
                            seen.lastLine());
                });
    }

    private Command.Outcome from(LanHost pc, String fingerprint, String token, String word) {
        return router.bautaFrom(pc, word, "--token", token, "--fingerprint", fingerprint);
    }

    private static String fingerprint(Command.Outcome shown) {
        Matcher found = FINGERPRINT.matcher(shown.output());
        return found.find() ? found.group() : "";
    }

    private Ledger.Outcome picture() {
        Command.Outcome seen = router.bauta("status");
        boolean whole =
                seen.output().contains("--- [ Bauta ] --- " + router.status().address())
                        && seen.output().contains("connected for");
        return outcome(seen.ok() && whole, seen.output());
    }

    private Ledger.Outcome list() {
        Command.Outcome seen = router.bauta("service", "list");
        boolean all =
                List.of("dns", "dhcp", "uplinks", "helpers", "mappings", "admin").stream()
                        .allMatch(name -> seen.output().contains("\n" + name + " "));
        return outcome(seen.ok() && all, seen.lastLine());
    }

    private boolean resolves() {
        return stage.ordinary()
                .dig("@" + RouterProcess.ADDRESS, ProviderServers.WEB_NAME)
                .output()
                .contains(ProviderServers.WEB);
    }

    private Ledger.Outcome stopped() {
        Command.Outcome seen = router.bauta("service", "stop", "dns");
        int status = router.bauta("service", "status", "dns").exit();
        return outcome(
                seen.ok() && seen.output().contains("[  OK  ]") && status == 3 && !resolves(),
                seen.lastLine() + ", status " + status);
    }

    private Ledger.Outcome forwards() {
        boolean pings = stage.ordinary().pings(ProviderServers.WEB);
        Command.Outcome page = stage.ordinary().curl("http://" + ProviderServers.WEB + "/");
        return outcome(pings && page.ok(), page.lastLine());
    }

    private Ledger.Outcome started() {
        Command.Outcome seen = router.bauta("service", "start", "dns");
        return outcome(
                seen.output().contains("[  OK  ]") && Patience.until(LIMIT, this::resolves),
                seen.lastLine());
    }

    private Ledger.Outcome unknown() {
        Command.Outcome seen = router.bauta("service", "start", "named");
        return outcome(seen.exit() == 1 && seen.output().contains("[FAILED]"), seen.lastLine());
    }

    private boolean restart() {
        router.stop();
        router.startAgain();
        return router.awaitsUplink(LIMIT);
    }

    private Ledger.Outcome disabled() {
        Command.Outcome seen = router.bauta("service", "disable", "dns");
        boolean up = restart();
        return outcome(seen.ok() && up && !resolves(), seen.lastLine());
    }

    private Ledger.Outcome enabled() {
        Command.Outcome seen = router.bauta("service", "enable", "dns");
        boolean now = Patience.until(LIMIT, this::resolves);
        boolean again = restart() && Patience.until(LIMIT, this::resolves);
        return outcome(seen.ok() && now && again, seen.lastLine());
    }

    private Ledger.Outcome tables() {
        stage.ordinary().curl("--max-time", "2", "http://" + RouterProcess.ADDRESS + ":81/");
        Command.Outcome drops = router.bauta("drops");
        Command.Outcome leases = router.bauta("leases");
        Command.Outcome flows = router.bauta("flows");
        boolean leased = leases.output().contains(stage.ordinary().address());
        boolean counted = drops.ok() && drops.output().contains("ROUTER_SERVICE_CLOSED");
        return outcome(
                counted && leased && flows.ok(),
                counted ? leases.lastLine() : drops.output().replace('\n', ' '));
    }
}
