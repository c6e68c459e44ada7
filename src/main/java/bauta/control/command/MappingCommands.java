package bauta.control.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code bauta mappings}: the ports that programs have opened, and what became of them. */
final class MappingCommands {
    private static final String PATH = "/api/v1/mappings";

    private final Terminal terminal;
    private final RouterClient router;
    private final boolean json;

    /**
     * Runs such commands.
     *
     * @param terminal the person
     * @param router the router
     * @param json whether answers are shown as the API gives them
     */
    MappingCommands(Terminal terminal, RouterClient router, boolean json) {
        this.terminal = terminal;
        this.router = router;
        this.json = json;
    }

    /** Shows them, or what happened. */
    int show(boolean history) throws CommandException {
        JsonNode answer = router.get(PATH);
        if (json) {
            terminal.print(answer.toPrettyString());
        } else if (history) {
            history(answer);
        } else {
            list(answer);
        }
        return 0;
    }

    private void list(JsonNode answer) {
        Table table =
                table(
                        "id",
                        "state",
                        "protocol",
                        "external",
                        "inside",
                        "name",
                        "rest",
                        "flows",
                        "what");
        for (JsonNode mapping : answer.path("mappings")) {
            String description = word(mapping, "description");
            table.row(
                    word(mapping, "id"),
                    terminal.words(
                            "mappings.state." + word(mapping, "state").toLowerCase(Locale.ROOT)),
                    word(mapping, "protocol"),
                    word(mapping, "external-port"),
                    word(mapping, "address") + ":" + word(mapping, "internal-port"),
                    word(mapping, "name"),
                    Quantities.time(terminal, mapping.path("rest-millis").asLong(0)),
                    Quantities.count(mapping.path("connections").asLong(0)),
                    word(mapping, "by")
                            + (description.isEmpty() ? "" : " \"" + description + "\""));
        }
        show(table);
        String unreachable = word(answer, "unreachable");
        if (!unreachable.isEmpty()) {
            terminal.print(unreachable);
        }
    }

    private void history(JsonNode answer) {
        Table table = table("age", "what", "id", "protocol", "external", "inside");
        for (JsonNode event : answer.path("history")) {
            table.row(
                    Quantities.time(terminal, event.path("ago-millis").asLong(0)),
                    terminal.words(
                            "mappings.event." + word(event, "what").toLowerCase(Locale.ROOT)),
                    word(event, "id"),
                    word(event, "protocol"),
                    word(event, "external-port"),
                    word(event, "address") + ":" + word(event, "internal-port"));
        }
        show(table);
    }

    private Table table(String... headings) {
        return new Table(
                List.of(headings).stream()
                        .map(name -> terminal.words("cli.column." + name))
                        .toList());
    }

    private void show(Table table) {
        List<String> lines = table.lines();
        if (lines.size() == 1) {
            terminal.say("cli.mappings.none");
            return;
        }
        terminal.print(terminal.styled(Terminal.BOLD, lines.getFirst()));
        lines.stream().skip(1).forEach(terminal::print);
    }

    /** Says something about one of them. */
    int tell(String id, ClientCommand.MappingDo.Word what) throws CommandException {
        switch (what) {
            case REMOVE -> router.demand("DELETE", PATH + "/" + id, Optional.empty());
            case ALLOW -> router.demand("POST", PATH + "/" + id + "/allow", Optional.of("{}"));
            case REFUSE -> router.demand("POST", PATH + "/" + id + "/refuse", Optional.of("{}"));
        }
        terminal.say("cli.mappings.done", id);
        return 0;
    }

    private static String word(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
