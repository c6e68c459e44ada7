package bauta.lab;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The provider as the story sees it: the concentrator's process, and what it told. */
final class Provider {
    /** The TUN that carries the users' packets. */
    static final String TUN = "ppp0";

    private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);

    private final Lab lab;
    private LabProcess process;
    private int starts;

    private Provider(Lab lab) {
        this.lab = lab;
        this.process = launch();
    }

    /** Makes the TUN and starts the concentrator. */
    static Provider start(Lab lab) {
        Namespace isp = lab.isp();
        isp.must("ip", "tuntap", "add", "dev", TUN, "mode", "tun");
        isp.must("ip", "link", "set", TUN, "txqueuelen", "5000", "up");
        isp.must("ip", "address", "add", "100.64.0.1/32", "dev", TUN);
        isp.must("ip", "route", "add", "100.64.10.0/24", "dev", TUN);
        var provider = new Provider(lab);
        provider.carries(1492);
        return provider;
    }

    private LabProcess launch() {
        String java = System.getProperty("java.home") + "/bin/java";
        LabProcess started =
                lab.keep(
                        lab.isp()
                                .start(
                                        lab.file("concentrator-" + ++starts + ".log"),
                                        List.of(
                                                java,
                                                "-XX:+UseSerialGC",
                                                "-Xmx64m",
                                                "--enable-native-access=ALL-UNNAMED",
                                                "-cp",
                                                System.getProperty("java.class.path"),
                                                Concentrator.class.getName(),
                                                Lab.LINE,
                                                TUN,
                                                Lab.CONCENTRATOR_MAC)));
        if (!Patience.until(REPLY_LIMIT, () -> started.output().contains(" ready\n"))) {
            throw new LabException("the concentrator does not start: " + started.output());
        }
        return started;
    }

    /** Tells the concentrator something and waits until it is done. */
    void tell(String command) {
        String done = " done " + command.split(" ", 2)[0] + "\n";
        int before = occurrences(done);
        process.tell(command);
        if (!Patience.until(REPLY_LIMIT, () -> occurrences(done) > before)) {
            throw new LabException("the concentrator does not obey: " + command);
        }
    }

    /** Tells it many things at once and waits for the last one. */
    void tellAll(List<String> commands) {
        commands.forEach(process::tell);
        tell("sessions");
    }

    private int occurrences(String text) {
        return process.output().split(Pattern.quote(text), -1).length - 1;
    }

    /** Sets the MTU of the line's far side: what the provider's own kernel believes it can send. */
    void carries(int mtuBytes) {
        lab.isp().must("ip", "link", "set", TUN, "mtu", String.valueOf(mtuBytes));
    }

    /** Kills the concentrator; its sessions are forgotten. */
    void kill() {
        process.kill();
    }

    /** Starts it again after {@link #kill}, with its first settings. */
    void comeBack() {
        process = launch();
    }

    /**
     * Something the concentrator told.
     *
     * @param nanos when, on the monotonic clock of the machine
     * @param text the event, then keys and values
     */
    record Event(long nanos, String text) {
        boolean is(String name) {
            return text.equals(name) || text.startsWith(name + " ");
        }

        /** Returns the value of a key, or the empty string. */
        String value(String key) {
            Matcher found = Pattern.compile("\\b" + key + "=(\\S*)").matcher(text);
            return found.find() ? found.group(1) : "";
        }
    }

    /** Returns what the concentrator running now has told so far. */
    List<Event> events() {
        return process.output()
                .lines()
                .filter(line -> line.matches("\\d+ .+"))
                .map(line -> {
                    String[] parts = line.split(" ", 2);
                    return new Event(Long.parseLong(parts[0]), parts[1]);
                })
                .toList();
    }

    /** Returns the events of a name that came after a point in time. */
    List<Event> events(String name, long sinceNanos) {
        return events().stream()
                .filter(event -> event.is(name) && event.nanos() - sinceNanos > 0)
                .toList();
    }

    /** Waits for an event of a name after a point in time; says whether it came. */
    boolean awaits(String name, long sinceNanos, Duration limit) {
        return awaits(name, _ -> true, sinceNanos, limit);
    }

    /** Waits for an event of a name that is as wished. */
    boolean awaits(String name, Predicate<Event> wish, long sinceNanos, Duration limit) {
        return Patience.until(limit, () -> events(name, sinceNanos).stream().anyMatch(wish));
    }
}
