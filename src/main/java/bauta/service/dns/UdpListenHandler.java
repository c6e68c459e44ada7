package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Takes queries by UDP on one LAN address. Answers leave from that address; those that are known at
 * once leave together, when all that waits in the socket has been read.
 */
final class UdpListenHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final QueryIntake intake;
    private final List<Ipv4Prefix> clients;
    private final RepeatedTrouble trouble;
    private boolean reading;
    private boolean flushing;

    UdpListenHandler(ListenAddress where, QueryIntake intake, List<Ipv4Prefix> clients) {
        this.intake = intake;
        this.clients = List.copyOf(clients);
        this.trouble = new RepeatedTrouble("dns listener trouble at=" + where);
    }

    /** Opens the socket and returns its local address. */
    static InetSocketAddress listen(
            SocketsHandler sockets,
            ListenAddress where,
            QueryIntake intake,
            List<Ipv4Prefix> clients)
            throws IOException {
        return sockets.listenUdpInBatches(
                where, Question.MAX + 1, new UdpListenHandler(where, intake, clients));
    }

    /** A client's UDP socket, on one of our own. */
    private record Client(
            UdpListenHandler listener,
            ChannelHandlerContext context,
            InetSocketAddress sender,
            Ipv4Address address)
            implements DnsClient {
        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public void reply(byte[] octets, int length) {
            ByteBuf message = context.alloc().directBuffer(length).writeBytes(octets, 0, length);
            var _ = context.write(new DatagramPacket(message, sender), context.voidPromise());
            listener.flushSoon(context);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        reading = true;
        InetSocketAddress sender = packet.sender();
        if (sender.getPort() == 0 || !(sender.getAddress() instanceof Inet4Address inet)) {
            intake.drops().count(DropReason.DNS_NOT_SERVED);
            return;
        }
        Ipv4Address address = Ipv4Address.of(inet);
        if (isServed(address)) {
            intake.query(new Client(this, context, sender, address), packet.content());
        } else {
            intake.drops().count(DropReason.DNS_NOT_SERVED);
        }
    }

    /** Answers that come from servers in one round of the loop leave together too. */
    private void flushSoon(ChannelHandlerContext context) {
        if (!reading && !flushing) {
            flushing = true;
            context.executor()
                    .execute(() -> {
                        flushing = false;
                        context.flush();
                    });
        }
    }

    private boolean isServed(Ipv4Address address) {
        for (int i = 0; i < clients.size(); i++) {
            if (clients.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        context.flush();
    }

    /** Of the socket, or an answer that the kernel did not take. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trouble.warn(cause);
    }
}
