package bauta.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * coturn: a STUN server with two addresses on the Internet (RFC 5780), and the client that finds
 * out by it what kind of translation it sits behind. Its package is only unpacked, because
 * installed it would start a daemon.
 */
final class Turn {
    private static final String FIRST = "198.18.0.81";
    private static final String SECOND = "198.18.0.82";
    private static final Path ROOT = Path.of("target/peers/coturn").toAbsolutePath();
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(3);
    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(30);

    private Turn() {}

    /**
     * Fetches the programs if need be and starts the server, unless it runs already.
     *
     * @throws LabException if that does not work
     */
    static void start(Lab lab) {
        if (listens(lab)) {
            return;
        }
        if (!Files.isExecutable(ROOT.resolve("usr/bin/turnserver"))) {
            Command.Outcome fetched =
                    Command.run(
                            FETCH_LIMIT,
                            List.of("src/test/peers/unpacked.sh", ROOT.toString(), "coturn"));
            if (!fetched.ok()) {
                throw new LabException("no coturn: " + fetched.lastLine());
            }
        }
        lab.isp().address("lo", FIRST + "/32");
        lab.isp().address("lo", SECOND + "/32");
        lab.keep(lab.isp().start(lab.file("turnserver.log"), server(lab)));
        boolean listens = Patience.until(START_LIMIT, () -> listens(lab));
        if (!listens) {
            throw new LabException("turnserver does not start, see " + lab.file("turnserver.log"));
        }
    }

    private static List<String> server(Lab lab) {
        List<String> line = program("turnserver");
        line.addAll(List.of("-n", "--stun-only", "--no-auth", "--no-tls", "--no-dtls"));
        line.addAll(List.of("--no-cli", "--log-file=stdout", "--relay-threads=1"));
        line.addAll(List.of("-L", FIRST, "-L", SECOND));
        line.add("--db=" + lab.file("turn.db"));
        line.add("--pidfile=" + lab.file("turn.pid"));
        if (Command.run(help()).output().contains("--rfc5780 ")) {
            line.add("--rfc5780"); // newer ones have it off
        }
        return line;
    }

    private static List<String> help() {
        List<String> line = program("turnserver");
        line.add("--help");
        return line;
    }

    private static boolean listens(Lab lab) {
        return !lab.isp().run("ss", "-Hlun", "src", SECOND + ":3479").output().isBlank();
    }

    private static List<String> program(String name) {
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        Path libraries = ROOT.resolve("usr/lib/" + machine + "-linux-gnu");
        return new ArrayList<>(
                List.of(
                        "env",
                        "LD_LIBRARY_PATH=" + libraries,
                        ROOT.resolve("usr/bin").resolve(name).toString()));
    }

    /**
     * Asks from a host what lies between it and the server.
     *
     * @param how {@code -m} for mapping, {@code -f} for filtering, {@code -H} for hairpinning,
     *     {@code -L} and {@code -l} for the address and port to ask from
     * @return what the client makes of it
     */
    static String discover(LanHost host, String... how) {
        List<String> line = program("turnutils_natdiscovery");
        line.addAll(List.of(how));
        line.add(FIRST);
        return host.home().run(ASK_LIMIT, line.toArray(String[]::new)).output();
    }
}
