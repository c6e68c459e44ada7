package bauta.bench;

import bauta.wire.Ipv4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The router under test between the inside hosts and a provider's line: PPPoE with our own
 * concentrator, network address and port translation, all in the one process. The inside hosts are
 * addresses of a real kernel, which answers the router's ARP requests; their traffic is the
 * generator's and the sink's.
 */
final class RouterLane implements AutoCloseable {
    /** The router's end of the LAN wire. */
    static final String LAN = "lan0";

    /** The router's end of the WAN wire. */
    static final String WAN = "wan0";

    private static final String LAN_HOSTS = "lan-r";
    private static final long HOST_MAC = 0x02_00_00_00_b1_01L;
    private static final long ROUTER_LAN_MAC = 0x02_00_00_00_b1_02L;
    private static final long ROUTER_WAN_MAC = 0x02_00_00_00_b1_03L;
    private static final long PROVIDER_MAC = 0x02_00_00_00_b1_04L;
    private static final int INSIDE = Ipv4Address.parse("192.168.87.100").bits();
    private static final int SERVER = Ipv4Address.parse("198.18.0.10").bits();
    private static final Path DIRECTORY =
            Path.of("target", "bench", "run-" + ProcessHandle.current().pid());
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);

    private final Place lan;
    private final Place provider;
    private final Place place;
    private final Line line;
    private int starts;

    /** Wires the lane and starts the concentrator; the router does not run yet. */
    RouterLane(Place lan, Place provider) {
        this.lan = lan;
        this.provider = provider;
        this.place = new Place("router");
        lan.wire(LAN_HOSTS, HOST_MAC, place, LAN, ROUTER_LAN_MAC);
        provider.wire("isp-r", PROVIDER_MAC, place, WAN, ROUTER_WAN_MAC);
        for (int host = 0; host < Traffic.HOSTS; host++) {
            lan.must("ip address add " + new Ipv4Address(INSIDE + host) + "/24 dev " + LAN_HOSTS);
        }
        this.line = new Line(provider, "isp-r", PROVIDER_MAC, DIRECTORY.resolve("line.log"));
    }

    Place place() {
        return place;
    }

    Line line() {
        return line;
    }

    /**
     * Starts the router without state of an earlier one; call it again only when the last is
     * closed.
     *
     * @param cpus where it may run
     * @param options of the JVM, after those of the image
     */
    RouterProcess start(String cpus, List<String> options) {
        return start(cpus, options, "");
    }

    /** As {@link #start(String, List)}, with more keys of the configuration, each after a comma. */
    RouterProcess start(String cpus, List<String> options, String moreKeys) {
        starts++;
        Path directory = DIRECTORY.resolve("router-" + starts);
        return RouterProcess.start(place, cpus, directory, options, moreKeys);
    }

    /** Waits until the router that was started last has its session. */
    Line.Session session() {
        return line.session(starts, OPEN_LIMIT);
    }

    /** Returns the lane for a session. */
    Lane lane(Line.Session session) {
        var route =
                new Route(
                        HOST_MAC,
                        ROUTER_LAN_MAC,
                        ROUTER_WAN_MAC,
                        PROVIDER_MAC,
                        INSIDE,
                        SERVER,
                        Ipv4Address.parse(session.address()).bits(),
                        session.id());
        return new Lane("router", lan, LAN_HOSTS, provider, "isp-r", route);
    }

    @Override
    public void close() {
        line.close();
        place.close();
    }
}
