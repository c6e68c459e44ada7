package bauta.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that runs beside the bench, in a namespace, and writes to a file. */
final class Daemon implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Path log;

    /**
     * Starts it.
     *
     * @param name for messages
     * @param log its output; made anew
     * @param words the command line
     */
    Daemon(String name, Path log, List<String> words) {
        this.name = name;
        this.log = log;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            this.process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its process id: {@code ip netns exec} and {@code taskset} become the program. */
    long pid() {
        return process.pid();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until something is so.
     *
     * @param what for the message
     * @throws InvalidBench when it does not come true in time, or the program ends
     */
    void await(String what, Duration limit, BooleanSupplier so) {
        long begin = System.nanoTime();
        while (!so.getAsBoolean()) {
            boolean late = System.nanoTime() - begin > limit.toNanos();
            if (late || !process.isAlive()) {
                throw new InvalidBench(
                        "%s: no %s%s, see %s".formatted(name, what, late ? "" : ", it ended", log));
            }
            Pause.take(LOOK_EVERY);
        }
    }

    @Override
    public void close() {
        stop(STOP_LIMIT);
    }

    /** Asks it to end; when it has not within the limit, kills it. */
    void stop(Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
