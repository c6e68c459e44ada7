package bauta.control.command;

import bauta.control.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code bauta status}: a small picture of how the router is, in plain words. */
final class StatusPicture {
    private static final int LABEL = 11;
    private static final String CHANGE = "/api/v1/config/change";
    private static final String FORWARDING = "/api/v1/config/value?pointer=/forwarding";

    private final Terminal terminal;
    private final RouterClient router;

    /**
     * Draws pictures.
     *
     * @param terminal the person
     * @param router the router
     */
    StatusPicture(Terminal terminal, RouterClient router) {
        this.terminal = terminal;
        this.router = router;
    }

    /** Asks the router and draws. */
    void show() throws CommandException {
        JsonNode status = router.get("/api/v1/status");
        RouterClient.Answer services =
                router.send("GET", "/api/v1/services", java.util.Optional.empty());
        draw(status, services.isOk() ? services.body() : status);
        forwarding();
        change();
    }

    /** A house that is cut off on purpose should see that it is. */
    private void forwarding() throws CommandException {
        RouterClient.Answer mode = router.send("GET", FORWARDING, java.util.Optional.empty());
        if (mode.isOk() && mode.body().asString("").equals("off")) {
            row("cli.status.forwarding", terminal.words("cli.status.forwarding-off"));
        }
    }

    private void change() throws CommandException {
        RouterClient.Answer change = router.send("GET", CHANGE, java.util.Optional.empty());
        String stage = word(change.body(), "stage").toLowerCase(Locale.ROOT);
        if (!change.isOk() || stage.isEmpty() || stage.equals("idle")) {
            return;
        }
        row("cli.status.change", terminal.words("cli.change." + stage));
        JsonNode left = change.body().path("left-millis");
        if (stage.equals("trial") && left.isNumber()) {
            more(terminal.words("cli.status.trial", Quantities.time(terminal, left.asLong(0))));
        }
    }

    /**
     * Draws.
     *
     * @param status the status document
     * @param services the services, perhaps none
     */
    void draw(JsonNode status, JsonNode services) {
        terminal.say(
                "cli.status.title",
                word(status, "version"),
                Quantities.time(terminal, status.path("uptime-millis").asLong(0)));
        terminal.print("");
        terminal.print("    " + line(status));
        terminal.print("");
        status.path("uplinks").forEach(this::uplink);
        if (status.path("uplinks").isEmpty()) {
            row("cli.status.internet", terminal.words("cli.status.no-uplink"));
        }
        dns(status.path("dns"));
        dhcp(status.path("dhcp"));
        flows(status.path("forward"));
        services(services.path("services"));
        drops(status.path("drops"));
    }

    private String line(JsonNode status) {
        JsonNode uplink = status.path("uplinks").path(0);
        boolean up = word(uplink, "state").equals("UP");
        String ours = terminal.words("cli.status.devices", leases(status.path("dhcp")));
        String way =
                up
                        ? terminal.styled(Terminal.GREEN, "--- " + word(uplink, "address") + " ---")
                        : terminal.styled(Terminal.RED, "---  X  ---");
        return ours + " --- [ Bauta ] " + way + " " + terminal.words("cli.status.world");
    }

    private void uplink(JsonNode uplink) {
        boolean up = word(uplink, "state").equals("UP");
        String time = Quantities.time(terminal, uplink.path("state-millis").asLong(0));
        row(
                "cli.status.internet",
                terminal.words(
                        up ? "cli.status.up" : "cli.status.down",
                        word(uplink, "name"),
                        up ? word(uplink, "address") : phase(terminal, uplink),
                        time));
        if (up) {
            more(
                    terminal.words(
                            "cli.status.line",
                            words(uplink.path("dns-servers")),
                            uplink.path("mtu-bytes").asInt(0),
                            word(uplink, "peer")));
            outage(uplink.path("outages").path(0));
        } else {
            why(uplink);
        }
    }

    private void why(JsonNode uplink) {
        String cause = word(uplink, "last-cause-id");
        String text = Words.has(cause) ? terminal.words(cause) : word(uplink, "last-cause-text");
        more("[" + uplink.path("last-cause-number").asInt(0) + "] " + text);
        String detail = word(uplink, "last-detail");
        if (!detail.isEmpty()) {
            more(terminal.words("cli.status.detail", detail));
        }
        if (Words.has(cause + ".advice")) {
            more(terminal.words(cause + ".advice"));
        }
        JsonNode next = uplink.path("next-try-millis");
        if (next.isNumber()) {
            more(terminal.words("cli.status.next-try", Quantities.time(terminal, next.asLong(0))));
        }
    }

    private void outage(JsonNode outage) {
        JsonNode length = outage.path("length-millis");
        if (length.isNumber()) {
            String cause = word(outage, "cause-id");
            more(
                    terminal.words(
                            "cli.status.outage",
                            Quantities.time(terminal, outage.path("ago-millis").asLong(0)),
                            Quantities.time(terminal, length.asLong(0)),
                            Words.has(cause) ? terminal.words(cause) : word(outage, "cause")));
        }
    }

    private void dns(JsonNode dns) {
        if (!dns.isObject()) {
            row("cli.status.names", terminal.words("cli.status.off"));
            return;
        }
        long well = 0;
        for (JsonNode upstream : dns.path("upstreams")) {
            well += upstream.path("healthy").asBoolean(false) ? 1 : 0;
        }
        row(
                "cli.status.names",
                terminal.words(
                        "cli.status.dns",
                        Quantities.count(dns.path("queries").asLong(0)),
                        well,
                        dns.path("upstreams").size()));
    }

    private void dhcp(JsonNode servers) {
        if (servers.isEmpty()) {
            row("cli.status.addresses", terminal.words("cli.status.off"));
        }
        for (JsonNode server : servers) {
            row(
                    "cli.status.addresses",
                    terminal.words(
                            "cli.status.dhcp",
                            server.path("leases").size(),
                            server.path("pool-size").asInt(0)));
        }
    }

    private void flows(JsonNode forward) {
        JsonNode flow = forward.path("flow");
        row(
                "cli.status.flows",
                terminal.words(
                        "cli.status.flow-count",
                        Quantities.count(flow.path("flows").asLong(0)),
                        Quantities.count(flow.path("capacity").asLong(0))));
        if (forward.path("ration").path("in-force").asBoolean(false)) {
            more(terminal.words("cli.status.rationed"));
        }
    }

    private void services(JsonNode services) {
        List<String> all = new ArrayList<>();
        for (JsonNode service : services) {
            String state = word(service, "state").toLowerCase(Locale.ROOT).replace('_', '-');
            if (!state.equals("not-built")) {
                String text = terminal.words("service.state." + state);
                String colour = state.equals("running") ? Terminal.GREEN : Terminal.RED;
                all.add(word(service, "name") + " " + terminal.styled(colour, text));
            }
        }
        if (!all.isEmpty()) {
            row("cli.status.services", String.join(", ", all));
        }
    }

    private void drops(JsonNode drops) {
        long sum = 0;
        for (JsonNode count : drops) {
            sum += count.asLong(0);
        }
        row("cli.status.drops", terminal.words("cli.status.drop-count", Quantities.count(sum)));
    }

    /**
     * Returns where an uplink stands, in words.
     *
     * @param terminal knows the language
     * @param uplink of the status document
     */
    static String phase(Terminal terminal, JsonNode uplink) {
        String state = word(uplink, "state").toLowerCase(Locale.ROOT).replace('_', '-');
        return terminal.words("uplink.phase." + state);
    }

    private static int leases(JsonNode servers) {
        int leases = 0;
        for (JsonNode server : servers) {
            leases += server.path("leases").size();
        }
        return leases;
    }

    private static String words(JsonNode list) {
        return list.valueStream().map(one -> one.asString("")).collect(Collectors.joining(", "));
    }

    private void row(String label, String text) {
        terminal.print(Table.pad(terminal.words(label), LABEL) + " " + text);
    }

    private void more(String text) {
        terminal.print(" ".repeat(LABEL + 1) + text);
    }

    private static String word(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
