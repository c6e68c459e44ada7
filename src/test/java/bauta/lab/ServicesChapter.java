package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Services live each by itself: stopped, started, switched off for good, failed and mended. */
final class ServicesChapter {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration UP = Duration.ofSeconds(40);

    private final Stage stage;
    private final RouterApi api;
    private Optional<LabProcess> thief = Optional.empty();

    ServicesChapter(Stage stage) {
        this.stage = stage;
        this.api = stage.router().api();
    }

    void tell() {
        Ledger ledger = stage.ledger();
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        ledger.promise("the list names what runs and what is not built", this::list);
        ledger.promise("dns stopped: no names, but pages by address", this::dnsStopped);
        ledger.promise("dns started: names again", this::dnsStarted);
        ledger.promise("dhcp stopped: no lease, but names", this::dhcpStopped);
        ledger.promise("dhcp started: a lease", this::dhcpStarted);
        ledger.promise("uplinks stopped: the session ends in order", this::uplinksStopped);
        ledger.promise("uplinks started: it is dialled again", this::uplinksStarted);
        ledger.promise("a port that somebody else has: FAILED with the reason", this::taken);
        ledger.promise("and RUNNING by itself once it is free", this::free);
        api.service("dns", "disable");
        api.service("dhcp", "stop");
        stage.router().stop();
        stage.router().startAgain();
        ledger.promise("disabled dns stays off over a restart", this::stillDisabled);
        ledger.promise("dhcp, only stopped, runs after a restart", () -> runs("dhcp"));
        api.service("dns", "enable");
        stage.router().stop();
        stage.router().startAgain();
        ledger.promise("enabled again it runs after a restart", this::stillEnabled);
    }

    private Ledger.Outcome list() {
        Patience.until(LIMIT, () -> api.state("admin").equals("RUNNING"));
        String seen =
                "dns %s, dhcp %s, uplinks %s, admin %s, helpers %s, mappings %s"
                        .formatted(
                                api.state("dns"),
                                api.state("dhcp"),
                                api.state("uplinks"),
                                api.state("admin"),
                                api.state("helpers"),
                                api.state("mappings"));
        return outcome(
                seen.equals(
                        "dns RUNNING, dhcp RUNNING, uplinks RUNNING, admin RUNNING,"
                                + " helpers NOT_BUILT, mappings STOPPED"),
                seen);
    }

    private boolean resolves() {
        return stage.ordinary()
                .dig("@" + RouterProcess.ADDRESS, ProviderServers.WEB_NAME)
                .output()
                .contains(ProviderServers.WEB);
    }

    private boolean opensByAddress() {
        return stage.ordinary().curl("http://" + ProviderServers.WEB + "/").ok();
    }

    private Ledger.Outcome dnsStopped() {
        String state = api.service("dns", "stop").path("state").asString("");
        boolean names = resolves();
        boolean page = opensByAddress();
        return outcome(
                state.equals("STOPPED") && !names && page,
                state + ", names " + names + ", page " + page + ", " + api.reason("dns"));
    }

    private Ledger.Outcome dnsStarted() {
        String state = api.service("dns", "start").path("state").asString("");
        return outcome(state.equals("RUNNING") && resolves(), state);
    }

    private Ledger.Outcome dhcpStopped() {
        String state = api.service("dhcp", "stop").path("state").asString("");
        boolean leased = leased();
        return outcome(
                state.equals("STOPPED") && !leased && resolves(), state + ", lease " + leased);
    }

    private Ledger.Outcome dhcpStarted() {
        String state = api.service("dhcp", "start").path("state").asString("");
        boolean leased = leased();
        return outcome(state.equals("RUNNING") && leased, state + ", lease " + leased);
    }

    /** Asks once for a lease, without touching the host's address. */
    private boolean leased() {
        return stage.direct()
                .home()
                .run(
                        "udhcpc",
                        "-i",
                        LanHost.LINK,
                        "-n",
                        "-q",
                        "-t",
                        "3",
                        "-T",
                        "1",
                        "-s",
                        "/bin/true")
                .ok();
    }

    private Ledger.Outcome uplinksStopped() {
        long asked = System.nanoTime();
        String state = api.service("uplinks", "stop").path("state").asString("");
        boolean told = stage.provider().awaits("padt-received", asked, Duration.ofSeconds(5));
        return outcome(
                state.equals("STOPPED") && told && !opensByAddress(),
                state + (told ? ", PADT came" : ", no PADT"));
    }

    private Ledger.Outcome uplinksStarted() {
        api.service("uplinks", "start");
        boolean up = stage.router().awaitsUplink(UP);
        return outcome(up && opensByAddress(), stage.router().status().state());
    }

    private LabProcess thief() {
        return stage.lab()
                .keep(
                        stage.lab()
                                .router()
                                .start(
                                        stage.lab().file("thief.log"),
                                        List.of(
                                                "dnsmasq",
                                                "--keep-in-foreground",
                                                "--conf-file=/dev/null",
                                                "--port=53",
                                                "--listen-address=" + RouterProcess.ADDRESS,
                                                "--bind-interfaces",
                                                "--no-resolv",
                                                "--user=root",
                                                "--pid-file=")));
    }

    private Ledger.Outcome taken() {
        api.service("dns", "stop");
        thief = Optional.of(thief());
        Patience.pause(Duration.ofMillis(500));
        api.service("dns", "start");
        boolean failed = Patience.until(LIMIT, () -> api.state("dns").equals("FAILED"));
        return outcome(failed, api.state("dns") + ": " + api.reason("dns"));
    }

    private Ledger.Outcome free() {
        thief.ifPresent(LabProcess::kill);
        boolean runs = Patience.until(LIMIT, () -> api.state("dns").equals("RUNNING"));
        return outcome(runs && resolves(), api.state("dns"));
    }

    private Ledger.Outcome stillDisabled() {
        boolean up = stage.router().awaitsUplink(UP);
        boolean off = Patience.until(LIMIT, () -> api.state("dns").equals("STOPPED"));
        boolean names = resolves();
        return outcome(
                up && off && !names && opensByAddress(),
                api.state("dns") + ", " + api.reason("dns"));
    }

    private Ledger.Outcome runs(String service) {
        boolean runs = Patience.until(LIMIT, () -> api.state(service).equals("RUNNING"));
        return outcome(runs, api.state(service));
    }

    private Ledger.Outcome stillEnabled() {
        boolean up = stage.router().awaitsUplink(UP);
        boolean runs = Patience.until(LIMIT, () -> api.state("dns").equals("RUNNING"));
        return outcome(up && runs && resolves(), api.state("dns"));
    }
}
