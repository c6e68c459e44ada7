package bauta.control.command;

import bauta.control.config.rules.Protocols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Understands what a command line asks about traffic: rules, hosts, packets and timers. */
final class TrafficLine {
    /** The first words of these commands. */
    static final Set<String> COMMANDS =
            Set.of(
                    "rules",
                    "policies",
                    "forwards",
                    "hosts",
                    "mappings",
                    "why",
                    "trace",
                    "test",
                    "masquerade");

    private static final Pattern END =
            Pattern.compile("(\\*|-|[A-Za-z0-9][A-Za-z0-9._-]{0,252})?(?::(\\d{1,5}))?");
    private static final Pattern ICMP = Pattern.compile("(\\d{1,3})(?:/(\\d{1,3}))?");
    private static final Pattern TIMER = Pattern.compile("([a-z-]+)=(\\d+[smhd])");
    private static final String WHY =
            "why [SOURCE[:PORT]] [to] DESTINATION[:PORT] [PROTOCOL] [--from NAME]";
    private static final String TRACE = "trace ADDRESS[:PORT] [PEER[:PORT]] [PROTOCOL]";
    private static final String MAPPINGS = "mappings [history | remove ID | allow ID | refuse ID]";
    private static final String TIMERS = "masquerade timers [NAME=TIME... | TCP FIN UDP]";

    private final Arguments line;
    private final Set<String> everywhere;
    private final List<String> rest;

    /**
     * Looks at a line.
     *
     * @param line all of it
     * @param everywhere options that every command has
     */
    TrafficLine(Arguments line, Set<String> everywhere) {
        this.line = line;
        this.everywhere = everywhere;
        this.rest = line.words().subList(1, line.words().size());
    }

    /**
     * Understands it.
     *
     * @throws CommandException with what is wrong
     */
    ClientCommand command() throws CommandException {
        String verb = line.words().getFirst();
        return switch (verb) {
            case "rules", "policies", "forwards" -> list(verb);
            case "hosts" -> {
                line.allow(everywhere);
                yield atMost(0, verb, new ClientCommand.Hosts());
            }
            case "mappings" -> mappings();
            case "why" -> why();
            case "trace" -> trace();
            case "test" -> test();
            default -> masquerade();
        };
    }

    private ClientCommand list(String what) throws CommandException {
        if (what.equals("rules") && rest.equals(List.of("log"))) {
            line.allow(everywhere);
            return new ClientCommand.RuleLog();
        }
        line.allow(everywhere, "verbose");
        boolean short1 = rest.contains("-v");
        boolean verbose = short1 || line.options().containsKey("verbose");
        return atMost(short1 ? 1 : 0, what + " [-v]", new ClientCommand.RuleList(what, verbose));
    }

    private ClientCommand atMost(int words, String usage, ClientCommand command)
            throws CommandException {
        if (rest.size() > words) {
            throw new CommandException("cli.usage.form", usage);
        }
        return command;
    }

    private ClientCommand mappings() throws CommandException {
        line.allow(everywhere);
        String verb = rest.isEmpty() ? "" : rest.getFirst();
        boolean about = rest.size() == 2 && rest.get(1).matches("\\d{1,9}");
        if (rest.isEmpty() || rest.size() == 1 && verb.equals("history")) {
            return new ClientCommand.Mappings(!rest.isEmpty());
        }
        if (!about || !List.of("remove", "allow", "refuse").contains(verb)) {
            throw new CommandException("cli.usage.form", MAPPINGS);
        }
        return new ClientCommand.MappingDo(
                rest.get(1), ClientCommand.MappingDo.Word.valueOf(verb.toUpperCase(Locale.ROOT)));
    }

    private ClientCommand test() throws CommandException {
        line.allow(everywhere);
        if (rest.size() != 2 || !rest.getFirst().equals("forward")) {
            throw new CommandException("cli.usage.form", "test forward ID");
        }
        return new ClientCommand.TestForward(rest.get(1));
    }

    private ClientCommand why() throws CommandException {
        line.allow(
                everywhere, "from", "protocol", "flags", "icmp", "tos", "ttl", "length", "source");
        ObjectNode body = RouterClient.JSON.createObjectNode();
        List<String> words = ends(WHY, 2);
        Matcher destination = end(words.getLast(), WHY);
        if (destination.group(1) == null || destination.group(1).length() == 1) {
            throw new CommandException("cli.usage.form", WHY);
        }
        put(body, "destination", "destination-port", destination);
        if (words.size() == 2) {
            put(body, "source", "source-port", end(words.getFirst(), WHY));
        }
        text(body, "from", "from");
        text(body, "protocol", "protocol");
        text(body, "flags", "tcp-flags");
        for (String name : List.of("tos", "ttl", "length")) {
            String value = line.options().get(name);
            if (value != null) {
                body.put(name, number(value, WHY));
            }
        }
        icmp(body);
        return new ClientCommand.Why(body.toString());
    }

    private void icmp(ObjectNode body) throws CommandException {
        String value = line.options().get("icmp");
        if (value == null) {
            return;
        }
        Matcher icmp = ICMP.matcher(value);
        if (!icmp.matches()) {
            throw new CommandException("cli.usage.form", "why ... --icmp TYPE[/CODE]");
        }
        body.put("protocol", "icmp");
        body.put("icmp-type", Integer.parseInt(icmp.group(1)));
        body.put("icmp-code", icmp.group(2) == null ? 0 : Integer.parseInt(icmp.group(2)));
    }

    private ClientCommand trace() throws CommandException {
        line.allow(everywhere, "protocol");
        ObjectNode body = RouterClient.JSON.createObjectNode();
        List<String> words = ends(TRACE, 2);
        put(body, "address", "port", end(words.getFirst(), TRACE));
        if (words.size() == 2) {
            put(body, "peer", "peer-port", end(words.getLast(), TRACE));
        }
        text(body, "protocol", "protocol");
        return new ClientCommand.Trace(body.toString());
    }

    /** Returns the words that are ends; a last word that is none is the protocol. */
    private List<String> ends(String usage, int most) throws CommandException {
        List<String> words = rest.stream().filter(word -> !word.equals("to")).toList();
        if (words.size() > 1 && isProtocol(words.getLast())) {
            words = words.subList(0, words.size() - 1);
        }
        if (words.isEmpty() || words.size() > most) {
            throw new CommandException("cli.usage.form", usage);
        }
        return words;
    }

    private static Matcher end(String word, String usage) throws CommandException {
        Matcher end = END.matcher(word);
        if (word.isEmpty() || !end.matches()) {
            throw new CommandException("cli.usage.form", usage);
        }
        return end;
    }

    private static void put(ObjectNode body, String address, String port, Matcher end) {
        String host = end.group(1);
        if (host != null && host.length() > 1) {
            body.put(address, host);
        }
        if (end.group(2) != null) {
            body.put(port, Integer.parseInt(end.group(2)));
        }
    }

    private void text(ObjectNode body, String option, String key) {
        String value = line.options().get(option);
        boolean last = option.equals("protocol") && rest.size() > 1;
        if (value != null) {
            body.put(key, value);
        } else if (last && isProtocol(rest.getLast())) {
            body.put(key, rest.getLast());
        }
    }

    /** A name or a number alone; a host of that name can be written with a port. */
    private static boolean isProtocol(String word) {
        return Protocols.number(word).isPresent() || !END.matcher(word).matches();
    }

    private static int number(String text, String usage) throws CommandException {
        if (!text.matches("\\d{1,5}")) {
            throw new CommandException("cli.usage.form", usage);
        }
        return Integer.parseInt(text);
    }

    private ClientCommand masquerade() throws CommandException {
        line.allow(everywhere);
        if (rest.isEmpty() || !rest.getFirst().equals("timers")) {
            throw new CommandException("cli.usage.form", TIMERS);
        }
        List<String> given = rest.subList(1, rest.size());
        Map<String, String> timers = new LinkedHashMap<>();
        boolean classic = given.size() == 3 && given.stream().allMatch(w -> w.matches("\\d{1,7}"));
        if (classic) {
            classic(given, timers);
        } else {
            for (String word : given) {
                Matcher timer = TIMER.matcher(word);
                if (!timer.matches()) {
                    throw new CommandException("cli.usage.form", TIMERS);
                }
                timers.put(timer.group(1), timer.group(2));
            }
        }
        return new ClientCommand.Timers(timers);
    }

    /**
     * Seconds for TCP, TCP after FIN, and UDP, as {@code ipchains -M -S}; 0 leaves one as it is.
     */
    private static void classic(List<String> given, Map<String, String> timers) {
        List<String> names = List.of("tcp-established", "tcp-transitory", "udp");
        for (int i = 0; i < names.size(); i++) {
            if (!given.get(i).matches("0+")) {
                timers.put(names.get(i), Integer.parseInt(given.get(i)) + "s");
            }
        }
    }
}
