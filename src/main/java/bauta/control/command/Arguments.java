package bauta.control.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arguments, sorted into words and options. {@code --name VALUE} and {@code --name=VALUE} mean the
 * same, {@code --} ends the options; a lone dash and negative numbers are words.
 *
 * @param words in their order
 * @param options by name without dashes; a flag has an empty value, a repeated option its last
 * @param incomplete options that nothing follows
 */
record Arguments(List<String> words, Map<String, String> options, List<String> incomplete) {
    /**
     * Sorts arguments; never throws.
     *
     * @param args as given to {@code main}
     * @param flags options that take no value
     */
    static Arguments split(List<String> args, Set<String> flags) {
        List<String> words = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        List<String> incomplete = new ArrayList<>();
        for (int at = 0; at < args.size(); at++) {
            String arg = args.get(at);
            if (arg.equals("--")) {
                words.addAll(args.subList(at + 1, args.size()));
                break;
            }
            int equals = arg.indexOf('=');
            String name =
                    arg.substring(0, equals < 0 ? arg.length() : equals).replaceFirst("-+", "");
            if (!arg.startsWith("--")) {
                words.add(arg);
            } else if (equals >= 0) {
                options.put(name, arg.substring(equals + 1));
            } else if (flags.contains(name)) {
                options.put(name, "");
            } else if (at + 1 < args.size()) {
                options.put(name, args.get(++at));
            } else {
                incomplete.add(name);
            }
        }
        return new Arguments(List.copyOf(words), Map.copyOf(options), List.copyOf(incomplete));
    }

    /**
     * Refuses options that a command does not have.
     *
     * @param everywhere what every command has
     * @param more what this one has too
     * @throws CommandException naming one that it has not, or that nothing follows
     */
    void allow(Set<String> everywhere, String... more) throws CommandException {
        if (!incomplete.isEmpty()) {
            throw new CommandException("cli.usage.incomplete", "--" + incomplete.getFirst());
        }
        for (String name : options.keySet()) {
            if (!everywhere.contains(name) && !List.of(more).contains(name)) {
                throw new CommandException("cli.usage.unknown-option", "--" + name);
            }
        }
    }
}
