package bauta;

import bauta.control.command.ClientLine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a person asked for on the command line. */
sealed interface CommandLine {
    /** Where things lie unless told otherwise. */
    Path DEFAULT_CONFIG = Path.of("/data/bauta.json");

    /** State that lasts, on the data partition. */
    Path DEFAULT_DATA = Path.of("/data");

    /** State of this boot, on tmpfs. */
    Path DEFAULT_RUN = Path.of("/run/bauta");

    /** The text of {@code --help}. */
    String USAGE =
            """
            bauta [--config FILE] [--board FILE] [--data DIR] [--run DIR]   run the router
            bauta --check FILE                                              print every problem of a configuration
            bauta --version                                                 print the version
            bauta help                                                      what to ask a running router
            """;

    /**
     * Run the router.
     *
     * @param config the configuration file, which may be missing
     * @param board the file that says which interface has which role
     * @param data folder for state that lasts
     * @param run folder for state of this boot
     */
    record Run(Path config, Optional<Path> board, Path data, Path run) implements CommandLine {}

    /**
     * Check a configuration file.
     *
     * @param file the file
     */
    record Check(Path file) implements CommandLine {}

    /**
     * Ask a running router, here or elsewhere.
     *
     * @param args all arguments
     */
    record Ask(List<String> args) implements CommandLine {}

    /** Print the version. */
    record Version() implements CommandLine {}

    /** Print how to call it. */
    record Help() implements CommandLine {}

    /**
     * Not understood.
     *
     * @param problem what is wrong, for the person who typed it
     */
    record Wrong(String problem) implements CommandLine {}

    /**
     * Understands the arguments; never throws.
     *
     * @param args as given to {@code main}
     */
    static CommandLine parse(List<String> args) {
        Deque<String> rest = new ArrayDeque<>(args);
        return switch (rest.peek()) {
            case "--help", "-h" -> new Help();
            case "--version" -> new Version();
            case "--check" -> check(rest);
            case null, default -> ClientLine.isOne(args) ? new Ask(List.copyOf(args)) : run(rest);
        };
    }

    private static CommandLine check(Deque<String> rest) {
        rest.pop();
        return rest.size() == 1
                ? new Check(Path.of(rest.pop()))
                : new Wrong("--check takes one file");
    }

    private static CommandLine run(Deque<String> rest) {
        Path config = DEFAULT_CONFIG;
        Optional<Path> board = Optional.empty();
        Path data = DEFAULT_DATA;
        Path run = DEFAULT_RUN;
        while (!rest.isEmpty()) {
            String option = rest.pop();
            String value = rest.poll();
            if (value == null) {
                return new Wrong("nothing follows " + option);
            }
            switch (option) {
                case "--config" -> config = Path.of(value);
                case "--board" -> board = Optional.of(Path.of(value));
                case "--data" -> data = Path.of(value);
                case "--run" -> run = Path.of(value);
                default -> {
                    return new Wrong("unknown option " + option);
                }
            }
        }
        return new Run(config, board, data, run);
    }
}
