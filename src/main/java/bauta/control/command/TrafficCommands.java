package bauta.control.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code bauta why}, {@code trace}, {@code test forward}, {@code rules}, {@code policies}, {@code
 * forwards}, {@code hosts} and {@code masquerade timers}: pictures for people who look and do not
 * read logs.
 */
final class TrafficCommands {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int LABEL = 14;
    private static final long LOOK_MILLIS = 300;
    private static final long TRACE_MILLIS = 60_000;
    private static final int MOST_LINES = 256;
    private static final String TRACE = "/api/v1/trace";
    private static final String TIMERS = "/nat/timers";
    private static final List<String> NAMES =
            List.of("tcp-established", "tcp-transitory", "udp", "udp-short", "icmp", "other");

    private static final List<String> RULE_COLUMNS =
            List.of("id", "target", "protocol", "source", "destination", "options");
    private static final List<String> FORWARD_COLUMNS =
            List.of("id", "kind", "protocol", "external", "source", "inside", "options");

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
    TrafficCommands(Terminal terminal, RouterClient router, boolean json) {
        this.terminal = terminal;
        this.router = router;
        this.json = json;
    }

    /**
     * Shows rules.
     *
     * @param what {@code rules}, {@code policies} or {@code forwards}
     * @param verbose whether with counters
     */
    int list(String what, boolean verbose) throws CommandException {
        JsonNode answer = router.get("/api/v1/" + what);
        if (json) {
            return raw(answer);
        }
        boolean forwards = what.equals("forwards");
        boolean comments =
                answer.path(what).valueStream().anyMatch(rule -> !word(rule, "comment").isEmpty());
        List<String> headings = new ArrayList<>(forwards ? FORWARD_COLUMNS : RULE_COLUMNS);
        if (comments) {
            headings.add("comment");
        }
        Table table = table(verbose, headings.toArray(String[]::new));
        for (JsonNode rule : answer.path(what)) {
            List<String> cells = new ArrayList<>(List.of(forwards ? forward(rule) : rule(rule)));
            if (comments) {
                cells.add(word(rule, "comment"));
            }
            String[] row = cells.toArray(String[]::new);
            table.row(verbose ? counted(rule, row) : row);
        }
        show(table, "cli.traffic.none");
        return OK;
    }

    private Table table(boolean verbose, String... headings) {
        String[] all = headings;
        if (verbose) {
            all = new String[headings.length + 2];
            all[0] = "packets";
            all[1] = "bytes";
            System.arraycopy(headings, 0, all, 2, headings.length);
        }
        return new Table(
                Arrays.stream(all).map(name -> terminal.words("cli.column." + name)).toList());
    }

    private static String[] counted(JsonNode rule, String... cells) {
        String[] all = new String[cells.length + 2];
        all[0] = Quantities.count(rule.path("packets").asLong(0));
        all[1] = Quantities.bytes(rule.path("bytes").asLong(0));
        System.arraycopy(cells, 0, all, 2, cells.length);
        return all;
    }

    private String[] rule(JsonNode rule) {
        return new String[] {
            word(rule, "id"),
            word(rule, "target"),
            word(rule, "protocols"),
            word(rule, "source"),
            word(rule, "destination"),
            options(rule, word(rule, "options"))
        };
    }

    private String options(JsonNode rule, String options) {
        String name = word(rule, "name");
        String all = options + (name.isEmpty() ? "" : " \"" + name + "\"");
        String state = "";
        if (!rule.path("enabled").asBoolean(true)) {
            state = terminal.words("cli.traffic.off") + " ";
        } else if (!rule.path("in-force").asBoolean(true)) {
            state = terminal.words("cli.traffic.not-now") + " ";
        }
        return (state + all).strip();
    }

    private String[] forward(JsonNode forward) {
        StringBuilder targets = new StringBuilder();
        for (JsonNode target : forward.path("targets")) {
            String ports = word(target, "ports");
            targets.append(targets.isEmpty() ? "" : ", ")
                    .append(word(target, "host"))
                    .append(ports.isEmpty() ? "" : ":" + ports);
            if (forward.path("targets").size() > 1) {
                targets.append('*').append(target.path("weight").asInt(1));
            }
        }
        boolean several = forward.path("targets").size() > 1;
        return new String[] {
            word(forward, "id"),
            word(forward, "kind"),
            word(forward, "protocols"),
            word(forward, "external"),
            word(forward, "sources"),
            targets.toString(),
            options(forward, several ? word(forward, "scheduler") : "")
        };
    }

    /** Shows the latest hits of rules that are logged. */
    int ruleLog() throws CommandException {
        JsonNode answer = router.get("/api/v1/rules/log");
        if (json) {
            return raw(answer);
        }
        Table table =
                table(false, "ago", "id", "target", "hits", "protocol", "source", "destination");
        for (JsonNode line : answer.path("lines")) {
            String port = line.path("port").isNumber() ? ":" + line.path("port").asInt(0) : "";
            table.row(
                    Quantities.time(terminal, line.path("ago-millis").asLong(0)),
                    word(line, "rule"),
                    word(line, "verdict"),
                    Quantities.count(line.path("hits").asLong(0)),
                    word(line, "protocol"),
                    word(line, "source"),
                    word(line, "destination") + port);
        }
        show(table, "cli.rules.no-log");
        return OK;
    }

    /** Shows what each host does, and how short ports are. */
    int hosts() throws CommandException {
        JsonNode answer = router.get("/api/v1/hosts");
        if (json) {
            return raw(answer);
        }
        Table hosts = table(false, "address", "name", "flows", "sent", "received");
        for (JsonNode host : answer.path("hosts")) {
            hosts.row(
                    word(host, "address"),
                    word(host, "name"),
                    Quantities.count(host.path("flows").asLong(0)),
                    Quantities.bytes(host.path("sent-bytes").asLong(0)),
                    Quantities.bytes(host.path("received-bytes").asLong(0)));
        }
        show(hosts, "cli.hosts.none");
        for (JsonNode host : answer.path("hosts")) {
            long refused = host.path("refused").asLong(0);
            if (refused > 0) {
                String who = word(host, "address");
                terminal.say("cli.hosts.refused", who, Quantities.count(refused));
            }
        }
        for (JsonNode ports : answer.path("ports")) {
            terminal.say(
                    "cli.hosts.ports",
                    word(ports, "uplink"),
                    word(ports, "address"),
                    word(ports, "protocol"),
                    Quantities.count(ports.path("used").asLong(0)),
                    Quantities.count(ports.path("total").asLong(0)));
            if (ports.path("scarce").asBoolean(false)) {
                terminal.say("cli.hosts.scarce", ports.path("host-limit").asInt(0));
            }
            for (JsonNode share : ports.path("busiest")) {
                String name = word(share, "name");
                terminal.print(
                        "    "
                                + Table.pad(Quantities.count(share.path("ports").asLong(0)), 8)
                                + word(share, "address")
                                + (name.isEmpty() ? "" : " " + name));
            }
        }
        return OK;
    }

    /**
     * Shows what would become of a packet.
     *
     * @param body what the API is asked
     */
    int why(String body) throws CommandException {
        JsonNode answer = router.demand("POST", "/api/v1/why", Optional.of(body));
        if (json) {
            return raw(answer);
        }
        terminal.say("cli.why.packet", word(answer, "packet"), word(answer, "from"));
        terminal.print("");
        checks(answer.path("steps"));
        terminal.print("");
        verdict(answer, word(answer, "fate").startsWith("TO_"));
        return OK;
    }

    /**
     * Tries a forward.
     *
     * @param id of the forward
     * @return 0 when it works
     */
    int test(String id) throws CommandException {
        if (!json) {
            terminal.say("cli.test.wait", id);
        }
        JsonNode answer =
                router.demand("POST", "/api/v1/forwards/" + id + "/test", Optional.empty());
        boolean works = answer.path("works").asBoolean(false);
        if (json) {
            raw(answer);
        } else {
            checks(answer.path("steps"));
            terminal.print("");
            verdict(answer, works);
        }
        return works ? OK : FAILED;
    }

    private void verdict(JsonNode answer, boolean good) {
        terminal.print(
                terminal.styled(good ? Terminal.GREEN : Terminal.RED, word(answer, "verdict")));
        String advice = word(answer, "advice");
        if (!advice.isEmpty()) {
            terminal.print(advice);
        }
    }

    private void checks(JsonNode steps) {
        for (JsonNode step : steps) {
            terminal.print(
                    mark(word(step, "mark"))
                            + " "
                            + Table.pad(word(step, "label"), LABEL)
                            + " "
                            + word(step, "text"));
        }
    }

    private String mark(String mark) {
        return switch (mark) {
            case "OK" -> "[" + terminal.styled(Terminal.GREEN, " ok ") + "]";
            case "WARNING" -> "[" + terminal.styled(Terminal.BOLD, " !! ") + "]";
            default -> "[" + terminal.styled(Terminal.RED, "STOP") + "]";
        };
    }

    /**
     * Follows real packets until the trace ends.
     *
     * @param body what the API is asked
     */
    int trace(String body) throws CommandException {
        JsonNode begun = router.demand("POST", TRACE, Optional.of(body));
        if (!json) {
            terminal.say(
                    begun.path("replaced").asBoolean(false)
                            ? "cli.trace.replaces"
                            : "cli.trace.begun");
        }
        int trace = begun.path("trace").asInt(0);
        Thread interrupted = new Thread(() -> end(trace), "end of the trace");
        Runtime.getRuntime().addShutdownHook(interrupted);
        int shown;
        try {
            shown = follow(trace);
        } finally {
            forget(interrupted);
        }
        if (shown < 0) {
            terminal.complain(terminal.words("cli.trace.replaced"));
            return FAILED;
        }
        end(trace);
        if (!json) {
            terminal.say("cli.trace.over", shown);
        }
        return OK;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // Ctrl-C was pressed, and it runs.
        }
    }

    /** Ends a trace, unless another one runs already. */
    private void end(int trace) {
        try {
            if (router.get(TRACE).path("trace").asInt(0) == trace) {
                router.demand("DELETE", TRACE, Optional.empty());
            }
        } catch (CommandException e) {
            terminal.complain(e.text(terminal.locale()));
        }
    }

    /** Shows lines as they come; returns how many, or -1 when another trace has begun. */
    private int follow(int trace) throws CommandException {
        int shown = 0;
        long waits = TRACE_MILLIS / LOOK_MILLIS;
        for (long look = 0; look <= waits && shown < MOST_LINES; look++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            JsonNode now = router.get(TRACE);
            if (now.path("trace").asInt(0) != trace) {
                return -1;
            }
            for (JsonNode seen : now.path("lines")) {
                if (seen.path("number").asInt(0) >= shown) {
                    terminal.print(json ? seen.toString() : word(seen, "text"));
                    shown++;
                }
            }
        }
        return shown;
    }

    /**
     * Shows how long flows may be idle, or changes it.
     *
     * @param changes by name; empty to show them
     */
    int timers(Map<String, String> changes) throws CommandException {
        ObjectNode now = RouterClient.JSON.createObjectNode();
        for (String name : NAMES) {
            now.set(name, router.get("/api/v1/config/value?pointer=" + TIMERS + "/" + name));
        }
        if (!changes.isEmpty()) {
            changes.forEach(now::put);
            return new ConfigCommands(terminal, router, json)
                    .run(
                            new ClientCommand.ConfigSet(
                                    TIMERS, Optional.of(now.toString()), Optional.empty()));
        }
        if (json) {
            return raw(now);
        }
        Table table = table(false, "timer", "time", "what");
        for (String name : NAMES) {
            table.row(name, now.path(name).asString(""), terminal.words("cli.timer." + name));
        }
        show(table, "cli.traffic.none");
        return OK;
    }

    private int raw(JsonNode answer) {
        terminal.print(answer.toPrettyString());
        return OK;
    }

    private void show(Table table, String none) {
        var lines = table.lines();
        if (lines.size() == 1) {
            terminal.say(none);
            return;
        }
        terminal.print(terminal.styled(Terminal.BOLD, lines.getFirst()));
        lines.stream().skip(1).forEach(terminal::print);
    }

    private static String word(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
