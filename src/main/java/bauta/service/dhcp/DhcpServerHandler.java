package bauta.service.dhcp;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.engine.Timers;
import bauta.service.LeaseWriter;
import bauta.service.SocketsHandler;
import bauta.service.dhcp.DhcpAction.Destination;
import bauta.wire.Decoded;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/** The edge of the {@link DhcpMachine}: datagrams in, datagrams, frames and the lease file out. */
final class DhcpServerHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Edge edge;
    private final DhcpMachine machine;
    private final LeaseWriter writer;
    private final LeaseNews news;
    private final ForeignLookout lookout;
    private final DropCounters drops = new DropCounters();
    private final RepeatedTrouble trouble;
    private final Map<DhcpMessage.Type, Long> received = new EnumMap<>(DhcpMessage.Type.class);
    private final Map<DhcpMessage.Type, Long> sent = new EnumMap<>(DhcpMessage.Type.class);
    private DhcpSettings settings;

    /**
     * What the handler does not own.
     *
     * @param frames sends to hosts without an address
     * @param probe asks the LAN who uses an address
     * @param listener hears of changes
     * @param timers of the loop
     * @param wall wall clock, for the lease file alone
     */
    record Edge(
            DhcpFrameSender frames,
            AddressProbe probe,
            LeaseListener listener,
            Timers timers,
            InstantSource wall) {
        LeaseFile.Now now() {
            return new LeaseFile.Now(wall.instant().getEpochSecond(), timers.nanos());
        }
    }

    DhcpServerHandler(DhcpSettings settings, Edge edge, LeaseTable leases, WriterFactory writers) {
        this.settings = settings;
        this.edge = edge;
        this.machine = new DhcpMachine(settings, leases, edge.timers().nanos());
        this.news = new LeaseNews(edge.timers(), leases, edge.listener());
        this.lookout = new ForeignLookout(edge.timers(), edge.probe(), edge.listener());
        this.trouble =
                new RepeatedTrouble("dhcp socket trouble device=" + settings.listen().device());
        this.writer =
                writers.writer(() -> {
                    List<Lease> all = List.copyOf(leases.all());
                    LeaseFile.Now now = edge.now();
                    return () -> LeaseFile.format(all, now);
                });
    }

    /** Makes the writer of a table. */
    @FunctionalInterface
    interface WriterFactory {
        /** Makes a writer that saves what it is given. */
        LeaseWriter writer(LeaseWriter.Snapshot snapshot);
    }

    /** Opens the socket and returns its local address. */
    InetSocketAddress listen(SocketsHandler sockets) throws IOException {
        return sockets.listenUdp(settings.listen(), this);
    }

    /** Tells the listener what is known from before. On the loop. */
    void start() {
        news.changed();
    }

    /** Returns where signs of other servers go. */
    ForeignLookout lookout() {
        return lookout;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        switch (DhcpMessage.parse(content, content.readerIndex(), content.writerIndex())) {
            case Decoded.Malformed<DhcpMessage> malformed -> drops.count(malformed.reason());
            case Decoded.Ok<DhcpMessage>(DhcpMessage message) -> {
                message.type().ifPresent(type -> received.merge(type, 1L, Long::sum));
                List<DhcpAction> actions = machine.next(message, edge.timers().nanos());
                Logger.debug("dhcp message={} actions={}", message, actions);
                act(context.channel(), actions);
            }
        }
    }

    private void act(Channel channel, List<DhcpAction> actions) {
        for (int i = 0; i < actions.size(); i++) {
            switch (actions.get(i)) {
                case DhcpAction.Drop(var reason) -> drops.count(reason);
                case DhcpAction.Reply reply -> reply(channel, reply);
                case DhcpAction.Ask(var address) -> ask(channel, address);
                case DhcpAction.Foreign(var server) -> lookout.sighted(server);
                case DhcpAction.Save _ -> {
                    List<DhcpAction> rest = actions.subList(i + 1, actions.size());
                    countIfNot(writer.save(() -> sendAll(channel, rest)));
                    news.changed();
                    return;
                }
            }
        }
    }

    private void ask(Channel channel, Ipv4Address address) {
        edge.probe()
                .ask(address, settings.times().probe(), user -> answered(channel, address, user));
    }

    private void answered(Channel channel, Ipv4Address address, Optional<MacAddress> user) {
        user.ifPresent(mac -> Logger.info("dhcp address answers address={} mac={}", address, mac));
        act(channel, machine.answered(address, user, edge.timers().nanos()));
    }

    /** What follows a save are replies alone. */
    private void sendAll(Channel channel, List<DhcpAction> rest) {
        rest.stream()
                .filter(DhcpAction.Reply.class::isInstance)
                .map(DhcpAction.Reply.class::cast)
                .forEach(reply -> send(channel, reply));
    }

    private void countIfNot(boolean accepted) {
        if (!accepted) {
            drops.count(DropReason.DHCP_OVERLOAD);
        }
    }

    /** A lease is promised only once it is on disk, also when an earlier promise is repeated. */
    private void reply(Channel channel, DhcpAction.Reply reply) {
        if (isAck(reply.message()) && !reply.message().yiaddr().equals(Ipv4Address.ANY)) {
            countIfNot(writer.whenSaved(() -> send(channel, reply)));
        } else {
            send(channel, reply);
        }
    }

    private void send(Channel channel, DhcpAction.Reply reply) {
        reply.message().type().ifPresent(type -> sent.merge(type, 1L, Long::sum));
        log(reply.message());
        ByteBuf payload = Unpooled.buffer();
        reply.message().emit(payload, reply.maxBytes());
        int port = settings.clientPort();
        switch (reply.to()) {
            case Destination.Broadcast _ -> send(channel, Ipv4Address.BROADCAST, port, payload);
            case Destination.Host(Ipv4Address address) -> send(channel, address, port, payload);
            case Destination.Relay(Ipv4Address address) ->
                    send(channel, address, DhcpMessage.SERVER_PORT, payload);
            case Destination.Newcomer newcomer ->
                    edge.frames().send(frame(newcomer, ByteBufUtil.getBytes(payload)));
        }
    }

    private byte[] frame(Destination.Newcomer to, byte[] payload) {
        return DhcpFrame.build(
                new DhcpFrame.End(
                        settings.mac(), settings.network().address(), DhcpMessage.SERVER_PORT),
                new DhcpFrame.End(to.mac(), to.address(), settings.clientPort()),
                payload);
    }

    private static void send(Channel channel, Ipv4Address to, int port, ByteBuf payload) {
        channel.writeAndFlush(
                        new DatagramPacket(
                                payload, new InetSocketAddress(to.toInetAddress(), port)))
                .addListener(result -> {
                    if (!result.isSuccess()) {
                        Logger.debug(result.cause(), "dhcp reply not sent to={}", to);
                    }
                });
    }

    private static void log(DhcpMessage reply) {
        if (isAck(reply)) {
            Logger.debug("dhcp lease address={} mac={}", reply.yiaddr(), reply.chaddr());
        }
    }

    private static boolean isAck(DhcpMessage reply) {
        return reply.type().filter(type -> type == DhcpMessage.Type.ACK).isPresent();
    }

    /** Reads counters and leases; on the loop. */
    DhcpStatus status() {
        return new DhcpStatus(
                received,
                sent,
                settings.pool().size(),
                news.snapshot(edge.timers().nanos()),
                lookout.status(),
                drops.nonZero(),
                writer.failures());
    }

    /** Takes other settings. On the loop. */
    void configure(DhcpSettings newSettings) {
        settings = newSettings;
        machine.configure(newSettings);
        news.changed();
    }

    /** Takes the provider's name servers. On the loop. */
    void nameServers(List<Ipv4Address> servers) {
        machine.nameServers(servers);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trouble.warn(cause);
    }
}
