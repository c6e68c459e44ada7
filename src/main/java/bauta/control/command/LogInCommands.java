package bauta.control.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Passwords and tokens: {@code bauta token}, {@code password}, {@code login}, {@code forget}. */
final class LogInCommands {
    private static final int OK = 0;
    private static final int CONFLICT = 409;
    private static final int MOST_NAME = 32;
    private static final String TOKENS = "/api/v1/tokens";
    private static final String SESSION = "/api/v1/session";
    private static final Path HOST_NAME = Path.of("/etc/hostname");

    private final Terminal terminal;
    private final RouterClient router;
    private final Reach reach;
    private final KnownRouters known;

    /**
     * Runs log-in commands.
     *
     * @param terminal the person
     * @param router the router
     * @param reach where it is
     * @param known where log-ins are remembered
     */
    LogInCommands(Terminal terminal, RouterClient router, Reach reach, KnownRouters known) {
        this.terminal = terminal;
        this.router = router;
        this.reach = reach;
        this.known = known;
    }

    /**
     * Runs one.
     *
     * @param command about logging in
     * @return exit status
     */
    int run(ClientCommand command) throws CommandException {
        switch (command) {
            case ClientCommand.TokenCreate(String name) -> create(name);
            case ClientCommand.TokenRemove(String name) -> {
                router.demand("DELETE", TOKENS + "/" + name, Optional.empty());
                terminal.say("cli.token.removed", name);
            }
            case ClientCommand.Password _ -> password();
            case ClientCommand.Login _ -> login(remote("login"));
            case ClientCommand.Forget _ -> forget(remote("forget"));
            default -> list();
        }
        return OK;
    }

    private void list() throws CommandException {
        JsonNode tokens = router.get(TOKENS).path("tokens");
        if (tokens.isEmpty()) {
            terminal.say("cli.token.none");
        }
        tokens.forEach(token -> terminal.print(token.path("name").asString("")));
    }

    private void create(String name) throws CommandException {
        JsonNode made = router.demand("POST", TOKENS, Optional.of(object("name", name)));
        terminal.print(made.path("token").asString(""));
        terminal.complain(terminal.words("cli.token.once"));
    }

    private void password() throws CommandException {
        String old = reach instanceof Reach.Remote ? terminal.secret("cli.password.old") : "";
        String fresh = terminal.secret("cli.password.new");
        if (terminal.isPerson() && !terminal.secret("cli.password.again").equals(fresh)) {
            throw new CommandException("cli.error.passwords-differ");
        }
        var body = RouterClient.JSON.createObjectNode().put("new", fresh);
        if (!old.isEmpty()) {
            body.put("old", old);
        }
        RouterClient.Answer answer =
                router.send("PUT", "/api/v1/password", Optional.of(body.toString()));
        if (!answer.isOk()) {
            throw problem(answer);
        }
        terminal.say("cli.password.set");
    }

    private void login(Reach.Remote remote) throws CommandException {
        String password = terminal.secret("cli.login.password", remote.name());
        RouterClient.Answer session =
                router.send(
                        "POST",
                        SESSION,
                        Optional.of(object("password", password)),
                        Optional.empty());
        if (!session.isOk()) {
            throw problem(session);
        }
        Optional<String> token = Optional.of(session.body().path("token").asString(""));
        String name = tokenName();
        RouterClient.Answer made = newToken(name, token);
        if (made.status() == CONFLICT) {
            router.send("DELETE", TOKENS + "/" + name, Optional.empty(), token);
            made = newToken(name, token);
        }
        if (!made.isOk()) {
            throw problem(made);
        }
        known.token(remote.name(), made.body().path("token").asString(""));
        router.send("DELETE", SESSION, Optional.empty(), token);
        terminal.say("cli.login.done", remote.name(), name);
    }

    private RouterClient.Answer newToken(String name, Optional<String> session)
            throws CommandException {
        return router.send("POST", TOKENS, Optional.of(object("name", name)), session);
    }

    private void forget(Reach.Remote remote) throws CommandException {
        known.forget(remote.name());
        terminal.say("cli.forget.done", remote.name());
    }

    /** The router's words, also for a password that is wrong: no hint to log in is due here. */
    private CommandException problem(RouterClient.Answer answer) {
        String error = answer.body().path("error").path("text").asString("");
        String text = answer.body().path("problems").path(0).path("text").asString(error);
        return text.isEmpty()
                ? router.refusal(answer)
                : new CommandException("cli.error.says", text);
    }

    private Reach.Remote remote(String command) throws CommandException {
        return switch (reach) {
            case Reach.Remote remote -> remote;
            case Reach.Box _ -> throw new CommandException("cli.error.needs-router", command);
        };
    }

    private static String object(String key, String value) {
        return RouterClient.JSON.createObjectNode().put(key, value).toString();
    }

    /** A token per PC, so that each can be taken back alone. */
    private static String tokenName() {
        String host = "pc";
        try {
            host = Files.readString(HOST_NAME).strip();
        } catch (IOException _) {
            // Not every system has this file; one name for all of them does no harm.
        }
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
        String whole = "cli-" + (name.isEmpty() ? "pc" : name);
        return whole.substring(0, Math.min(MOST_NAME, whole.length()));
    }
}
