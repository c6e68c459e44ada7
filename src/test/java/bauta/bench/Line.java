package bauta.bench;

import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The provider's end of a PPPoE line: the lab's concentrator on a link of a namespace. What it
 * tells comes with the machine's monotonic clock, the one of {@link System#nanoTime}.
 */
final class Line implements AutoCloseable {
    private static final String TUN = "ppp0";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Pattern OPEN =
            Pattern.compile("(\\d+) open session=(\\d+) address=([\\d.]+)");

    private final Daemon concentrator;

    Line(Place place, String link, long mac, Path log) {
        place.must("ip tuntap add dev " + TUN + " mode tun");
        place.must("ip link set " + TUN + " up");
        this.concentrator =
                new Daemon(
                        "concentrator",
                        log,
                        List.of(
                                "ip",
                                "netns",
                                "exec",
                                place.name(),
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx64m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "bauta.lab.Concentrator",
                                link,
                                TUN,
                                new MacAddress(mac).toString()));
        concentrator.await("ready", START_LIMIT, () -> concentrator.output().contains(" ready"));
    }

    /**
     * A session with an address.
     *
     * @param nanos since when
     * @param id its number
     * @param address the router's address, as text
     */
    record Session(long nanos, int id, String address) {}

    /** Waits for the n-th session to open, counted from 1. */
    Session session(int number, Duration limit) {
        concentrator.await("session", limit, () -> find(number).isPresent());
        return find(number).orElseThrow();
    }

    private Optional<Session> find(int number) {
        Matcher open = OPEN.matcher(concentrator.output());
        return open.results().skip(number - 1L).findFirst().map(Line::read);
    }

    private static Session read(MatchResult open) {
        return new Session(
                Long.parseLong(open.group(1)), Integer.parseInt(open.group(2)), open.group(3));
    }

    /** Returns everything it told. */
    String told() {
        return concentrator.output();
    }

    @Override
    public void close() {
        concentrator.close();
    }
}
