package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What is forwarded: by the configuration, on the wire, and over a restart of the router. */
final class ForwardingChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration UP = Duration.ofSeconds(40);
    private static final String INSIDE = "192.168.87.0/24";

    private final Stage stage;
    private final RouterApi api;

    ForwardingChapter(Stage stage) {
        this.stage = stage;
        this.api = stage.router().api();
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.router().awaitsUplink(UP);
        both("/forwarding", "off", "forwarding off: hosts are told prohibited", this::prohibited);
        both("/forwarding", "always", "forwarding always: hosts reach the Internet", this::reaches);
        set("/forwarding", "with-uplink");
        stage.ledger().promise("without an uplink: net unreachable", this::unreachable);
        String firewall = "/uplinks/0/firewall";
        both(firewall, "standalone", "standalone: for the router alone", this::prohibited);
        routes("add");
        both(firewall, "none", "firewall none: hosts keep their addresses", this::plain);
        both(firewall, "masquerade", "masquerade: outside sees the router", this::masqueraded);
        routes("del");
    }

    /** Sets a value; the promise must hold at once and after a restart. */
    private void both(
            String pointer, String value, String promise, Supplier<Ledger.Outcome> check) {
        Command.Outcome kept = set(pointer, value);
        stage.ledger()
                .promise(promise, () -> kept.ok() ? check.get() : outcome(false, kept.lastLine()));
        stage.router().stop();
        stage.router().startAgain();
        stage.ledger()
                .promise(
                        promise + ", after a restart too",
                        () ->
                                stage.router().awaitsUplink(UP)
                                        ? check.get()
                                        : outcome(false, "no uplink"));
    }

    private Command.Outcome set(String pointer, String value) {
        return api.set(pointer, "\"" + value + "\"");
    }

    private void routes(String what) {
        stage.lab().isp().run("ip", "route", what, INSIDE, "dev", "ppp0");
    }

    private String ping() {
        return stage.ordinary()
                .home()
                .run("ping", "-n", "-c", "2", "-i", "0.3", "-W", "2", ProviderServers.WEB)
                .output();
    }

    /** The router's own programs use the uplink all the same. */
    private boolean routerReaches() {
        return stage.lab()
                .router()
                .run("ping", "-n", "-c", "1", "-W", "2", ProviderServers.WEB)
                .ok();
    }

    private Ledger.Outcome prohibited() {
        String seen = ping();
        boolean told = seen.contains("filtered") || seen.contains("Prohibited");
        boolean own = routerReaches();
        return outcome(told && own, line(seen) + ", the router itself " + (own ? "does" : "no"));
    }

    private static String line(String seen) {
        return seen.lines().filter(l -> l.startsWith("From")).findFirst().orElse("no ICMP error");
    }

    private Ledger.Outcome reaches() {
        String seen = ping();
        return outcome(seen.contains(" 0% packet loss") && routerReaches(), line(seen));
    }

    private Ledger.Outcome unreachable() {
        api.service("uplinks", "stop");
        String seen = ping();
        api.service("uplinks", "start");
        boolean up = stage.router().awaitsUplink(UP);
        return outcome(seen.contains("Destination Net Unreachable") && up, line(seen));
    }

    private boolean outsideReaches() {
        return stage.lab()
                .isp()
                .run("ping", "-n", "-c", "2", "-i", "0.3", "-W", "2", stage.ordinary().address())
                .ok();
    }

    private String seenBy() {
        stage.ordinary().curl("http://" + ProviderServers.WEB + "/");
        List<String> lines = stage.servers().webLog();
        return lines.isEmpty() ? "nobody" : lines.getLast().replaceFirst(" .*", "");
    }

    private Ledger.Outcome plain() {
        String peer = seenBy();
        boolean inwards = outsideReaches();
        return outcome(
                peer.equals(stage.ordinary().address()) && inwards && routerReaches(),
                "the server sees " + peer + ", from outside " + inwards);
    }

    private Ledger.Outcome masqueraded() {
        String peer = seenBy();
        boolean inwards = outsideReaches();
        String ours = stage.router().status().address();
        return outcome(
                peer.equals(ours) && !inwards, "the server sees " + peer + ", inwards " + inwards);
    }
}
