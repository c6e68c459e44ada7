package bauta.control.command;

import bauta.control.config.Spelling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line for a running router, understood.
 *
 * @param reach where the router is
 * @param json whether the answer is shown as the API gives it
 * @param command what is wanted
 */
public record ClientLine(Reach reach, boolean json, ClientCommand command) {
    /** Port of the API on the LAN. */
    static final int HTTPS_PORT = 443;

    /** Name of the Unix socket in the run folder. */
    private static final String SOCKET = "control.sock";

    private static final int DEFAULT_FLOWS = 100;
    private static final int MOST_FLOWS = 1000;
    private static final int MOST_PORT = 65_535;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)?");
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
    private static final Set<String> FLAGS = Set.of("json", "keep", "help", "verbose");
    private static final Set<String> EVERYWHERE =
            Set.of("run", "router", "token", "fingerprint", "json", "help");

    /** The first words of commands for a running router. */
    private static final Set<String> COMMANDS =
            Set.of(
                    "status",
                    "health",
                    "config",
                    "service",
                    "leases",
                    "flows",
                    "drops",
                    "log",
                    "events",
                    "token",
                    "password",
                    "login",
                    "forget",
                    "help");

    /**
     * Returns whether a command line is for a running router: whether it has a command, known or
     * not.
     *
     * @param args as given to {@code main}
     */
    public static boolean isOne(List<String> args) {
        return !Arguments.split(args, FLAGS).words().isEmpty()
                || args.stream().anyMatch(arg -> arg.startsWith("--router"));
    }

    /**
     * Understands the arguments.
     *
     * @param args as given to {@code main}
     * @param environment of the process: {@code BAUTA_TOKEN}, {@code BAUTA_ROUTER}
     * @param defaultRun the run folder unless told otherwise
     * @throws CommandException with what is wrong
     */
    static ClientLine parse(List<String> args, Map<String, String> environment, Path defaultRun)
            throws CommandException {
        Arguments line = Arguments.split(args, FLAGS);
        if (line.options().containsKey("help")) {
            return new ClientLine(
                    new Reach.Box(defaultRun),
                    false,
                    new ClientCommand.Help(line.words().stream().findFirst().orElse("")));
        }
        ClientCommand command = command(line);
        return new ClientLine(
                reach(line.options(), environment, defaultRun),
                line.options().containsKey("json"),
                command);
    }

    private static ClientCommand command(Arguments line) throws CommandException {
        List<String> words = line.words();
        if (words.isEmpty()) {
            throw new CommandException("cli.usage.no-command");
        }
        if (TrafficLine.COMMANDS.contains(words.getFirst())) {
            return new TrafficLine(line, EVERYWHERE).command();
        }
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "status" -> plain(line, rest, new ClientCommand.Status());
            case "health" -> plain(line, rest, new ClientCommand.Health());
            case "leases" -> plain(line, rest, new ClientCommand.Leases());
            case "drops" -> plain(line, rest, new ClientCommand.Drops());
            case "log", "events" -> plain(line, rest, new ClientCommand.Events());
            case "password" -> plain(line, rest, new ClientCommand.Password());
            case "login" -> plain(line, rest, new ClientCommand.Login());
            case "forget" -> plain(line, rest, new ClientCommand.Forget());
            case "flows" -> flows(line, rest);
            case "config" -> config(line, rest);
            case "service" -> service(line, rest);
            case "token" -> token(line, rest);
            case "help" -> help(line, rest);
            default -> throw unknown(words.getFirst());
        };
    }

    private static CommandException unknown(String word) {
        List<String> known =
                Stream.concat(COMMANDS.stream(), TrafficLine.COMMANDS.stream()).toList();
        return Spelling.nearest(word, known.stream().sorted().toList())
                .map(near -> new CommandException("cli.usage.unknown-command-near", word, near))
                .orElseGet(() -> new CommandException("cli.usage.unknown-command", word));
    }

    private static ClientCommand plain(Arguments line, List<String> rest, ClientCommand command)
            throws CommandException {
        line.allow(EVERYWHERE);
        if (!rest.isEmpty()) {
            throw new CommandException("cli.usage.too-much", rest.getFirst());
        }
        return command;
    }

    private static ClientCommand help(Arguments line, List<String> rest) throws CommandException {
        line.allow(EVERYWHERE);
        return new ClientCommand.Help(rest.isEmpty() ? "" : rest.getFirst());
    }

    private static ClientCommand flows(Arguments line, List<String> rest) throws CommandException {
        line.allow(EVERYWHERE, "host", "limit");
        if (!rest.isEmpty()) {
            throw new CommandException("cli.usage.too-much", rest.getFirst());
        }
        String limit = line.options().getOrDefault("limit", "" + DEFAULT_FLOWS);
        return new ClientCommand.Flows(
                Optional.ofNullable(line.options().get("host")),
                number(limit, MOST_FLOWS, "--limit"));
    }

    private static ClientCommand service(Arguments line, List<String> rest)
            throws CommandException {
        line.allow(EVERYWHERE);
        String verb = rest.isEmpty() ? "list" : rest.getFirst();
        if (verb.equals("list")) {
            return one(rest, 1, "service list", _ -> new ClientCommand.ServiceList());
        }
        String usage = "service " + verb + " NAME";
        if (verb.equals("status")) {
            return one(rest, 2, usage, ClientCommand.ServiceStatus::new);
        }
        for (ClientCommand.Verb what : ClientCommand.Verb.values()) {
            if (what.name().equalsIgnoreCase(verb)) {
                return one(rest, 2, usage, name -> new ClientCommand.ServiceDo(name, what));
            }
        }
        throw new CommandException("cli.usage.unknown-command", "service " + verb);
    }

    private static ClientCommand token(Arguments line, List<String> rest) throws CommandException {
        line.allow(EVERYWHERE);
        return switch (rest.isEmpty() ? "list" : rest.getFirst()) {
            case "list" -> one(rest, 1, "token list", _ -> new ClientCommand.TokenList());
            case "create" -> one(rest, 2, "token create NAME", ClientCommand.TokenCreate::new);
            case "remove" -> one(rest, 2, "token remove NAME", ClientCommand.TokenRemove::new);
            default ->
                    throw new CommandException(
                            "cli.usage.unknown-command", "token " + rest.getFirst());
        };
    }

    private static ClientCommand config(Arguments line, List<String> rest) throws CommandException {
        String verb = rest.isEmpty() ? "get" : rest.getFirst();
        switch (verb) {
            case "set", "remove", "apply" -> line.allow(EVERYWHERE, "confirm-within", "keep");
            default -> line.allow(EVERYWHERE);
        }
        Optional<Duration> within = within(line);
        return switch (verb) {
            case "get" ->
                    rest.size() < 2
                            ? new ClientCommand.ConfigGet("")
                            : one(rest, 2, "config get [POINTER]", ClientCommand.ConfigGet::new);
            case "set" -> set(rest, within);
            case "remove" ->
                    one(
                            rest,
                            2,
                            "config remove POINTER",
                            at -> new ClientCommand.ConfigRemove(at, within));
            case "diff" -> one(rest, 2, "config diff FILE", ClientCommand.ConfigDiff::new);
            case "check" -> one(rest, 2, "config check FILE", ClientCommand.ConfigCheck::new);
            case "apply" ->
                    one(
                            rest,
                            2,
                            "config apply FILE [--confirm-within TIME | --keep]",
                            file -> new ClientCommand.ConfigApply(file, within));
            case "confirm" ->
                    one(rest, 1, "config confirm", _ -> new ClientCommand.ConfigConfirm());
            case "undo" -> one(rest, 1, "config undo", _ -> new ClientCommand.ConfigUndo());
            case "history" ->
                    one(rest, 1, "config history", _ -> new ClientCommand.ConfigHistory());
            default -> throw new CommandException("cli.usage.unknown-command", "config " + verb);
        };
    }

    private static ClientCommand set(List<String> rest, Optional<Duration> within)
            throws CommandException {
        if (rest.size() < 2 || rest.size() > 3) {
            throw new CommandException("cli.usage.form", "config set POINTER [VALUE]");
        }
        return new ClientCommand.ConfigSet(
                rest.get(1),
                rest.size() == 3 ? Optional.of(rest.get(2)) : Optional.empty(),
                within);
    }

    private static ClientCommand one(
            List<String> rest, int size, String usage, Function<String, ClientCommand> make)
            throws CommandException {
        if (rest.size() > size || rest.size() < size && size > 1) {
            throw new CommandException("cli.usage.form", usage);
        }
        return make.apply(size > 1 ? rest.get(1) : "");
    }

    private static Optional<Duration> within(Arguments line) throws CommandException {
        String text = line.options().get("confirm-within");
        if (text == null) {
            return Optional.empty();
        }
        Matcher time = DURATION.matcher(text);
        if (line.options().containsKey("keep") || !time.matches()) {
            throw new CommandException("cli.usage.confirm", text);
        }
        long count = Long.parseLong(time.group(1));
        String unit = time.group(2);
        return Optional.of(
                switch (unit == null ? "s" : unit) {
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofSeconds(count);
                });
    }

    private static int number(String text, int most, String option) throws CommandException {
        if (!text.matches("\\d{1,9}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > most) {
            throw new CommandException("cli.usage.number", option, text, most);
        }
        return Integer.parseInt(text);
    }

    private static Reach reach(
            Map<String, String> options, Map<String, String> environment, Path defaultRun)
            throws CommandException {
        String router =
                options.getOrDefault("router", environment.getOrDefault("BAUTA_ROUTER", ""));
        if (router.isEmpty() || options.containsKey("run")) {
            return box(options, defaultRun);
        }
        Matcher address = ADDRESS.matcher(router);
        if (!address.matches()) {
            throw new CommandException("cli.usage.router", router);
        }
        String port = address.group(2);
        return new Reach.Remote(
                address.group(1).replaceAll("[\\[\\]]", ""),
                port == null ? HTTPS_PORT : number(port, MOST_PORT, "--router"),
                Optional.ofNullable(options.getOrDefault("token", environment.get("BAUTA_TOKEN")))
                        .filter(token -> !token.isEmpty()),
                fingerprint(options.get("fingerprint")));
    }

    private static Reach box(Map<String, String> options, Path defaultRun) throws CommandException {
        for (String option : new String[] {"router", "token", "fingerprint"}) {
            if (options.containsKey(option)) {
                throw new CommandException("cli.usage.only-router", "--" + option);
            }
        }
        String run = options.get("run");
        return new Reach.Box((run == null ? defaultRun : Path.of(run)).resolve(SOCKET));
    }

    private static Optional<String> fingerprint(@org.jspecify.annotations.Nullable String text)
            throws CommandException {
        if (text != null && !Fingerprint.isOne(text)) {
            throw new CommandException("cli.usage.fingerprint", text);
        }
        return Optional.ofNullable(text);
    }
}
