package bauta.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A web server on a host of the LAN: Python's, with one page that says whose it is. */
final class LanServer implements AutoCloseable {
    /** The port it listens on, at every address of its host. */
    static final int PORT = 8000;

    private static final Duration START_LIMIT = Duration.ofSeconds(5);

    private final String page;
    private final LabProcess process;

    private LanServer(String page, LabProcess process) {
        this.page = page;
        this.process = process;
    }

    /** Starts it on a host that has an address. */
    static LanServer start(Lab lab, LanHost host) {
        String name = host.shortName();
        Path folder = lab.file(name + "-www");
        Path log = lab.file(name + "-www.log");
        String page = "this is " + name;
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("index.html"), page + "\n");
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new LabException("cannot write " + folder, e);
        }
        List<String> line =
                List.of(
                        "/usr/bin/python3",
                        "-u",
                        "-m",
                        "http.server",
                        "--directory",
                        folder.toString(),
                        String.valueOf(PORT));
        LabProcess process = lab.keep(host.home().start(log, line));
        Patience.until(START_LIMIT, () -> process.output().contains("Serving"));
        return new LanServer(page, process);
    }

    /** Returns the text of its page. */
    String page() {
        return page;
    }

    /** Returns the address of who asked last, as the server saw it, or the empty string. */
    String lastClient() {
        Optional<String> last =
                process.output().lines().filter(line -> line.contains("GET")).reduce((_, b) -> b);
        return last.map(line -> line.substring(0, line.indexOf(' '))).orElse("");
    }

    @Override
    public void close() {
        process.stop();
    }
}
