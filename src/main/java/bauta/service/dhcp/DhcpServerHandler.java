package bauta.service.dhcp;

import bauta.engine.Clock;
import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.service.SocketsHandler;
import bauta.service.dhcp.DhcpAction.Destination;
import bauta.wire.Decoded;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinylog.Logger;

/** The edge of the {@link DhcpMachine}: datagrams in, datagrams, frames and the lease file out. */
final class DhcpServerHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private DhcpSettings settings;
    private final Edge edge;
    private final LeaseTable leases;
    private final DhcpMachine machine;
    private final LeaseWriter writer;
    private final DropCounters drops = new DropCounters();
    private final RepeatedTrouble trouble;
    private final Map<DhcpMessage.Type, Long> received = new EnumMap<>(DhcpMessage.Type.class);
    private final Map<DhcpMessage.Type, Long> sent = new EnumMap<>(DhcpMessage.Type.class);

    /**
     * What the handler does not own.
     *
     * @param frames sends to hosts without an address
     * @param listener hears of changes
     * @param clock monotonic
     * @param wall wall clock, for the lease file alone
     */
    record Edge(DhcpFrameSender frames, LeaseListener listener, Clock clock, InstantSource wall) {
        LeaseFile.Now now() {
            return new LeaseFile.Now(wall.instant().getEpochSecond(), clock.nanos());
        }
    }

    DhcpServerHandler(DhcpSettings settings, Edge edge, LeaseTable leases, WriterFactory writers) {
        this.settings = settings;
        this.edge = edge;
        this.leases = leases;
        this.machine = new DhcpMachine(settings, leases);
        this.trouble =
                new RepeatedTrouble("dhcp socket trouble device=" + settings.listen().device());
        this.writer = writers.writer(() -> LeaseFile.format(leases.all(), edge.now()));
    }

    /** Makes the writer of a table. */
    @FunctionalInterface
    interface WriterFactory {
        /** Makes a writer that saves the text it is given. */
        LeaseWriter writer(java.util.function.Supplier<String> snapshot);
    }

    /** Opens the socket and returns its local address. */
    InetSocketAddress listen(SocketsHandler sockets) throws IOException {
        return sockets.listenUdp(settings.listen(), this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        switch (DhcpMessage.parse(content, content.readerIndex(), content.writerIndex())) {
            case Decoded.Malformed<DhcpMessage> malformed -> drops.count(malformed.reason());
            case Decoded.Ok<DhcpMessage>(DhcpMessage message) -> {
                message.type().ifPresent(type -> received.merge(type, 1L, Long::sum));
                List<DhcpAction> actions = machine.next(message, edge.clock().nanos());
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
                case DhcpAction.Save _ -> {
                    List<DhcpAction> rest = actions.subList(i + 1, actions.size());
                    edge.listener().changed(snapshot(edge.clock().nanos()));
                    countIfNot(writer.save(() -> sendAll(channel, rest)));
                    return;
                }
            }
        }
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
        reply.message().emit(payload);
        switch (reply.to()) {
            case Destination.Broadcast _ -> send(channel, Ipv4Address.BROADCAST, payload);
            case Destination.Host(Ipv4Address address) -> send(channel, address, payload);
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

    private void send(Channel channel, Ipv4Address to, ByteBuf payload) {
        channel.writeAndFlush(
                        new DatagramPacket(
                                payload,
                                new InetSocketAddress(to.toInetAddress(), settings.clientPort())))
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
        long now = edge.clock().nanos();
        return new DhcpStatus(
                received,
                sent,
                settings.pool().size(),
                snapshot(now),
                Optional.empty(),
                drops.nonZero(),
                writer.failures());
    }

    private List<LeaseStatus> snapshot(long now) {
        return leases.all().stream()
                .filter(lease -> lease.isBound(now))
                .map(lease ->
                        new LeaseStatus(
                                lease.address(),
                                Optional.of(lease.mac()),
                                Optional.empty(),
                                lease.hostName(),
                                LeaseStatus.State.BOUND,
                                false,
                                Duration.ofNanos(lease.deadlineNanos() - now)))
                .toList();
    }

    /** Takes other settings. On the loop. */
    void configure(DhcpSettings newSettings) {
        settings = newSettings;
        machine.configure(newSettings);
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
