package bauta.linux;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Requests to rtnetlink(7): interfaces, addresses, routes, neighbours, of the network namespace it
 * was opened in. Each call waits for the kernel's answer, which comes at once, and throws {@link
 * LinuxException} when it is no. Owned by one thread.
 */
public final class RouteNetlink implements AutoCloseable {
    private static final int GET_LINK = 18;
    private static final int GET_ADDRESS = 22;
    private static final int NEW_ROUTE = 24;
    private static final int DELETE_ROUTE = 25;
    private static final int GET_NEIGHBOUR = 30;
    private static final int ACK = NetlinkRequest.FLAG_ACK;
    private static final int CREATE =
            ACK | NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_REPLACE;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_PREFSRC = 7;
    private static final int TABLE_MAIN = 254;
    private static final int PROTOCOL_STATIC = 4;
    private static final int SCOPE_LINK = 253;
    private static final int UNICAST = 1;
    private static final int NTF_USE = 0x01;
    private static final int NTF_EXT_MANAGED = 0x01;

    private final NetlinkSocket socket;

    private RouteNetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Opens the socket, in the network namespace of the calling thread. */
    public static RouteNetlink open() {
        return new RouteNetlink(NetlinkSocket.open(NetlinkSocket.ROUTE, 0));
    }

    /** Returns every interface. */
    public List<RouteEvent.LinkPresent> links() {
        List<RouteEvent.LinkPresent> links = new ArrayList<>();
        NetlinkRequest request = new NetlinkRequest(GET_LINK, NetlinkRequest.FLAG_DUMP).intValue(0);
        dump(
                "links",
                request.intValue(0).intValue(0).intValue(0),
                links,
                RouteEvent.LinkPresent.class);
        return links;
    }

    /**
     * Returns one interface, if it exists.
     *
     * @param name interface name
     */
    public Optional<RouteEvent.LinkPresent> link(String name) {
        return links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** Returns every IPv4 address. */
    public List<RouteEvent.AddressChanged> addresses() {
        List<RouteEvent.AddressChanged> addresses = new ArrayList<>();
        NetlinkRequest request = new NetlinkRequest(GET_ADDRESS, NetlinkRequest.FLAG_DUMP);
        request.byteValue(RouteMessages.AF_INET).byteValue(0).shortValue(0).intValue(0);
        dump("addresses", request, addresses, RouteEvent.AddressChanged.class);
        return addresses;
    }

    /** Returns every IPv4 neighbour that the kernel knows. */
    public List<RouteEvent.NeighbourChanged> neighbours() {
        List<RouteEvent.NeighbourChanged> neighbours = new ArrayList<>();
        NetlinkRequest request = new NetlinkRequest(GET_NEIGHBOUR, NetlinkRequest.FLAG_DUMP);
        neighbourHeader(request, 0, 0, 0);
        dump("neighbours", request, neighbours, RouteEvent.NeighbourChanged.class);
        return neighbours;
    }

    private <T extends RouteEvent> void dump(
            String what, NetlinkRequest request, List<T> into, Class<T> kind) {
        Consumer<RouteEvent> taker =
                event -> {
                    if (kind.isInstance(event)) {
                        into.add(kind.cast(event));
                    }
                };
        String call = "dump " + what;
        check(call, socket.exchange(call, request, m -> RouteMessages.read(m, taker)));
    }

    private static void check(String call, int errno) {
        if (errno != 0) {
            throw new LinuxException(call, errno);
        }
    }

    private void request(String call, NetlinkRequest request) {
        check(call, socket.transact(call, request));
    }

    private static NetlinkRequest linkRequest(int index, int flags, int change) {
        NetlinkRequest request = new NetlinkRequest(RouteMessages.NEW_LINK, ACK);
        return request.intValue(0).intValue(index).intValue(flags).intValue(change);
    }

    /**
     * Switches an interface on or off.
     *
     * @param index the interface
     * @param up whether on
     */
    public void setUp(int index, boolean up) {
        int flags = up ? RouteMessages.IFF_UP : 0;
        request("link " + index + " up=" + up, linkRequest(index, flags, RouteMessages.IFF_UP));
    }

    /**
     * Sets the MTU.
     *
     * @param index the interface
     * @param mtuBytes without the Ethernet header
     */
    public void setMtu(int index, int mtuBytes) {
        request(
                "link " + index + " mtu=" + mtuBytes,
                linkRequest(index, 0, 0).attribute(RouteMessages.IFLA_MTU, mtuBytes));
    }

    /**
     * Gives an interface an address, or leaves it as it is when it has it.
     *
     * @param index the interface
     * @param prefix the address and the length of its network
     */
    public void addAddress(int index, Ipv4Prefix prefix) {
        request("address add " + prefix, address(index, prefix, prefix.address(), true));
    }

    /**
     * Gives a point-to-point interface an address and its peer.
     *
     * @param index the interface
     * @param local our address
     * @param peer the other end
     */
    public void addPointToPoint(int index, Ipv4Address local, Ipv4Address peer) {
        Ipv4Prefix prefix = new Ipv4Prefix(local, 32);
        request("address add " + local + " peer " + peer, address(index, prefix, peer, true));
    }

    /**
     * Takes an address away.
     *
     * @param index the interface
     * @param prefix the address and the length of its network
     */
    public void removeAddress(int index, Ipv4Prefix prefix) {
        NetlinkRequest request = new NetlinkRequest(RouteMessages.DELETE_ADDRESS, ACK);
        request.byteValue(RouteMessages.AF_INET).byteValue(prefix.length()).shortValue(0);
        request.intValue(index).networkAttribute(RouteMessages.IFA_LOCAL, prefix.address().bits());
        request("address delete " + prefix, request);
    }

    /**
     * Takes every IPv4 address of an interface away.
     *
     * @param index the interface
     */
    public void flushAddresses(int index) {
        for (RouteEvent.AddressChanged address : addresses()) {
            if (address.index() == index) {
                removeAddress(index, address.prefix());
            }
        }
    }

    private static NetlinkRequest address(
            int index, Ipv4Prefix prefix, Ipv4Address peer, boolean replace) {
        int flags = replace ? CREATE : ACK | NetlinkRequest.FLAG_CREATE;
        NetlinkRequest request = new NetlinkRequest(RouteMessages.NEW_ADDRESS, flags);
        request.byteValue(RouteMessages.AF_INET).byteValue(prefix.length()).shortValue(0);
        request.intValue(index);
        request.networkAttribute(RouteMessages.IFA_LOCAL, prefix.address().bits());
        return request.networkAttribute(RouteMessages.IFA_ADDRESS, peer.bits());
    }

    /**
     * Adds a route by an interface without a gateway, or replaces the one to the same destination
     * with the same metric.
     *
     * @param index the interface
     * @param destination 0.0.0.0/0 for the default route
     * @param source the address that our own packets get, or {@link Ipv4Address#ANY} for none
     * @param metric smaller is preferred
     */
    public void replaceRoute(int index, Ipv4Prefix destination, Ipv4Address source, int metric) {
        NetlinkRequest request = route(NEW_ROUTE, CREATE, index, destination, metric);
        if (!source.equals(Ipv4Address.ANY)) {
            request.networkAttribute(RTA_PREFSRC, source.bits());
        }
        request("route replace " + destination, request);
    }

    /**
     * Takes a route away.
     *
     * @param index the interface
     * @param destination where it leads
     * @param metric the metric it was added with
     * @return whether it was there
     */
    public boolean removeRoute(int index, Ipv4Prefix destination, int metric) {
        int noSuchProcess = 3;
        NetlinkRequest request = route(DELETE_ROUTE, ACK, index, destination, metric);
        String call = "route delete " + destination;
        int errno = socket.transact(call, request);
        check(call, errno == noSuchProcess ? 0 : errno);
        return errno == 0;
    }

    private static NetlinkRequest route(
            int type, int flags, int index, Ipv4Prefix destination, int metric) {
        NetlinkRequest request = new NetlinkRequest(type, flags);
        request.byteValue(RouteMessages.AF_INET).byteValue(destination.length());
        request.byteValue(0).byteValue(0).byteValue(TABLE_MAIN).byteValue(PROTOCOL_STATIC);
        request.byteValue(SCOPE_LINK).byteValue(UNICAST).intValue(0);
        if (destination.length() > 0) {
            request.networkAttribute(RTA_DST, destination.network().bits());
        }
        return request.attribute(RTA_OIF, index).attribute(RTA_PRIORITY, metric);
    }

    /**
     * Asks the kernel to find out a neighbour's MAC address now, and with {@code keep} to verify it
     * from time to time from then on; the answer comes as an event. Does not wait.
     *
     * @param index the interface it is on
     * @param ipv4 its address
     * @param keep whether it is to be kept fresh
     */
    public void resolve(int index, int ipv4, boolean keep) {
        int flags = NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_REPLACE;
        NetlinkRequest request = new NetlinkRequest(RouteMessages.NEW_NEIGHBOUR, flags);
        neighbourHeader(request, index, 0, keep ? 0 : NTF_USE);
        request.networkAttribute(RouteMessages.NDA_DST, ipv4);
        if (keep) {
            request.attribute(RouteMessages.NDA_FLAGS_EXT, NTF_EXT_MANAGED);
        }
        socket.send("neighbour resolve", request);
    }

    /**
     * Sets a neighbour for good, without asking it.
     *
     * @param index the interface it is on
     * @param ipv4 its address
     * @param mac its MAC address octets
     */
    public void setNeighbour(int index, Ipv4Address ipv4, byte[] mac) {
        int permanent = 0x80;
        NetlinkRequest request = new NetlinkRequest(RouteMessages.NEW_NEIGHBOUR, CREATE);
        neighbourHeader(request, index, permanent, 0);
        request.networkAttribute(RouteMessages.NDA_DST, ipv4.bits());
        request("neighbour " + ipv4, request.attribute(RouteMessages.NDA_LLADDR, mac));
    }

    /**
     * Makes the kernel forget a neighbour.
     *
     * @param index the interface it is on
     * @param ipv4 its address
     */
    public void removeNeighbour(int index, Ipv4Address ipv4) {
        NetlinkRequest request = new NetlinkRequest(RouteMessages.DELETE_NEIGHBOUR, ACK);
        neighbourHeader(request, index, 0, 0);
        request(
                "neighbour delete " + ipv4,
                request.networkAttribute(RouteMessages.NDA_DST, ipv4.bits()));
    }

    private static void neighbourHeader(NetlinkRequest request, int index, int state, int flags) {
        request.byteValue(RouteMessages.AF_INET).byteValue(0).shortValue(0).intValue(index);
        request.shortValue(state).byteValue(flags).byteValue(0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
