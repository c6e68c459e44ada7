package bauta.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs short programs such as {@code ip} to their end. */
final class Shell {
    private static final File NOTHING = new File("/dev/null");

    private Shell() {}

    /**
     * Runs a command line whose words are separated by blanks.
     *
     * @return what it wrote
     * @throws IllegalStateException when it ended with anything but 0
     */
    static String must(String line) {
        return must(List.of(line.split(" ")));
    }

    /** Runs a program that has to end with 0 and returns what it wrote. */
    static String must(List<String> words) {
        Outcome outcome = run(words);
        if (outcome.exit() != 0) {
            throw new IllegalStateException(
                    String.join(" ", words) + ": exit " + outcome.exit() + ": " + outcome.output());
        }
        return outcome.output();
    }

    /** Runs a program and says how it ended. */
    static Outcome run(List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                            .start();
            try (var stream = process.getInputStream()) {
                String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                return new Outcome(process.waitFor(), output);
            }
        } catch (IOException e) {
            return new Outcome(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted");
        }
    }

    /**
     * How a program ended.
     *
     * @param exit its exit status, 127 when it could not be started
     * @param output what it wrote to standard output and standard error
     */
    record Outcome(int exit, String output) {}
}
