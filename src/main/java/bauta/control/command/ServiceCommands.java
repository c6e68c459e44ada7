package bauta.control.command;

import bauta.control.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code bauta service}: prints as the {@code service} of old did, {@code [ OK ]} or {@code
 * [FAILED]} at the right and the reason below.
 */
final class ServiceCommands {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int NOT_RUNNING = 3;
    private static final int VERDICT_COLUMN = 60;
    private static final String PATH = "/api/v1/services";

    private final Terminal terminal;
    private final RouterClient router;

    /**
     * Runs service commands.
     *
     * @param terminal the person
     * @param router the router
     */
    ServiceCommands(Terminal terminal, RouterClient router) {
        this.terminal = terminal;
        this.router = router;
    }

    /**
     * Runs one.
     *
     * @param command about services
     * @return exit status as LSB
     */
    int run(ClientCommand command) throws CommandException {
        return switch (command) {
            case ClientCommand.ServiceStatus(String name) -> status(name);
            case ClientCommand.ServiceDo(String name, ClientCommand.Verb what) -> act(name, what);
            default -> list();
        };
    }

    private int list() throws CommandException {
        Table table =
                new Table(
                        List.of(
                                terminal.words("cli.column.service"),
                                terminal.words("cli.column.state"),
                                terminal.words("cli.column.at-boot"),
                                terminal.words("cli.column.since"),
                                terminal.words("cli.column.what")));
        for (JsonNode service : router.get(PATH).path("services")) {
            boolean enabled = service.path("enabled").asBoolean(false);
            table.row(
                    word(service, "name"),
                    state(service),
                    terminal.words(enabled ? "cli.service.on" : "cli.service.off"),
                    since(service),
                    meaning(service));
        }
        List<String> lines = table.lines();
        terminal.print(terminal.styled(Terminal.BOLD, lines.getFirst()));
        lines.stream().skip(1).forEach(terminal::print);
        return OK;
    }

    private String meaning(JsonNode service) {
        String id = "service.name." + word(service, "name");
        String meaning = Words.has(id) ? terminal.words(id) : "";
        String reason = reason(service);
        return reason.isEmpty() ? meaning : meaning + ": " + reason;
    }

    private String since(JsonNode service) {
        return word(service, "state").equals("NOT_BUILT")
                ? ""
                : Quantities.time(terminal, service.path("since-millis").asLong(0));
    }

    private int status(String name) throws CommandException {
        List<String> names = new ArrayList<>();
        for (JsonNode service : router.get(PATH).path("services")) {
            names.add(word(service, "name"));
            if (word(service, "name").equals(name)) {
                boolean enabled = service.path("enabled").asBoolean(false);
                terminal.say(
                        enabled ? "cli.service.status.enabled" : "cli.service.status.disabled",
                        name,
                        state(service),
                        since(service));
                explain(service);
                return switch (word(service, "state")) {
                    case "RUNNING" -> OK;
                    case "FAILED" -> FAILED;
                    default -> NOT_RUNNING;
                };
            }
        }
        throw new CommandException("api.error.no-such-service", name, String.join(", ", names));
    }

    private int act(String name, ClientCommand.Verb what) throws CommandException {
        boolean restart = what == ClientCommand.Verb.RESTART;
        String id = what.name().toLowerCase(Locale.ROOT);
        terminal.begin(column(terminal.words("cli.service." + (restart ? "stop" : id), name)));
        RouterClient.Answer answer =
                router.send("POST", PATH + "/" + name + "/" + id, Optional.empty());
        if (!answer.isOk()) {
            terminal.print(failed());
            throw router.refusal(answer);
        }
        if (restart) {
            terminal.print(ok());
            terminal.begin(column(terminal.words("cli.service.start", name)));
        }
        boolean failed = word(answer.body(), "state").equals("FAILED");
        terminal.print(failed ? failed() : ok());
        if (failed || word(answer.body(), "state").equals("WAITING")) {
            explain(answer.body());
        }
        return failed ? FAILED : OK;
    }

    private void explain(JsonNode service) {
        String reason = reason(service);
        if (!reason.isEmpty()) {
            terminal.print("    " + reason);
        }
        JsonNode next = service.path("next-try-millis");
        if (next.isNumber()) {
            terminal.print(
                    "    "
                            + terminal.words(
                                    "cli.service.next-try",
                                    Quantities.time(terminal, next.asLong(0))));
        }
    }

    private String state(JsonNode service) {
        String state = word(service, "state");
        return terminal.words("service.state." + state.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private String reason(JsonNode service) {
        String id = word(service, "reason-id");
        if (!Words.has(id)) {
            return word(service, "reason-text");
        }
        List<String> arguments = new ArrayList<>();
        service.path("reason-arguments").forEach(one -> arguments.add(one.asString("")));
        return Words.text(terminal.locale(), id, arguments);
    }

    private static String column(String text) {
        return Table.pad(text, VERDICT_COLUMN);
    }

    private String ok() {
        return "[" + terminal.styled(Terminal.GREEN, "  OK  ") + "]";
    }

    private String failed() {
        return "[" + terminal.styled(Terminal.RED, "FAILED") + "]";
    }

    private static String word(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
