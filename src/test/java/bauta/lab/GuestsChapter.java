package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;

/** A second network on the inside: trusted, it is routed to the first; for guests, it is not. */
final class GuestsChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration UP = Duration.ofSeconds(40);
    private static final String ROUTER_THERE = "192.168.88.1";

    private final Stage stage;
    private final Ledger ledger;
    private final LanHost home;
    private final LanHost there;

    GuestsChapter(Stage stage) {
        this.stage = stage;
        this.ledger = stage.ledger();
        this.home = stage.ordinary();
        this.there = stage.lab().apart();
    }

    void tell() {
        stage.router().stop();
        RouterProcess router = RouterProcess.start(stage.lab(), "two-lans", configuration("lan"));
        ready(router);
        try (LanServer atHome = LanServer.start(stage.lab(), stage.byHand());
                LanServer apart = LanServer.start(stage.lab(), there)) {
            trusted(router, atHome, apart);
            router.stop();
            router = RouterProcess.start(stage.lab(), "guests", configuration("guest"));
            ready(router);
            guests(router);
        }
        router.stop();
        stage.router().startAgain();
        stage.router().awaitsUplink(UP);
    }

    private static String configuration(String zone) {
        return """
        { "schema-version": 3,
          "ports": {"wan": "%s", "lan1": "%s", "lan2": "%s"},
          "forwarding": "always",
          "networks": [
            { "name": "home", "ports": ["lan1"], "address": "192.168.87.1/24" },
            { "name": "there", "ports": ["lan2"], "address": "%s/24", "zone": "%s" } ],
          "forwards": [ {"id": "web", "ports": 8080, "protocols": ["tcp"],
            "targets": [ {"host": "192.168.87.250", "ports": 8000} ]} ],
          "uplinks": [ { "user": "user@example.test", "password": "correct horse" } ] }
        """
                .formatted(Lab.ROUTER_WAN, Lab.ROUTER_LAN, Lab.ROUTER_APART, ROUTER_THERE, zone);
    }

    private void ready(RouterProcess router) {
        stage.byHand().byHand("192.168.87.250/24", RouterProcess.ADDRESS);
        ledger.promise(
                "both networks lease addresses and the uplink is up",
                () -> {
                    boolean up = router.awaitsUplink(UP);
                    boolean leased =
                            Patience.until(LEASE, () -> home.leaseSoon() && there.leaseSoon());
                    boolean serves =
                            Patience.until(
                                    LEASE, () -> router.api().state("admin").equals("RUNNING"));
                    return outcome(
                            up && serves && leased && there.address().startsWith("192.168.88."),
                            home.address() + " and " + there.address());
                });
    }

    private void trusted(RouterProcess router, LanServer atHome, LanServer apart) {
        ledger.promise(
                "two trusted networks reach each other, addresses unchanged",
                () -> {
                    boolean one = page(home, there.address(), apart);
                    boolean other = page(there, "192.168.87.250", atHome);
                    return outcome(
                            one
                                    && other
                                    && apart.lastClient().equals(home.address())
                                    && atHome.lastClient().equals(there.address()),
                            "%s and %s were seen"
                                    .formatted(apart.lastClient(), atHome.lastClient()));
                });
        ledger.promise("the second reaches the Internet", () -> internet(there));
        ledger.promise(
                "and a forward of the first by the external address",
                () ->
                        outcome(
                                page(there, router.status().address(), 8080, atHome),
                                "the server saw " + atHome.lastClient()));
        router.api().service("uplinks", "stop");
        ledger.promise(
                "without an uplink they still reach each other",
                () ->
                        outcome(
                                page(home, there.address(), apart)
                                        && page(there, "192.168.87.250", atHome),
                                "both ways"));
    }

    private void guests(RouterProcess router) {
        ledger.promise(
                "guests reach the Internet by name",
                () -> {
                    String page = "http://" + ProviderServers.WEB_NAME + "/";
                    Patience.until(LEASE, () -> there.curl(page).ok());
                    Command.Outcome seen = there.curl(page);
                    return outcome(seen.ok(), seen.lastLine());
                });
        ledger.promise(
                "guests do not reach the house: FIREWALL_RULE",
                () -> {
                    long before = router.status().drops("FIREWALL_RULE");
                    boolean pinged = there.pings("192.168.87.250");
                    Command.Outcome seen =
                            there.curl("--max-time", "2", "http://192.168.87.250:8000/");
                    long counted = router.status().drops("FIREWALL_RULE") - before;
                    return outcome(
                            !pinged && !seen.ok() && counted >= 2,
                            counted + " counted, " + seen.lastLine());
                });
        ledger.promise(
                "nor the router's own address in the house",
                () -> {
                    Command.Outcome seen =
                            there.curl("--max-time", "2", "http://" + RouterProcess.ADDRESS + "/");
                    return outcome(!seen.ok(), seen.lastLine());
                });
        ledger.promise(
                "the house does not reach the guests",
                () -> outcome(!home.pings(there.address()), there.address()));
        Command.Outcome kept =
                router.api()
                        .set(
                                "/rules",
                                "[{\"id\": \"visit\", \"from\": {\"zones\": [\"lan\"]},"
                                        + " \"to\": {\"zones\": [\"guest\"]},"
                                        + " \"verdict\": \"accept\"}]");
        ledger.promise(
                "by a rule it does, and guests still do not reach the house",
                () ->
                        outcome(
                                kept.ok()
                                        && home.pings(there.address())
                                        && !there.pings("192.168.87.250"),
                                kept.ok() ? there.address() : kept.output()));
    }

    private static boolean page(LanHost host, String address, LanServer server) {
        return page(host, address, LanServer.PORT, server);
    }

    private static boolean page(LanHost host, String address, int port, LanServer server) {
        String url = "http://" + address + ":" + port + "/";
        return host.curl("--max-time", "3", url).output().strip().equals(server.page());
    }

    private static Ledger.Outcome internet(LanHost host) {
        Command.Outcome seen = host.curl("http://" + ProviderServers.WEB + "/");
        return outcome(seen.ok(), seen.lastLine());
    }
}
