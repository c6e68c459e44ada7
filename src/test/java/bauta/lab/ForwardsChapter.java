package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Port forwards to real servers: from the Internet, from the LAN, in turn, for some, for all. */
final class ForwardsChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration UP = Duration.ofSeconds(40);
    private static final String HAND_SET = "192.168.87.250";
    private static final String OTHER_ADDRESS = "100.64.10.9";
    private static final int COULD_NOT_CONNECT = 7; // curl(1)
    private static final int WEB = 8080;
    private static final int TURNS = 8081;
    private static final int LIMITED = 8082;

    private final Stage stage;
    private final RouterApi api;
    private String external = "";

    ForwardsChapter(Stage stage) {
        this.stage = stage;
        this.api = stage.router().api();
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.byHand().byHand(HAND_SET + "/24", RouterProcess.ADDRESS);
        external = stage.router().status().address();
        try (LanServer first = LanServer.start(stage.lab(), stage.byHand());
                LanServer second = LanServer.start(stage.lab(), stage.ordinary())) {
            tell(first, second);
        }
    }

    private void tell(LanServer first, LanServer second) {
        Ledger ledger = stage.ledger();
        ledger.promise("forwards are set", this::set);
        ledger.promise("a stranger reaches the forwarded server", () -> fromWan(first));
        ledger.promise("nmap finds exactly its port", () -> onlyOpen(WEB));
        ledger.promise("a LAN host reaches it by the external address", () -> hairpin(first));
        ledger.promise("its own host does too", () -> itself(first));
        ledger.promise("two targets are taken in turn, by weight", () -> inTurn(first, second));
        ledger.promise("who is allowed comes in by a limited forward", this::allowed);
        ledger.promise("others do not: FORWARD_SOURCE_REFUSED", this::refused);
        ledger.promise("UDP is forwarded both ways", this::udp);
        ledger.promise("a range of ports keeps its order", this::range);
        ledger.promise("a forward follows a changed address", () -> changedAddress(first));
        ledger.promise("an exposed host gets the rest", () -> exposed(first));
        ledger.promise("without forwards nothing is open again", this::closed);
    }

    private Ledger.Outcome set() {
        String other = stage.ordinary().address();
        String forwards =
                """
                [{"id": "web", "ports": %d, "protocols": ["tcp"],
                  "targets": [{"host": "%s", "ports": 8000}]},
                 {"id": "turns", "ports": %d, "protocols": ["tcp"], "scheduler": "wrr",
                  "targets": [{"host": "%s", "ports": 8000, "weight": 2},
                              {"host": "%s", "ports": 8000, "weight": 1}]},
                 {"id": "limited", "ports": %d, "protocols": ["tcp"], "sources": ["%s/32"],
                  "targets": [{"host": "%s", "ports": 8000}]},
                 {"id": "echo", "ports": 9000, "protocols": ["udp"], "targets": [{"host": "%s"}]},
                 {"id": "range", "ports": "7990-8009", "protocols": ["tcp"],
                  "targets": [{"host": "%s"}]}]
                """
                        .formatted(
                                WEB,
                                HAND_SET,
                                TURNS,
                                HAND_SET,
                                other,
                                LIMITED,
                                ProviderServers.STRANGER,
                                HAND_SET,
                                HAND_SET,
                                HAND_SET);
        return set(forwards);
    }

    private Ledger.Outcome set(String forwards) {
        Command.Outcome kept = api.set("/forwards", forwards.replaceAll("\\s+", " "));
        return outcome(kept.ok(), kept.ok() ? "kept" : kept.output());
    }

    private Command.Outcome ask(String from, String address, int port) {
        return stage.lab()
                .isp()
                .run(
                        "curl",
                        "-sS",
                        "--max-time",
                        "3",
                        "--interface",
                        from,
                        "http://" + address + ":" + port + "/");
    }

    private Ledger.Outcome fromWan(LanServer server) {
        Command.Outcome seen = ask(ProviderServers.STRANGER, external, WEB);
        return outcome(
                seen.output().strip().equals(server.page())
                        && server.lastClient().equals(ProviderServers.STRANGER),
                seen.lastLine() + ", the server saw " + server.lastClient());
    }

    private Ledger.Outcome onlyOpen(int port) {
        Scan scan = Scan.run(stage.lab().isp(), "-sS", WEB - 40, WEB, external);
        boolean only = scan.onlyOpen(port + "/tcp");
        return outcome(only, scan.asked() == scan.silent() ? scan.text() : scan.summary());
    }

    /** The server must see the external address, not the host, else it would answer past us. */
    private Ledger.Outcome hairpin(LanServer server) {
        Command.Outcome seen = stage.ordinary().curl(url(WEB));
        return outcome(
                seen.output().strip().equals(server.page()) && server.lastClient().equals(external),
                seen.lastLine() + ", the server saw " + server.lastClient());
    }

    private Ledger.Outcome itself(LanServer server) {
        Command.Outcome seen = stage.byHand().curl(url(WEB));
        return outcome(
                seen.output().strip().equals(server.page()) && server.lastClient().equals(external),
                seen.lastLine() + ", it saw " + server.lastClient());
    }

    private String url(int port) {
        return "http://" + external + ":" + port + "/";
    }

    private Ledger.Outcome inTurn(LanServer first, LanServer second) {
        List<String> pages = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pages.add(ask(ProviderServers.STRANGER, external, TURNS).output().strip());
        }
        int one = Collections.frequency(pages, first.page());
        int two = Collections.frequency(pages, second.page());
        return outcome(one == 6 && two == 3, one + " and " + two + " of 9");
    }

    private Ledger.Outcome allowed() {
        Command.Outcome seen = ask(ProviderServers.STRANGER, external, LIMITED);
        return outcome(seen.ok(), seen.lastLine());
    }

    private Ledger.Outcome refused() {
        long before = stage.router().status().drops("FORWARD_SOURCE_REFUSED");
        Command.Outcome seen = ask(ProviderServers.WEB, external, LIMITED);
        long counted = stage.router().status().drops("FORWARD_SOURCE_REFUSED") - before;
        return outcome(!seen.ok() && counted > 0, counted + " counted, " + seen.lastLine());
    }

    private Ledger.Outcome udp() {
        Lab lab = stage.lab();
        lab.keep(
                stage.byHand()
                        .home()
                        .start(
                                lab.file("echo.log"),
                                List.of("socat", "UDP4-RECVFROM:9000,fork", "EXEC:cat")));
        String ask = "echo over and out | socat -t 1 - UDP4:" + external + ":9000";
        boolean came =
                Patience.until(
                        Duration.ofSeconds(6),
                        () -> lab.isp().run("sh", "-c", ask).output().contains("over and out"));
        boolean inside =
                stage.ordinary().home().run("sh", "-c", ask).output().contains("over and out");
        return outcome(came && inside, "from outside " + came + ", from inside " + inside);
    }

    private Ledger.Outcome range() {
        Command.Outcome seen = ask(ProviderServers.STRANGER, external, LanServer.PORT);
        Command.Outcome other = ask(ProviderServers.STRANGER, external, LanServer.PORT - 1);
        boolean told = other.exit() == COULD_NOT_CONNECT;
        return outcome(
                seen.ok() && told, seen.lastLine() + ", the port before: " + other.lastLine());
    }

    private Ledger.Outcome changedAddress(LanServer server) {
        redial(OTHER_ADDRESS);
        String now = stage.router().status().address();
        Command.Outcome outside = ask(ProviderServers.STRANGER, now, WEB);
        Command.Outcome inside = stage.ordinary().curl("http://" + now + ":" + WEB + "/");
        redial(external);
        boolean both =
                outside.output().strip().equals(server.page())
                        && inside.output().strip().equals(server.page());
        return outcome(
                both && now.equals(OTHER_ADDRESS) && fromWan(server).kept(),
                "now " + now + ": " + outside.lastLine());
    }

    private void redial(String address) {
        stage.provider().tell("set address " + address);
        stage.provider().tell("padt");
        stage.router().awaits(UP, status -> status.address().equals(address));
    }

    private Ledger.Outcome exposed(LanServer server) {
        Command.Outcome kept =
                api.set(
                        "/forwards",
                        "[{\"id\": \"all\", \"kind\": \"exposed-host\", \"targets\":"
                                + " [{\"host\": \"%s\"}]}]".formatted(HAND_SET));
        Command.Outcome seen = ask(ProviderServers.STRANGER, external, LanServer.PORT);
        boolean pinged = stage.lab().isp().run("ping", "-n", "-c", "1", "-W", "2", external).ok();
        return outcome(
                kept.ok() && seen.output().strip().equals(server.page()),
                (kept.ok() ? seen.lastLine() : kept.output()) + ", ping " + pinged);
    }

    private Ledger.Outcome closed() {
        Command.Outcome kept = api.set("/forwards", "[]");
        Scan scan = Scan.run(stage.lab().isp(), "-sS", 7900, 8100, external);
        return outcome(kept.ok() && scan.allSilent(), scan.summary());
    }
}
