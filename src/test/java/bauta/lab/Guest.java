package bauta.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider that nobody here wrote: rp-pppoe's {@code pppoe-server} with {@code pppd} in a
 * user-mode-linux guest, its only NIC bound to the provider's end of the line ({@link Lab#LINE}).
 * It is built by {@code src/test/peers/build.sh} and driven by commands on its console. Used by one
 * thread.
 */
final class Guest implements AutoCloseable {
    /** The provider's end of every session. */
    static final String PEER = "100.64.0.1";

    /** The first address it gives out. */
    static final String FIRST_ADDRESS = "100.64.1.10";

    /** Its web server. */
    static final String WEB = "198.51.100.1";

    /** The name of the concentrator and of the one service that it offers. */
    static final String AC_NAME = "provider-1";

    static final String SERVICE_NAME = "internet";

    /** The only account. */
    static final String USER = "user@example.net";

    static final String PASSWORD = "correct horse";

    private static final Path FOLDER = Path.of("target", "peers").toAbsolutePath();
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);

    private final LabProcess linux;
    private int commands;
    private int read;

    private Guest(LabProcess linux) {
        this.linux = linux;
    }

    /**
     * Builds what the guest is made of, unless that is done already.
     *
     * @throws LabException if it cannot be built
     */
    static void build() {
        Command.Outcome outcome =
                Command.run(
                        BUILD_LIMIT, List.of("sh", "src/test/peers/build.sh", FOLDER.toString()));
        if (!outcome.ok()) {
            throw new LabException("the guest cannot be built: " + outcome.output());
        }
    }

    /**
     * Boots the guest and waits until it takes commands.
     *
     * @throws LabException if it does not
     */
    static Guest boot(Lab lab) {
        // The guest's memory is a file under TMPDIR; /dev/shm is often too small for it.
        List<String> words =
                List.of(
                        "env",
                        "TMPDIR=" + lab.file("").toAbsolutePath(),
                        FOLDER.resolve("linux").toString(),
                        "mem=128M",
                        "initrd=" + FOLDER.resolve("guest.gz"),
                        "vec0:transport=raw,ifname=" + Lab.LINE + ",depth=64",
                        "con=null",
                        "con0=fd:0,fd:1",
                        "quiet",
                        "panic=-1");
        var guest = new Guest(lab.keep(lab.isp().start(lab.file("guest.log"), words)));
        if (guest.await("ready", BOOT_LIMIT).exit() != 0) {
            throw new LabException("the guest does not boot: " + guest.linux.output());
        }
        return guest;
    }

    /** Runs a shell command in the guest for at most half a minute. */
    Command.Outcome run(String command) {
        String id = Integer.toString(++commands);
        linux.tell(id + " " + command);
        return await(id, COMMAND_LIMIT);
    }

    /**
     * Runs a shell command in the guest that must succeed.
     *
     * @return its output
     * @throws LabException if it does not end with 0
     */
    String must(String command) {
        Command.Outcome outcome = run(command);
        if (!outcome.ok()) {
            throw new LabException("guest: " + command + ": " + outcome);
        }
        return outcome.output();
    }

    private Command.Outcome await(String id, Duration limit) {
        Pattern end = Pattern.compile("^=" + id + " (\\d+)\\R", Pattern.MULTILINE);
        boolean ended = Patience.until(limit, () -> end.matcher(unread()).find() || !linux.alive());
        String output = unread();
        Matcher matcher = end.matcher(output);
        if (!ended || !matcher.find()) {
            return new Command.Outcome(-1, output);
        }
        read += matcher.end();
        return new Command.Outcome(
                Integer.parseInt(matcher.group(1)), output.substring(0, matcher.start()));
    }

    private String unread() {
        return linux.output().substring(read);
    }

    /** Starts the concentrator afresh, with an empty log and these options of pppd. */
    void serve(String... pppdOptions) {
        serveWith("", pppdOptions);
    }

    /** As {@link #serve}, with more options for {@code pppoe-server} itself. */
    void serveWith(String serverOptions, String... pppdOptions) {
        List<String> words = new ArrayList<>(List.of("serve", "'" + serverOptions + "'"));
        Arrays.stream(pppdOptions).map(option -> "'" + option + "'").forEach(words::add);
        must(String.join(" ", words));
    }

    /** Ends the concentrator and all sessions at once, without a word on the line. */
    void quit() {
        must("quit");
    }

    /** Says whether sessions go through the guest's kernel (from Debian 13 on), not a relay. */
    boolean kernelMode() {
        return run("pppoe-server -h 2>&1 | grep -q -e '-k '").ok();
    }

    /** Returns what the concentrator and pppd wrote since the last {@link #serve}. */
    String log() {
        return must("cat /tmp/log");
    }

    /** Waits until the log has something. */
    boolean logs(Duration limit, Pattern what) {
        return Patience.until(limit, () -> what.matcher(log()).find());
    }

    /** Returns how often something is in the log. */
    int count(Pattern what) {
        return (int) what.matcher(log()).results().count();
    }

    @Override
    public void close() {
        linux.stop();
    }
}
