package bauta.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * One run's network, from nothing to a provider's line and a LAN, without the router itself:
 *
 * <pre>
 *   lan1 ─┐
 *   lan2 ─┤ switch ── lan0 [ router ] wan0 ── line0 [ isp: concentrator, ppp0, servers ]
 *   lan3 ─┘
 *                  lan4 ── lan1 [ router ]
 * </pre>
 *
 * <p>Every namespace carries the process id of the run in its name; whatever a dead run left behind
 * is removed first. Closing stops all programs and removes all namespaces, also when the run is
 * interrupted.
 */
final class Lab implements AutoCloseable {
    /** The router's interface to the provider. */
    static final String ROUTER_WAN = "wan0";

    /** The router's interface to the LAN. */
    static final String ROUTER_LAN = "lan0";

    /** The router's interface to the host that has a network of its own. */
    static final String ROUTER_APART = "lan1";

    /** The provider's interface to the router. */
    static final String LINE = "line0";

    /** The switch's interface to the router. */
    static final String UPLINK_PORT = "uplink0";

    /** The concentrator's MAC address. */
    static final String CONCENTRATOR_MAC = "02:00:00:00:00:fe";

    /** The MAC address of the router on the WAN. */
    static final String ROUTER_WAN_MAC = "02:00:00:00:00:02";

    /** The MAC address of the router on the LAN. */
    static final String ROUTER_LAN_MAC = "02:00:00:00:00:01";

    private static final int LAN_HOSTS = 3;
    private static final long KEPT_BYTES = 9_000_000;
    private static final String BRIDGE = "br0";

    private final Path directory;
    private final String prefix;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<LanHost> hosts = new ArrayList<>();
    private final Namespace isp;
    private final Namespace router;
    private final Namespace lanSwitch;
    private final LanHost apart;
    private final Thread hook = new Thread(this::tearDown, "lab-cleanup");
    private boolean closed;

    private Lab(Path directory, String prefix) {
        this.directory = directory;
        this.prefix = prefix;
        this.isp = namespace("isp").withoutIpv6();
        this.router = namespace("router");
        this.lanSwitch = namespace("switch").withoutIpv6();
        this.apart = LanHost.in(this, namespace("lan4").withoutIpv6(), "02:00:00:00:01:04");
    }

    /**
     * Builds the network.
     *
     * @throws LabException if a program or a privilege is missing
     */
    static Lab build() {
        Toolbox.check();
        Leftovers.remove();
        long pid = ProcessHandle.current().pid();
        Lab lab = new Lab(logDirectory(pid), "b" + pid + "-");
        Runtime.getRuntime().addShutdownHook(lab.hook);
        try {
            lab.wireLine();
            lab.wireLan();
            lab.wireApart();
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    private static Path logDirectory(long pid) {
        try {
            return Files.createDirectories(Path.of("target", "lab", "run-" + pid).toAbsolutePath());
        } catch (IOException e) {
            throw new LabException("cannot make the log directory", e);
        }
    }

    private Namespace namespace(String role) {
        Namespace made = Namespace.create(prefix + role);
        namespaces.add(made);
        return made;
    }

    private void wireLine() {
        veth(isp, LINE, CONCENTRATOR_MAC, router, ROUTER_WAN, ROUTER_WAN_MAC);
        isp.plainNic(LINE);
        isp.must("ip", "link", "set", LINE, "up");
    }

    private void wireLan() {
        lanSwitch.must("ip", "link", "add", BRIDGE, "type", "bridge", "forward_delay", "0");
        lanSwitch.must("ip", "link", "set", BRIDGE, "up");
        veth(lanSwitch, UPLINK_PORT, "02:00:00:00:02:00", router, ROUTER_LAN, ROUTER_LAN_MAC);
        enslave(UPLINK_PORT);
        for (int i = 1; i <= LAN_HOSTS; i++) {
            hosts.add(wireHost(i));
        }
    }

    private LanHost wireHost(int number) {
        Namespace home = namespace("lan" + number).withoutIpv6();
        String mac = "02:00:00:00:01:0" + number;
        String port = "port" + number;
        veth(home, LanHost.LINK, mac, lanSwitch, port, "02:00:00:00:02:0" + number);
        home.plainNic(LanHost.LINK);
        enslave(port);
        home.must("ip", "link", "set", LanHost.LINK, "up");
        return LanHost.in(this, home, mac);
    }

    private void wireApart() {
        Namespace home = apart.home();
        veth(home, LanHost.LINK, apart.mac(), router, ROUTER_APART, "02:00:00:00:00:03");
        home.plainNic(LanHost.LINK);
        home.must("ip", "link", "set", LanHost.LINK, "up");
    }

    private void enslave(String port) {
        lanSwitch.plainNic(port);
        lanSwitch.must("ip", "link", "set", port, "master", BRIDGE, "up");
    }

    private static void veth(
            Namespace a, String linkA, String macA, Namespace b, String linkB, String macB) {
        Command.must(
                List.of(
                        ("ip link add "
                                        + linkA
                                        + " address "
                                        + macA
                                        + " netns "
                                        + a.name()
                                        + " type veth peer name "
                                        + linkB
                                        + " address "
                                        + macB
                                        + " netns "
                                        + b.name())
                                .split(" ")));
    }

    Namespace isp() {
        return isp;
    }

    Namespace router() {
        return router;
    }

    Namespace lanSwitch() {
        return lanSwitch;
    }

    /** Returns the LAN hosts; none has an address yet. */
    List<LanHost> hosts() {
        return hosts;
    }

    /** Returns the host on a wire of its own to the router; it has no address yet. */
    LanHost apart() {
        return apart;
    }

    /** Returns a file of this run, in {@code target/lab/run-<pid>}. */
    Path file(String name) {
        return directory.resolve(name);
    }

    /** Keeps a program or capture to stop at the end; the last one kept is stopped first. */
    synchronized <T extends AutoCloseable> T keep(T thing) {
        running.push(thing);
        return thing;
    }

    /** Stops every program and removes every namespace. */
    @Override
    public void close() {
        tearDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // the hook itself is running
        }
    }

    private synchronized void tearDown() {
        if (closed) {
            return;
        }
        closed = true;
        while (!running.isEmpty()) {
            stop(running.pop());
        }
        hosts.forEach(LanHost::forget);
        apart.forget();
        namespaces.forEach(Leftovers::remove);
        dropBigFiles();
    }

    /** Keeps logs and captures, not the files that were carried over the line. */
    private void dropBigFiles() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) > KEPT_BYTES) {
                    Files.delete(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("lab: could not tidy " + directory + ": " + e.getMessage());
        }
    }

    private static void stop(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            System.err.println("lab: could not stop " + thing + ": " + e.getMessage());
        }
    }
}
