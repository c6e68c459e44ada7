package bauta.service.mapping.upnp;

import bauta.engine.DropCounters;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.service.mapping.MappingServerSettings.Lan;
import bauta.service.mapping.MappingStore;
import bauta.service.mapping.RequestLimit;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** UPnP on every network that is served. On the mapping loop, but for the constructor. */
public final class UpnpServer {
    private final List<SsdpHandler> discovery = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final Subscriptions subscriptions;

    /** Carries notices to hosts of the house. */
    @FunctionalInterface
    public interface Messenger {
        /**
         * Connects to a host and sends; never waits.
         *
         * @param network the host's network
         * @param host its address
         * @param port its TCP port
         * @param message what
         */
        void send(String network, Ipv4Address host, int port, String message);
    }

    /**
     * What it does not own.
     *
     * @param sockets of the mapping loop
     * @param store the leases
     * @param messenger carries notices
     * @param drops where messages without an answer are counted
     */
    public record Around(
            SocketsHandler sockets, MappingStore store, Messenger messenger, DropCounters drops) {}

    /**
     * Opens the sockets.
     *
     * @param lans the networks
     * @param unit what tells this router from all others
     * @param port of both kinds of sockets; 0 lets the kernel choose (tests)
     * @param around what it does not own
     * @throws IOException when a socket cannot be opened; the others stay until the loop ends
     */
    public UpnpServer(List<Lan> lans, String unit, int port, Around around) throws IOException {
        var timers = around.sockets().timers();
        IgdMachine machine = new IgdMachine(around.store(), timers::nanos);
        SsdpMachine ssdp = new SsdpMachine(unit, timers.nanos() / 1_000_000_000L, timers.nanos());
        this.subscriptions =
                new Subscriptions(
                        timers::nanos,
                        () -> state(machine, around.store()),
                        (network, callback, notice) ->
                                send(around.messenger(), network, callback, notice));
        RequestLimit limit = new RequestLimit();
        AtomicInteger seats = new AtomicInteger();
        for (Lan lan : lans) {
            UpnpHttpHandler.Around http =
                    new UpnpHttpHandler.Around(
                            machine, ssdp, subscriptions, limit, seats, timers::nanos);
            ListenAddress tcp = new ListenAddress(lan.address().address(), port, lan.device());
            addresses.add(
                    around.sockets().listenTcp(tcp, () -> UpnpHttpHandler.connection(lan, http)));
            SsdpHandler handler =
                    new SsdpHandler(
                            lan,
                            ssdp,
                            new SsdpHandler.Around(
                                    timers,
                                    most -> ThreadLocalRandom.current().nextLong(most),
                                    around.drops()));
            Ipv4Address any = lan.device().isPresent() ? Ipv4Address.ANY : lan.address().address();
            addresses.add(
                    around.sockets()
                            .listenUdp(new ListenAddress(any, port, lan.device()), handler));
            discovery.add(handler);
        }
    }

    private static Map<String, String> state(IgdMachine machine, MappingStore store) {
        Map<String, String> state = new LinkedHashMap<>();
        state.put("ExternalIPAddress", machine.externalAddress());
        state.put("ConnectionStatus", machine.connectionStatus());
        state.put("PortMappingNumberOfEntries", "" + store.granted().size());
        return state;
    }

    private static void send(Messenger messenger, String network, URI callback, String notice) {
        int port = callback.getPort() < 0 ? 80 : callback.getPort();
        messenger.send(network, Ipv4Address.parse(callback.getHost()), port, notice);
    }

    /** Returns the addresses: for each network that of TCP, then that of UDP. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Tells subscribers what is different from before. */
    public void changed() {
        subscriptions.changed();
    }

    /** Takes leave of every host. */
    public void leave() {
        discovery.forEach(SsdpHandler::leave);
    }
}
