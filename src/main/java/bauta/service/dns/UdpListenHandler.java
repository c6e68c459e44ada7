package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import org.tinylog.Logger;

/** Takes queries by UDP on one LAN address. Answers leave from that address. */
final class UdpListenHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final QueryTable table;
    private final List<Ipv4Prefix> clients;
    private final RepeatedTrouble trouble;

    UdpListenHandler(ListenAddress where, QueryTable table, List<Ipv4Prefix> clients) {
        this.table = table;
        this.clients = clients;
        this.trouble = new RepeatedTrouble("dns listener trouble at=" + where);
    }

    /** Opens the socket and returns its local address. */
    static InetSocketAddress listen(
            SocketsHandler sockets, ListenAddress where, QueryTable table, List<Ipv4Prefix> clients)
            throws IOException {
        return sockets.listenUdp(where, new UdpListenHandler(where, table, clients));
    }

    /** A client's UDP socket. */
    private record Client(Channel channel, InetSocketAddress sender, Ipv4Address address)
            implements DnsClient {
        @Override
        public void reply(byte[] message) {
            channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(message), sender))
                    .addListener(sent -> {
                        if (!sent.isSuccess()) {
                            Logger.debug("dns answer not sent to={}", sender);
                        }
                    });
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        InetSocketAddress sender = packet.sender();
        if (!(sender.getAddress() instanceof Inet4Address inet)) {
            table.drops().count(DropReason.DNS_NOT_SERVED);
            return;
        }
        Ipv4Address address = Ipv4Address.of(inet);
        if (sender.getPort() == 0
                || clients.stream().noneMatch(prefix -> prefix.contains(address))) {
            table.drops().count(DropReason.DNS_NOT_SERVED);
            return;
        }
        table.query(
                new Client(context.channel(), sender, address),
                ByteBufUtil.getBytes(packet.content()),
                QueryTable.Transport.UDP);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trouble.warn(cause);
    }
}
