package bauta.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that the lab started and will stop again, by its own process handle. Any thread. */
final class LabProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 5;

    private final Process process;
    private final Path log;

    private LabProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program whose output is appended to a file.
     *
     * @throws LabException if it cannot be started
     */
    static LabProcess start(List<String> words, Path log) {
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start();
            return new LabProcess(process, log);
        } catch (IOException e) {
            throw new LabException("cannot start " + words.getFirst(), e);
        }
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        try {
            BufferedWriter in = process.outputWriter();
            in.write(line);
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw new LabException("cannot tell " + process.pid() + ": " + line, e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Returns what it has written so far. */
    String output() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new LabException("cannot read " + log, e);
        }
    }

    /** Asks it to end, insists after five seconds. */
    void stop() {
        process.destroy();
        if (!ended(STOP_SECONDS)) {
            kill();
        }
    }

    /** Ends it as a power cut would: SIGKILL. */
    void kill() {
        process.destroyForcibly();
        ended(STOP_SECONDS);
    }

    /** Waits for its end; says whether it came in time. */
    boolean ended(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
