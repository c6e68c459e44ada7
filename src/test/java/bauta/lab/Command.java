package bauta.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end and gives back what they said. Any thread. */
final class Command {
    private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);

    private Command() {}

    /**
     * How a program ended.
     *
     * @param exit its exit status, or -1 when it was stopped because it took too long
     * @param output what it wrote to standard output and standard error
     */
    record Outcome(int exit, String output) {
        boolean ok() {
            return exit == 0;
        }

        /** Returns the last line that says something, for a report. */
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("", (_, next) -> next);
        }
    }

    /** Runs a program for at most half a minute. */
    static Outcome run(List<String> words) {
        return run(USUAL_LIMIT, words);
    }

    /** Runs a program; after {@code limit} it is killed and the exit status is -1. */
    static Outcome run(Duration limit, List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .start();
            return await(process, limit);
        } catch (IOException e) {
            return new Outcome(127, e.toString());
        }
    }

    private static Outcome await(Process process, Duration limit) {
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(() -> readAll(process), Thread::startVirtualThread);
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Outcome(ended ? process.exitValue() : -1, output.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted");
        }
    }

    private static String readAll(Process process) {
        try (var stream = process.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "output lost: " + e.getMessage();
        }
    }

    /**
     * Runs a program that the lab cannot do without.
     *
     * @return its output
     * @throws LabException if it does not end with 0
     */
    static String must(List<String> words) {
        Outcome outcome = run(words);
        if (!outcome.ok()) {
            throw new LabException(
                    String.join(" ", words) + ": exit " + outcome.exit() + ": " + outcome.output());
        }
        return outcome.output();
    }
}
