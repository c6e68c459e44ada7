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
 * Rules, policies and forwards as a person makes them: written by the command on the running
 * router, in force at once on the wire, explained by {@code why} and tried by {@code test}.
 */
final class RulesChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration UP = Duration.ofSeconds(40);
    private static final String SERVER = "192.168.87.60";
    private static final String NOBODY = "192.168.87.61";
    private static final String PAGE = "at home";
    private static final String TO_SERVER =
            """
            [{"id": "web", "ports": 8080, "protocols": ["tcp"],
              "targets": [{"host": "%s", "ports": 80}]}]
            """;

    private final Stage stage;
    private final Ledger ledger;
    private final RouterProcess router;

    RulesChapter(Stage stage) {
        this.stage = stage;
        this.ledger = stage.ledger();
        this.router = stage.router();
    }

    void tell() {
        router.awaitsUplink(UP);
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.byHand().byHand(SERVER + "/24", RouterProcess.ADDRESS);
        LabProcess server = serve();
        ledger.promise("a closed port is explained with what to do", this::closed);
        ledger.promise("a port forward is made while the session stays", this::forwarded);
        CompletableFuture<Command.Outcome> trace =
                CompletableFuture.supplyAsync(
                        () -> router.bauta("trace", SERVER + ":80", "tcp"),
                        Thread::startVirtualThread);
        Patience.pause(Duration.ofSeconds(3));
        ledger.promise("a stranger outside reaches the server inside by it", this::fromOutside);
        ledger.promise("and so does the house, by the external address", this::hairpin);
        ledger.promise("why names the forward that takes a packet", this::why);
        ledger.promise("test forward finds a server that answers", () -> test(0, "program"));
        server.stop();
        ledger.promise("test forward finds that no program listens", () -> test(1, "no program"));
        ledger.promise("test forward finds that nobody is there", this::nobody);
        ledger.promise("conflicting forwards are refused at their place", this::conflict);
        ledger.promise("a rule that rejects is in force at once, and named", this::rejected);
        ledger.promise("its counters count", this::counted);
        ledger.promise("a policy that drops is in force at once, and named", this::dropped);
        ledger.promise("hosts and their ports are told", this::hosts);
        ledger.promise("test forward looks for the host where UDP tells no more", this::datagrams);
        ledger.promise("a trace has followed the real packets", () -> traced(trace));
        ledger.promise("timers are set as ipchains -M -S did", this::timers);
        tidy();
    }

    private void tidy() {
        for (String key : List.of("forwards", "rules", "policies", "nat")) {
            router.bauta("config", "remove", "/" + key, "--keep");
        }
    }

    /** A web server on a host of the house. */
    private LabProcess serve() {
        Path folder = stage.lab().file("house-nginx");
        Path file = folder.resolve("nginx.conf");
        write(
                file,
                """
                daemon off;
                pid %1$s/pid;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server { listen 80; return 200 "%2$s\\n"; }
                }
                """
                        .formatted(folder, PAGE));
        LabProcess server =
                stage.lab()
                        .keep(
                                stage.byHand()
                                        .home()
                                        .start(
                                                stage.lab().file("house-nginx.log"),
                                                List.of(
                                                        "nginx",
                                                        "-c",
                                                        file.toString(),
                                                        "-e",
                                                        "stderr")));
        Patience.until(
                LEASE,
                () ->
                        stage.ordinary()
                                .curl("--max-time", "2", "http://" + SERVER + "/")
                                .output()
                                .contains(PAGE));
        return server;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Command.Outcome set(String pointer, String value) {
        return router.bauta("config", "set", pointer, value.strip(), "--keep");
    }

    private String external() {
        return router.status().address();
    }

    private Command.Outcome why(String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "why";
        System.arraycopy(more, 0, words, 1, more.length);
        return router.bauta(words);
    }

    private Ledger.Outcome closed() {
        Command.Outcome seen =
                why(ProviderServers.STRANGER, "to", external() + ":8080", "--from", "internet");
        boolean explained =
                seen.output().contains("STOP") && seen.output().contains("make a port forward");
        return outcome(seen.ok() && explained, seen.lastLine());
    }

    private Ledger.Outcome forwarded() {
        int session = router.status().session();
        Command.Outcome set = set("/forwards", TO_SERVER.formatted(SERVER));
        return outcome(set.ok() && router.status().session() == session, set.lastLine());
    }

    private Ledger.Outcome fromOutside() {
        Command.Outcome got =
                stage.lab()
                        .isp()
                        .run(
                                "curl",
                                "-sS",
                                "--max-time",
                                "10",
                                "--interface",
                                ProviderServers.STRANGER,
                                "http://" + external() + ":8080/");
        return outcome(got.output().contains(PAGE), got.lastLine());
    }

    private Ledger.Outcome hairpin() {
        Command.Outcome got = stage.ordinary().curl("http://" + external() + ":8080/");
        return outcome(got.output().contains(PAGE), got.lastLine());
    }

    private Ledger.Outcome why() {
        Command.Outcome seen =
                why(ProviderServers.STRANGER, "to", external() + ":8080", "--from", "internet");
        boolean named =
                seen.output().contains("web sends it to " + SERVER + ":80")
                        && seen.output().contains("Decided by rule web");
        return outcome(seen.ok() && named, seen.lastLine());
    }

    private Ledger.Outcome test(int exit, String says) {
        Command.Outcome seen = router.bauta("test", "forward", "web");
        return outcome(seen.exit() == exit && seen.output().contains(says), seen.lastLine());
    }

    private Ledger.Outcome nobody() {
        Command.Outcome set = set("/forwards", TO_SERVER.formatted(NOBODY));
        Ledger.Outcome seen = test(1, "nobody answers at " + NOBODY);
        return outcome(set.ok() && seen.kept(), seen.measured());
    }

    private Ledger.Outcome conflict() {
        String two =
                """
                [{"id": "a", "ports": "8000-8100", "targets": [{"host": "192.168.87.60"}]},
                 {"id": "b", "ports": 8080, "targets": [{"host": "192.168.87.61"}]}]
                """;
        Command.Outcome set = set("/forwards", two);
        return outcome(
                set.exit() == 1 && set.output().contains("/forwards/1/ports"), set.lastLine());
    }

    private Ledger.Outcome rejected() {
        String rule =
                """
                [{"id": "no-web", "verdict": "reject", "protocols": ["tcp"],
                  "to": {"zones": ["wan"], "ports": [80]}}]
                """;
        boolean before = web().ok();
        Command.Outcome set = set("/rules", rule);
        Command.Outcome after = web();
        Command.Outcome seen = why(stage.ordinary().address(), ProviderServers.WEB + ":80");
        boolean named = seen.output().contains("Decided by rule no-web");
        return outcome(
                before && set.ok() && !after.ok() && named,
                after.lastLine() + "; " + seen.lastLine());
    }

    private Command.Outcome web() {
        return stage.ordinary().curl("--max-time", "5", "http://" + ProviderServers.WEB + "/");
    }

    private Ledger.Outcome counted() {
        Command.Outcome rules = router.bauta("rules", "-v");
        boolean counted =
                rules.output()
                        .lines()
                        .filter(line -> line.contains("no-web"))
                        .anyMatch(line -> line.strip().matches("[1-9].*"));
        router.bauta("config", "remove", "/rules", "--keep");
        return outcome(
                rules.ok() && counted && web().ok(),
                rules.output().lines().limit(2).toList().toString());
    }

    private Ledger.Outcome dropped() {
        String policy =
                """
                [{"id": "quiet", "action": "drop",
                  "from": {"addresses": ["%s"]}, "to": {"addresses": ["%s"]}}]
                """
                        .formatted(stage.ordinary().address(), ProviderServers.WEB);
        Command.Outcome set = set("/policies", policy);
        boolean gone = !stage.ordinary().pings(ProviderServers.WEB);
        boolean others = stage.byHand().pings(ProviderServers.WEB);
        Command.Outcome seen = why(stage.ordinary().address(), ProviderServers.WEB);
        router.bauta("config", "remove", "/policies", "--keep");
        return outcome(
                set.ok() && gone && others && seen.output().contains("Decided by rule quiet"),
                seen.lastLine());
    }

    private Ledger.Outcome hosts() {
        Command.Outcome seen = router.bauta("hosts");
        boolean told =
                seen.output().contains(stage.ordinary().address())
                        && seen.output().contains("outside ports");
        return outcome(seen.ok() && told, seen.lastLine());
    }

    private Ledger.Outcome datagrams() {
        Command.Outcome set =
                set(
                        "/forwards",
                        TO_SERVER.formatted(SERVER).replace("tcp", "udp").replace("web", "game"));
        Command.Outcome seen = router.bauta("test", "forward", "game");
        return outcome(
                set.ok() && seen.ok() && seen.output().contains("Packets get to " + SERVER),
                seen.lastLine());
    }

    private static Ledger.Outcome traced(CompletableFuture<Command.Outcome> trace) {
        Command.Outcome seen = trace.join();
        boolean came = seen.output().contains(ProviderServers.STRANGER);
        boolean left = seen.output().contains("-> " + SERVER + ":80");
        return outcome(seen.ok() && came && left, seen.lastLine());
    }

    private Ledger.Outcome timers() {
        Command.Outcome set = router.bauta("masquerade", "timers", "7500", "0", "360");
        String shown = router.bauta("masquerade", "timers").output();
        return outcome(
                set.ok()
                        && shown.contains("7500s")
                        && shown.contains("360s")
                        && shown.contains("4m"),
                set.lastLine());
    }
}
