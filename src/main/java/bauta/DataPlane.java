package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.PppoeUplink;
import bauta.engine.TableFile;
import bauta.firewall.Firewall;
import bauta.forward.ForwardLoop;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardWays;
import bauta.forward.ForwardingPath;
import bauta.forward.LanNetwork;
import bauta.link.LinkLoop;
import bauta.link.TunPort;
import bauta.link.XdpPort;
import bauta.pppoe.PppoeHandler;
import bauta.uplink.SessionStore;
import bauta.uplink.UplinkStatus;
import bauta.wire.Ipv4Address;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that lives on the router loop, connected: ports, the packet path, the uplinks. Built
 * and used on that loop only, {@link #uplinks} apart.
 */
final class DataPlane {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, PppoeHandler> handlers = new LinkedHashMap<>();
    private final List<bauta.uplink.PppoeUplink> uplinks = new ArrayList<>();
    private final LinkLoop loop;
    private final TunPort tun;
    private final ForwardingPath path;

    /**
     * Connects ports and path; nothing is dialled yet.
     *
     * @param loop the router loop
     * @param config what to be
     * @param ports what was opened
     * @param settings sizes of the tables
     * @param tables where the tables lie
     */
    DataPlane(
            LinkLoop loop, Config config, Ports ports, ForwardSettings settings, TableFile tables) {
        this.loop = loop;
        this.tun = ports.tun();
        ports.wans()
                .forEach((role, port) ->
                        handlers.put(
                                role,
                                new PppoeHandler(loop.pool(), port, loop.clock(), loop.drops())));
        PppoeHandler first = handlers.values().iterator().next();
        this.path =
                new ForwardingPath(
                        new ForwardLoop(loop.pool(), loop.clock(), loop.timers(), loop.drops()),
                        settings,
                        tables,
                        new ForwardWays(
                                lans(loop, config, ports.lans()),
                                tun,
                                Firewall.defaultDeny(),
                                first::unknownSession));
        tun.receiver(path.tunReceiver());
        ports.wans().forEach((role, port) -> port.receivers(handler(role), path.wanReceiver()));
        for (int i = 0; i < ports.lans().size(); i++) {
            ports.lans().get(i).receivers(path.lanReceiver(i), path.lanReceiver(i));
        }
    }

    /**
     * The ports of the router.
     *
     * @param wans by role
     * @param lans in the order of the networks
     * @param tun the router itself
     */
    record Ports(Map<String, XdpPort> wans, List<XdpPort> lans, TunPort tun) {}

    private static List<LanNetwork> lans(LinkLoop loop, Config config, List<XdpPort> ports) {
        List<LanNetwork> lans = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            Network network = config.networks().get(i);
            XdpPort port = ports.get(i);
            lans.add(new LanNetwork(i, port, network.address(), loop.neighbours(port)));
        }
        return lans;
    }

    private PppoeHandler handler(String role) {
        PppoeHandler handler = handlers.get(role);
        if (handler == null) {
            throw new IllegalStateException("no port has the role " + role);
        }
        return handler;
    }

    /**
     * Starts to dial an uplink.
     *
     * @param config the uplink
     * @param sessions remembers sessions over a crash
     * @param nameServers told of the provider's name servers, on the router loop
     */
    void dial(PppoeUplink config, SessionStore sessions, Consumer<List<Ipv4Address>> nameServers) {
        int id = uplinks.size();
        PppoeHandler handler = handler(config.port());
        XdpPort port = (XdpPort) handler.port();
        bauta.uplink.PppoeUplink uplink =
                new bauta.uplink.PppoeUplink(
                        Settings.uplink(id, config),
                        new bauta.uplink.PppoeUplink.Surroundings(
                                handler,
                                loop.timers(),
                                random,
                                sessions,
                                () -> path.lastReceivedNanos(id),
                                new Line(config, port, path, tun, nameServers)));
        uplinks.add(uplink);
        port.carrierListener(uplink::carrier);
        uplink.start();
    }

    /** Returns the packet path. */
    ForwardingPath path() {
        return path;
    }

    /** Returns where each uplink stands; any thread. */
    List<UplinkStatus> uplinks() {
        return uplinks.stream().map(bauta.uplink.PppoeUplink::status).toList();
    }

    /** Ends every session, as a clean stop does. */
    void hangUp() {
        uplinks.forEach(uplink -> uplink.stop().toCompletableFuture().join());
        path.close();
    }
}
