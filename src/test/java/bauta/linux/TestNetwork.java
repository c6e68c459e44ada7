package bauta.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces of one test, with names unique to the run, removed by {@link #close}. Each has
 * a thread that lives in it; threads which that one starts live in it too.
 */
public final class TestNetwork implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int CLONE_NEWNET = 0x40000000;

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, ExecutorService> threads = new LinkedHashMap<>();

    /**
     * Makes namespaces with their loopback up and IPv6 off.
     *
     * @param spaces what the test calls them
     */
    public TestNetwork(String... spaces) {
        int number = NEXT.incrementAndGet();
        for (String space : spaces) {
            String name = "bauta-" + ProcessHandle.current().pid() + "-" + number + "-" + space;
            run(List.of("ip", "netns", "add", name));
            names.put(space, name);
            ExecutorService thread =
                    Executors.newSingleThreadExecutor(
                            task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
            threads.put(space, thread);
            in(space, () -> enter(name));
            ip(space, "link set lo up");
            in(
                    space,
                    () -> {
                        Sysctl.write("net/ipv6/conf/default/disable_ipv6", "1");
                        return Sysctl.write("net/ipv6/conf/all/disable_ipv6", "1");
                    });
        }
    }

    private static int enter(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = Libc.check("open", Libc.open(Libc.string(arena, "/run/netns/" + name), 0));
            int result = Libc.check("setns", Libc.setns(fd, CLONE_NEWNET));
            Sockets.close(fd);
            return result;
        }
    }

    /** Returns what a namespace is called on this machine. */
    public String name(String space) {
        return Objects.requireNonNull(names.get(space));
    }

    /**
     * Joins two namespaces by a pair of interfaces, up at both ends.
     *
     * @param space one of them
     * @param device the interface there
     * @param otherSpace the other
     * @param otherDevice the interface there
     * @param options of {@code ip link add}, such as {@code numrxqueues 2}
     */
    public void join(
            String space, String device, String otherSpace, String otherDevice, String options) {
        ip(
                space,
                "link add "
                        + device
                        + " "
                        + options
                        + " type veth peer name "
                        + otherDevice
                        + " netns "
                        + names.get(otherSpace));
        ip(otherSpace, "link set " + otherDevice + " up");
    }

    /**
     * Runs {@code ip} in a namespace.
     *
     * @param space where
     * @param arguments split at spaces
     */
    public String ip(String space, String arguments) {
        return run(space, "ip " + arguments);
    }

    /**
     * Runs a program in a namespace and returns what it said; it must succeed.
     *
     * @param space where
     * @param command split at spaces
     */
    public String run(String space, String command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec"));
        words.add(names.get(space));
        words.addAll(List.of(command.trim().split(" +")));
        return run(words);
    }

    private static String run(List<String> words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(words + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Runs a task on the thread of a namespace.
     *
     * @param space where
     * @param task what
     */
    public <T> T in(String space, Callable<T> task) {
        try {
            return Objects.requireNonNull(threads.get(space))
                    .submit(task)
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Opens a packet socket in a namespace that does not see what it sends. */
    public PacketSocket packetSocket(String space, String device) {
        return in(
                space,
                () -> {
                    PacketSocket socket = PacketSocket.open(device, PacketSocket.ALL_TYPES);
                    socket.ignoreOutgoing();
                    return socket;
                });
    }

    @Override
    public void close() {
        threads.values().forEach(ExecutorService::shutdownNow);
        names.values().forEach(name -> run(List.of("ip", "netns", "delete", name)));
    }
}
