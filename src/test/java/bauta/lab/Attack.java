package bauta.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hostile packets of scapy, see {@code src/test/peers/hostile.py}.
 *
 * @param what for people
 * @param kind as the script calls it
 * @param source whom they claim to be from, with a port
 * @param target whom they are for, with a port
 * @param reason how the router counts each
 */
record Attack(String what, String kind, String source, String target, String reason) {
    private static final String SCRIPT = Path.of("src/test/peers/hostile.py").toString();
    private static final String PYTHON = "/usr/bin/python3"; // the one that Debian's scapy is for
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Pattern SENT = Pattern.compile("sent (\\d+)");

    /** The IP identification of all but pieces. */
    static final int MARK = 0xbad1;

    /**
     * How it went.
     *
     * @param sent packets sent
     * @param counted how many of them the router counted under the reason
     */
    record Result(int sent, long counted) {
        @Override
        public String toString() {
            return counted + " of " + sent;
        }
    }

    /** Sends it from the Internet. */
    Result fromWan(Stage stage) {
        return run(stage, stage.lab().isp(), Provider.TUN);
    }

    /** Sends it from a host of the LAN. */
    Result fromLan(Stage stage, LanHost host) {
        return run(stage, host.home(), LanHost.LINK + "," + Lab.ROUTER_LAN_MAC);
    }

    private Result run(Stage stage, Namespace from, String link) {
        long before = stage.router().status().drops(reason);
        int sent = send(from, link);
        Patience.until(SETTLE, () -> stage.router().status().drops(reason) - before >= sent);
        return new Result(sent, stage.router().status().drops(reason) - before);
    }

    private int send(Namespace from, String link) {
        Command.Outcome seen = from.run(PYTHON, SCRIPT, link, kind, source, target);
        Matcher sent = SENT.matcher(seen.output());
        if (!sent.find()) {
            throw new LabException("hostile.py " + kind + ": " + seen.lastLine());
        }
        return Integer.parseInt(sent.group(1));
    }
}
