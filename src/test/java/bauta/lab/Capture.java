package bauta.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** tcpdump on one interface, into a file that is counted and quoted afterwards. */
final class Capture implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final LabProcess tcpdump;
    private final Path file;

    private Capture(LabProcess tcpdump, Path file) {
        this.tcpdump = tcpdump;
        this.file = file;
    }

    /**
     * Starts to record every frame of an interface, both directions; returns when tcpdump listens.
     *
     * @param name of the files in the lab's directory
     */
    static Capture start(Lab lab, Namespace where, String link, String name) {
        Path file = lab.file(name + ".pcap");
        Path log = lab.file(name + "-tcpdump.log");
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new LabException("cannot replace " + log, e);
        }
        LabProcess tcpdump =
                lab.keep(
                        where.start(
                                log,
                                List.of(
                                        "tcpdump",
                                        "-n",
                                        "-Z",
                                        "root",
                                        "-i",
                                        link,
                                        "-U",
                                        "--immediate-mode",
                                        "-s",
                                        "256",
                                        "-B",
                                        "16384",
                                        "-w",
                                        file.toString())));
        if (!Patience.until(START_LIMIT, () -> tcpdump.output().contains("listening on"))) {
            throw new LabException("tcpdump does not start: " + tcpdump.output());
        }
        return new Capture(tcpdump, file);
    }

    /**
     * Stops recording, after what is under way has arrived. Without tcpdump's immediate mode, the
     * frames of the last second would be lost here.
     */
    Capture stop() {
        Patience.pause(SETTLE);
        tcpdump.stop();
        return this;
    }

    /** Returns how many recorded frames match a pcap filter. */
    int count(String filter) {
        return (int) lines(filter).lines().count();
    }

    /** Returns one line per recorded frame that matches, as tcpdump prints it. */
    String lines(String filter) {
        return Command.must(List.of("tcpdump", "-n", "-e", "-t", "-r", file.toString(), filter))
                .lines()
                .filter(line ->
                        !line.startsWith("reading from file") && !line.startsWith("dropped"))
                .filter(line -> !line.startsWith("    ") && !line.startsWith("\t"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Override
    public void close() {
        tcpdump.stop();
    }
}
