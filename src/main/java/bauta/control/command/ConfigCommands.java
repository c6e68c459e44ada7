package bauta.control.command;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code bauta config}: reads and changes the configuration of the running router. */
final class ConfigCommands {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int UNPROCESSABLE = 422;
    private static final String PATH = "/api/v1/config";
    private static final String UNDO = "/undo";

    private final Terminal terminal;
    private final RouterClient router;
    private final boolean json;

    /**
     * Runs configuration commands.
     *
     * @param terminal the person
     * @param router the router
     * @param json whether answers are shown as the API gives them
     */
    ConfigCommands(Terminal terminal, RouterClient router, boolean json) {
        this.terminal = terminal;
        this.router = router;
        this.json = json;
    }

    /**
     * Runs one.
     *
     * @param command about the configuration
     * @return exit status
     */
    int run(ClientCommand command) throws CommandException {
        return switch (command) {
            case ClientCommand.ConfigGet(String pointer) -> get(rooted(pointer));
            case ClientCommand.ConfigSet(String pointer, var value, var within) ->
                    watched("PATCH", query(within), set(rooted(pointer), value));
            case ClientCommand.ConfigRemove(String pointer, var within) ->
                    watched(
                            "PATCH",
                            query(within),
                            object().put("pointer", rooted(pointer)).toString());
            case ClientCommand.ConfigDiff(String file) -> diff(read(file));
            case ClientCommand.ConfigCheck(String file) -> check(file, read(file));
            case ClientCommand.ConfigApply(String file, var within) ->
                    watched("PUT", query(within), read(file));
            case ClientCommand.ConfigConfirm _ -> outcome("POST", "/confirm", "");
            case ClientCommand.ConfigUndo _ -> outcome("POST", UNDO, "");
            default -> history();
        };
    }

    /** A JSON pointer begins with a slash (RFC 6901); who leaves it out means the same. */
    private static String rooted(String pointer) {
        return pointer.isEmpty() || pointer.startsWith("/") ? pointer : "/" + pointer;
    }

    /** A change that the router watches before it answers, which takes a while. */
    private int watched(String method, String query, String body) throws CommandException {
        if (!json) {
            terminal.complain(terminal.words("cli.config.watching"));
        }
        return outcome(method, query, body);
    }

    private int get(String pointer) throws CommandException {
        String path =
                pointer.isEmpty()
                        ? PATH
                        : PATH
                                + "/value?pointer="
                                + URLEncoder.encode(pointer, StandardCharsets.UTF_8);
        terminal.print(router.get(path).toPrettyString());
        return OK;
    }

    /** What is no JSON is meant as text; what is not given is asked for, and stays unseen. */
    private String set(String pointer, Optional<String> value) throws CommandException {
        ObjectNode request = object().put("pointer", pointer);
        if (value.isEmpty()) {
            return request.put("value", terminal.secret("cli.config.value", pointer)).toString();
        }
        try {
            return request.set("value", RouterClient.JSON.readTree(value.get())).toString();
        } catch (JacksonException _) {
            return request.put("value", value.get()).toString();
        }
    }

    private static ObjectNode object() {
        return RouterClient.JSON.createObjectNode();
    }

    private static String query(Optional<Duration> within) {
        return within.map(time -> "?confirm-within=" + time.toSeconds()).orElse("");
    }

    private static String read(String file) throws CommandException {
        try {
            return file.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException _) {
            throw new CommandException("cli.error.no-file", file);
        } catch (IOException e) {
            throw new CommandException("cli.error.unreadable", file, "" + e.getMessage());
        }
    }

    private int check(String file, String candidate) throws CommandException {
        RouterClient.Answer answer = router.send("POST", PATH + "/check", Optional.of(candidate));
        JsonNode problems = answer.body().path("problems");
        if (!problems.isArray() && !answer.isOk()) {
            throw router.refusal(answer);
        }
        problems(problems);
        if (problems.isEmpty()) {
            terminal.say("cli.config.fine", file);
        }
        return problems.isEmpty() ? OK : FAILED;
    }

    private int diff(String candidate) throws CommandException {
        RouterClient.Answer answer = router.send("POST", PATH + "/diff", Optional.of(candidate));
        if (answer.status() == UNPROCESSABLE) {
            return problems(answer.body().path("problems"));
        }
        if (!answer.isOk()) {
            throw router.refusal(answer);
        }
        JsonNode differences = answer.body().path("differences");
        differences(differences);
        if (differences.isEmpty()) {
            terminal.say("cli.config.same");
        }
        return OK;
    }

    private int outcome(String method, String more, String body) throws CommandException {
        Optional<String> sent = body.isEmpty() ? Optional.empty() : Optional.of(body);
        RouterClient.Answer answer = router.send(method, PATH + more, sent);
        JsonNode outcome = answer.body();
        if (json) {
            terminal.print(outcome.toPrettyString());
            return answer.isOk() ? OK : FAILED;
        }
        if (answer.status() == UNPROCESSABLE && outcome.path("problems").isArray()) {
            return problems(outcome.path("problems"));
        }
        boolean asked = more.equals(UNDO) && word(outcome).equals("undone");
        if (!answer.isOk() && !asked) {
            String text = outcome.path("text").asString("");
            throw text.isEmpty()
                    ? router.refusal(answer)
                    : new CommandException("cli.error.says", text);
        }
        differences(outcome.path("differences"));
        terminal.print(outcome.path("text").asString(word(outcome)));
        if (word(outcome).equals("on-trial")) {
            terminal.say("cli.config.on-trial");
        }
        return OK;
    }

    private static String word(JsonNode outcome) {
        return outcome.path("outcome").asString("");
    }

    private int problems(JsonNode problems) {
        for (JsonNode problem : problems) {
            String pointer = problem.path("pointer").asString("");
            String text = problem.path("text").asString("");
            boolean hasPointer = pointer.isEmpty() || text.startsWith(pointer);
            terminal.complain(hasPointer ? text : pointer + ": " + text);
        }
        return FAILED;
    }

    private void differences(JsonNode differences) {
        for (JsonNode difference : differences) {
            terminal.print(difference.path("pointer").asString(""));
            part(Terminal.RED, "  - ", difference.path("before"));
            part(Terminal.GREEN, "  + ", difference.path("after"));
        }
    }

    private void part(String colour, String sign, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            String text = value.isString() ? value.asString() : value.toString();
            terminal.print(terminal.styled(colour, sign + text));
        }
    }

    private int history() throws CommandException {
        JsonNode answer = router.get(PATH + "/history");
        if (json) {
            terminal.print(answer.toPrettyString());
            return OK;
        }
        Table table =
                new Table(
                        java.util.List.of(
                                terminal.words("cli.column.number"),
                                terminal.words("cli.column.kept"),
                                terminal.words("cli.column.author")));
        for (JsonNode revision : answer.path("revisions")) {
            table.row(
                    revision.path("number").asString(""),
                    revision.path("kept").asString("").replaceFirst("\\.\\d+", ""),
                    revision.path("author").asString(""));
        }
        table.lines().forEach(terminal::print);
        return OK;
    }
}
