package bauta.control.config;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code bauta --check FILE}: prints every problem of a configuration file. */
public final class CheckCommand {
    private CheckCommand() {}

    /**
     * Checks a file and prints what is wrong, a line per problem, in the language of the system.
     *
     * @param file the configuration
     * @param out where to print
     * @return exit status: 0 when it can be used, 1 when not
     */
    public static int run(Path file, PrintStream out) {
        return run(file, out, Locale.getDefault());
    }

    static int run(Path file, PrintStream out, Locale locale) {
        return switch (ConfigReader.read(file)) {
            case Reading.Accepted _ -> {
                out.println(file + ": ok");
                yield 0;
            }
            case Reading.Refused(List<Problem> problems) -> {
                problems.forEach(problem -> out.println(file + ": " + problem.text(locale)));
                yield 1;
            }
        };
    }
}
