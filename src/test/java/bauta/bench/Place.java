package bauta.bench;

import bauta.wire.MacAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace of the run with one thread that lives in it. Made with the name of the
 * process in it, removed with everything in it by {@link #close}.
 */
final class Place implements AutoCloseable {
    private static final String PLAIN = "ethtool -K %s tx off tso off gso off gro on";

    private final String name;
    private final ExecutorService thread;

    /**
     * Makes the namespace.
     *
     * @param role what stands in it, such as {@code isp}
     */
    Place(String role) {
        this.name = "b" + ProcessHandle.current().pid() + "-" + role;
        Shell.must("ip netns add " + name);
        this.thread =
                Executors.newSingleThreadExecutor(task -> {
                    var made = new Thread(task, name);
                    made.setDaemon(true);
                    return made;
                });
        call(() -> {
            Kernel.enterNamespace(name);
            return true;
        });
        must("ip link set lo up");
        setting("net.ipv6.conf.all.disable_ipv6", 1);
        setting("net.ipv6.conf.default.disable_ipv6", 1);
    }

    String name() {
        return name;
    }

    /** Runs a program in here. */
    String must(String line) {
        return Shell.must("ip netns exec " + name + " " + line);
    }

    void setting(String key, int value) {
        must("sysctl -q -w " + key + "=" + value);
    }

    /** Writes a file of {@code /sys} as it looks from in here. */
    void write(String path, String text) {
        Shell.must(List.of("ip", "netns", "exec", name, "sh", "-c", "echo " + text + " > " + path));
    }

    /** Does something on the thread that lives in here and waits for it. */
    <T> T call(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("in " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + name, e);
        }
    }

    /** Returns the index of a link in here. */
    int indexOf(String link) {
        return Integer.parseInt(must("cat /sys/class/net/" + link + "/ifindex").strip());
    }

    /** Returns one of the statistics of a link, such as {@code rx_dropped}. */
    long statistic(String link, String what) {
        return Long.parseLong(must("cat /sys/class/net/" + link + "/statistics/" + what).strip());
    }

    /**
     * Ties a link in here to one elsewhere. Both have sums and segments finished in software and
     * GRO on, which brings the NAPI that a redirect into the other end needs, before either comes
     * up: an end looks at its peer only then.
     */
    void wire(String link, long mac, Place other, String otherLink, long otherMac) {
        Shell.must(
                "ip link add %s netns %s address %s type veth peer name %s netns %s address %s"
                        .formatted(
                                link,
                                name,
                                new MacAddress(mac),
                                otherLink,
                                other.name,
                                new MacAddress(otherMac)));
        must(PLAIN.formatted(link));
        other.must(PLAIN.formatted(otherLink));
        must("ip link set " + link + " up");
        other.must("ip link set " + otherLink + " up");
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Shell.run(List.of("ip", "netns", "delete", name));
    }
}
