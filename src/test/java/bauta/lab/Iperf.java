package bauta.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs iperf3 as a client for two seconds. Its server opens its port anew after every test and
 * serves one test at a time, so a client that comes too soon is refused and asks again.
 */
final class Iperf {
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final List<String> TOO_SOON = List.of("Connection refused", "server is busy");
    private static final Pattern RECEIVED = Pattern.compile("(?m)^\\[[ \\d]+] +(.* receiver)$");

    private Iperf() {}

    /** Runs it against a server, with further options in one string, such as {@code -R}. */
    static Command.Outcome run(LanHost client, String server, String options) {
        List<String> line = new ArrayList<>(List.of("iperf3", "-t", "2", "-c", server));
        line.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
        String[] words = line.toArray(String[]::new);
        Command.Outcome seen = client.home().run(words);
        for (int i = 0; i < ATTEMPTS && cameTooSoon(seen) && Patience.pause(PAUSE); i++) {
            seen = client.home().run(words);
        }
        return seen;
    }

    private static boolean cameTooSoon(Command.Outcome seen) {
        return TOO_SOON.stream().anyMatch(seen.output()::contains);
    }

    /**
     * Returns what its receiver counted, such as {@code 0.00-2.00 sec 4.77 MBytes 20.0 Mbits/sec}.
     */
    static String figure(Command.Outcome seen) {
        Matcher found = RECEIVED.matcher(seen.output());
        return found.find() ? found.group(1).replaceAll(" +", " ") : seen.lastLine();
    }
}
