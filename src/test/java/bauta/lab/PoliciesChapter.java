package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Who leaves how: policies, further external addresses, one to one, rules of the firewall. */
final class PoliciesChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration UP = Duration.ofSeconds(40);
    private static final String HAND_SET = "192.168.87.250";
    private static final String INSIDE = "192.168.87.0/24";
    private static final String OURS = "203.0.113.0/24";
    private static final String SECOND = "203.0.113.9";
    private static final String ALONE = "203.0.113.12";
    private static final String WEB = "http://" + ProviderServers.WEB + "/";

    private final Stage stage;
    private final RouterApi api;

    PoliciesChapter(Stage stage) {
        this.stage = stage;
        this.api = stage.router().api();
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.byHand().byHand(HAND_SET + "/24", RouterProcess.ADDRESS);
        routes("add");
        policies();
        addresses();
        try (LanServer server = LanServer.start(stage.lab(), stage.byHand())) {
            rules(server);
        }
        routes("del");
    }

    private void routes(String what) {
        stage.lab().isp().run("ip", "route", what, INSIDE, "dev", Provider.TUN);
        stage.lab().isp().run("ip", "route", what, OURS, "dev", Provider.TUN);
    }

    private void with(String pointer, String json, String promise, Supplier<Ledger.Outcome> check) {
        Command.Outcome kept = api.set(pointer, json);
        stage.router().awaitsUplink(UP);
        stage.ledger()
                .promise(promise, () -> kept.ok() ? check.get() : outcome(false, kept.output()));
    }

    private void policies() {
        with(
                "/policies",
                """
                [{"id": "a-to-b", "from": {"addresses": ["%s/32"]},
                  "to": {"addresses": ["%s/32"]}, "action": "masquerade"},
                 {"id": "rest", "to": {"zones": ["wan"]}, "action": "route"}]
                """
                        .formatted(HAND_SET, ProviderServers.WEB),
                "what comes from A and goes to B is masqueraded, the rest is routed",
                this::fromAToB);
        String toWeb = "\"to\": {\"addresses\": [\"" + ProviderServers.WEB + "\"]}";
        with(
                "/policies",
                "[{\"id\": \"silent\", %s, \"action\": \"drop\"}]".formatted(toWeb),
                "a policy drops without a word, counted as POLICY_RULE",
                () -> stopped("timed out"));
        with(
                "/policies",
                "[{\"id\": \"told\", %s, \"action\": \"reject\"}]".formatted(toWeb),
                "a policy rejects and says so",
                () -> stopped("Failed to connect", "refused"));
        api.set("/policies", "[]");
    }

    private Ledger.Outcome fromAToB() {
        String external = stage.router().status().address();
        String a = seenFrom(stage.byHand());
        String rest = seenFrom(stage.ordinary());
        stage.byHand().dig("+notcp", "@" + ProviderServers.OTHER_DNS, "a-to-c.example.com");
        String asked = "a-to-c.example.com from " + HAND_SET;
        boolean elsewhere = logOfOther().contains(asked);
        return outcome(
                a.equals(external) && rest.equals(stage.ordinary().address()) && elsewhere,
                "B sees A as %s and another as %s, C sees A itself: %s"
                        .formatted(a, rest, elsewhere));
    }

    private String logOfOther() {
        try {
            return java.nio.file.Files.readString(stage.lab().file("dnsmasq-other.log"));
        } catch (java.io.IOException e) {
            throw new LabException("no log of the name server", e);
        }
    }

    /** Returns whom the web server sees when a host asks for its page. */
    private String seenFrom(LanHost host) {
        int before = stage.servers().webLog().size();
        host.curl("--max-time", "4", WEB);
        List<String> lines = stage.servers().webLog();
        return lines.size() == before ? "nobody" : lines.getLast().replaceFirst(" .*", "");
    }

    private Ledger.Outcome stopped(String... words) {
        long before = stage.router().status().drops("POLICY_RULE");
        String seen = stage.ordinary().curl("--max-time", "2", WEB).lastLine();
        long counted = stage.router().status().drops("POLICY_RULE") - before;
        boolean pings = stage.ordinary().pings(ProviderServers.STRANGER);
        return outcome(
                counted > 0 && pings && List.of(words).stream().anyMatch(seen::contains),
                counted + " counted, others answer " + pings + ", " + seen);
    }

    private void addresses() {
        with(
                "/uplinks/0/addresses",
                "[\"" + SECOND + "\"]",
                "a further external address is taken",
                () -> outcome(true, SECOND));
        with(
                "/policies",
                """
                [{"id": "second", "from": {"addresses": ["%s"]}, "action": "masquerade",
                  "external-address": "%s"}]
                """
                        .formatted(HAND_SET, SECOND),
                "a host leaves by it, the others by the first",
                () -> {
                    String one = seenFrom(stage.byHand());
                    String other = seenFrom(stage.ordinary());
                    String first = stage.router().status().address();
                    return outcome(
                            one.equals(SECOND) && other.equals(first), one + " and " + other);
                });
        api.set("/policies", "[]");
        api.set("/uplinks/0/addresses", "[]");
        with(
                "/nat/one-to-one",
                "[{\"external\": \"%s/32\", \"internal\": \"%s/32\"}]".formatted(ALONE, HAND_SET),
                "a host that has an external address of its own leaves by it",
                () -> {
                    String seen = seenFrom(stage.byHand());
                    return outcome(seen.equals(ALONE), seen);
                });
    }

    private void rules(LanServer server) {
        stage.ledger()
                .promise("nobody comes in by that address unasked", () -> comesIn(server, false));
        with(
                "/rules",
                """
                [{"id": "door", "from": {"zones": ["wan"]}, "to": {"addresses": ["%s"],
                  "ports": [8000]}, "protocols": ["tcp"], "verdict": "accept"}]
                """
                        .formatted(HAND_SET),
                "a rule lets the Internet in by it",
                () -> comesIn(server, true));
        api.set("/nat/one-to-one", "[]");
        with(
                "/rules",
                """
                [{"id": "no-web", "from": {"networks": ["lan"]}, "to": {"zones": ["wan"],
                  "ports": [80]}, "protocols": ["tcp"], "verdict": "reject"}]
                """,
                "a rule rejects web pages, pings pass",
                this::noWeb);
        with(
                "/rules",
                "[]",
                "without it they are back",
                () -> {
                    Command.Outcome seen = stage.ordinary().curl(WEB);
                    return outcome(seen.ok(), seen.lastLine());
                });
    }

    private Ledger.Outcome comesIn(LanServer server, boolean wanted) {
        String seen =
                stage.lab()
                        .isp()
                        .run("curl", "-sS", "--max-time", "2", "http://" + ALONE + ":8000/")
                        .lastLine();
        return outcome(seen.equals(server.page()) == wanted, seen);
    }

    private Ledger.Outcome noWeb() {
        long before = stage.router().status().drops("FIREWALL_RULE");
        Command.Outcome seen = stage.ordinary().curl("--max-time", "3", WEB);
        long counted = stage.router().status().drops("FIREWALL_RULE") - before;
        boolean pings = stage.ordinary().pings(ProviderServers.WEB);
        return outcome(
                !seen.ok() && seen.exit() == 7 && counted > 0 && pings,
                counted + " counted, " + seen.lastLine());
    }
}
