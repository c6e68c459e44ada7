package bauta.control.command;

import bauta.control.words.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the router tells about leases, flows, drops and its health, as tables. */
final class Views {
    private final Terminal terminal;
    private final RouterClient router;

    /**
     * Shows answers.
     *
     * @param terminal the person
     * @param router the router
     */
    Views(Terminal terminal, RouterClient router) {
        this.terminal = terminal;
        this.router = router;
    }

    /** Shows what works and what does not; returns whether all is well. */
    boolean health() throws CommandException {
        RouterClient.Answer answer = router.send("GET", "/health", java.util.Optional.empty());
        JsonNode health = answer.body();
        String status = health.path("status").asString("");
        if (status.isEmpty()) {
            throw router.refusal(answer);
        }
        boolean ok = status.equals("ok");
        for (JsonNode check : health.path("checks")) {
            terminal.print(
                    Table.pad(check.path("name").asString(""), 10) + state(check) + text(check));
        }
        String off =
                health.path("checks")
                        .valueStream()
                        .filter(check -> check.path("state").asString("").equals("OFF"))
                        .filter(check -> !check.path("text").asString("").isEmpty())
                        .map(check -> check.path("name").asString(""))
                        .collect(Collectors.joining(", "));
        if (ok && !off.isEmpty()) {
            terminal.say("cli.health.off", off);
        } else {
            terminal.say(ok ? "cli.health.ok" : "cli.health.trouble");
        }
        return ok;
    }

    private String state(JsonNode check) {
        String state = check.path("state").asString("");
        return switch (state) {
            case "OK" -> terminal.styled(Terminal.GREEN, terminal.words("cli.health.state.ok"));
            case "TROUBLE" ->
                    terminal.styled(Terminal.RED, terminal.words("cli.health.state.trouble"));
            default -> terminal.words("cli.health.state.off");
        };
    }

    private static String text(JsonNode check) {
        String text = check.path("text").asString("");
        return text.isEmpty() ? "" : ": " + text;
    }

    /** Shows the addresses that devices hold. */
    void leases() throws CommandException {
        Table table = table("address", "name", "mac", "network", "rest");
        for (JsonNode lease : router.get("/api/v1/leases").path("leases")) {
            String rest = Quantities.time(terminal, lease.path("rest-millis").asLong(0));
            table.row(
                    word(lease, "address"),
                    word(lease, "name"),
                    word(lease, "mac"),
                    word(lease, "network"),
                    lease.path("reserved").asBoolean(false)
                            ? terminal.words("cli.leases.reserved", rest)
                            : rest);
        }
        show(table, "cli.leases.none");
    }

    /**
     * Returns the path of the API for flows.
     *
     * @param flows which
     */
    static String path(ClientCommand.Flows flows) {
        return "/api/v1/flows?offset=0&limit="
                + flows.limit()
                + flows.host()
                        .map(host -> "&host=" + URLEncoder.encode(host, StandardCharsets.UTF_8))
                        .orElse("");
    }

    /**
     * Shows conversations.
     *
     * @param wanted which
     */
    void flows(ClientCommand.Flows wanted) throws CommandException {
        JsonNode answer = router.get(path(wanted));
        Table table = table("protocol", "inside", "peer", "state", "age", "sent", "received");
        int shown = 0;
        for (JsonNode flow : answer.path("flows")) {
            table.row(
                    word(flow, "protocol"),
                    end(flow.path("inside")),
                    end(flow.path("peer")),
                    state(word(flow, "state")),
                    Quantities.time(terminal, flow.path("age-millis").asLong(0)),
                    Quantities.bytes(flow.path("sent").path("bytes").asLong(0)),
                    Quantities.bytes(flow.path("received").path("bytes").asLong(0)));
            shown++;
        }
        show(table, "cli.flows.none");
        long total = answer.path("total").asLong(0);
        if (total > shown) {
            terminal.say("cli.flows.more", shown, Quantities.count(total));
        }
    }

    /** Returns where a conversation stands, in plain words. */
    private String state(String name) {
        String id = "flow.state." + name.toLowerCase(Locale.ROOT).replace('_', '-');
        return Words.has(id) ? terminal.words(id) : name;
    }

    /** Shows why packets ended inside, the most frequent reason first. */
    void drops() throws CommandException {
        Table table = table("count", "meaning", "reason");
        JsonNode drops = router.get("/api/v1/drops").path("drops");
        List<Map.Entry<String, JsonNode>> sorted =
                drops.properties().stream()
                        .sorted(
                                Comparator.comparingLong((Map.Entry<String, JsonNode> drop) ->
                                                -drop.getValue().asLong(0))
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        for (Map.Entry<String, JsonNode> drop : sorted) {
            String id = Words.dropId(drop.getKey());
            table.row(
                    Quantities.count(drop.getValue().asLong(0)),
                    Words.has(id) ? terminal.words(id) : "",
                    drop.getKey());
        }
        show(table, "cli.drops.none");
    }

    private Table table(String... headings) {
        return new Table(
                Arrays.stream(headings).map(name -> terminal.words("cli.column." + name)).toList());
    }

    private void show(Table table, String none) {
        List<String> lines = table.lines();
        if (lines.size() == 1) {
            terminal.say(none);
            return;
        }
        terminal.print(terminal.styled(Terminal.BOLD, lines.getFirst()));
        lines.stream().skip(1).forEach(terminal::print);
    }

    private static String end(JsonNode end) {
        return word(end, "address") + ":" + end.path("port").asInt(0);
    }

    private static String word(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
