package bauta.lab;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What nmap made of one scan of the router from a stranger's address.
 *
 * @param open ports that answered, such as {@code 8080/tcp}
 * @param silent how many were filtered or open|filtered because nothing came back
 * @param asked how many it was to try
 * @param text everything it wrote
 */
record Scan(List<String> open, int silent, int asked, String text) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern OPEN = Pattern.compile("(?m)^(\\d+/(?:tcp|udp|sctp)) +open +");
    private static final Pattern SILENT =
            Pattern.compile(
                    "(?m)^Not shown: (\\d+) (?:open\\|)?filtered \\S+ (?:ports|protocols)"
                            + " \\(no-response\\)$");

    /**
     * Scans; each port is tried once and waited for 200 ms.
     *
     * @param from where the stranger's kernel is
     * @param how the kind of scan, such as {@code -sS}
     * @param first lowest port
     * @param last highest port
     * @param target the router's external address
     */
    static Scan run(Namespace from, String how, int first, int last, String target) {
        String line =
                "nmap -n -Pn --reason --max-retries 0 --min-rate 8000 --max-rtt-timeout 200ms"
                        + " -e "
                        + Provider.TUN
                        + " -S "
                        + ProviderServers.STRANGER;
        Stream<String> what = Stream.of(how, "-p", first + "-" + last, target);
        String[] words = Stream.concat(Stream.of(line.split(" ")), what).toArray(String[]::new);
        return read(last - first + 1, from.run(LIMIT, words).output());
    }

    private static Scan read(int asked, String text) {
        List<String> open = OPEN.matcher(text).results().map(found -> found.group(1)).toList();
        int silent =
                SILENT.matcher(text)
                        .results()
                        .mapToInt(found -> Integer.parseInt(found.group(1)))
                        .sum();
        return new Scan(open, silent, asked, text);
    }

    /** Says whether nothing at all came back. */
    boolean allSilent() {
        return silent == asked;
    }

    /** Says whether exactly one port answered and nothing came back from any other. */
    boolean onlyOpen(String port) {
        return open.equals(List.of(port)) && silent == asked - 1;
    }

    /** Returns it in a few words. */
    String summary() {
        return silent + " of " + asked + " silent, open " + open;
    }
}
