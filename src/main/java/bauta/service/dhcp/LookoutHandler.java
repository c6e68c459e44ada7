package bauta.service.dhcp;

import bauta.wire.Decoded;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Looks for other DHCP servers as a client would: a DISCOVER now and then, and whoever makes an
 * offer is one. The offer is never taken. Our own server does not hear what we send as a frame.
 */
final class LookoutHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final DhcpSettings settings;
    private final DhcpFrameSender frames;
    private final IntSupplier random;
    private final Consumer<Ipv4Address> found;
    private int xid;
    private boolean asked;

    /**
     * Prepares.
     *
     * @param random transaction ids
     * @param found told of each server that answers
     */
    LookoutHandler(
            DhcpSettings settings,
            DhcpFrameSender frames,
            IntSupplier random,
            Consumer<Ipv4Address> found) {
        this.settings = settings;
        this.frames = frames;
        this.random = random;
        this.found = found;
    }

    /** Asks once. */
    void look() {
        xid = random.getAsInt();
        asked = true;
        ByteBuf payload = Unpooled.buffer();
        discover().emit(payload);
        frames.send(
                DhcpFrame.build(
                        new DhcpFrame.End(settings.mac(), Ipv4Address.ANY, settings.clientPort()),
                        new DhcpFrame.End(
                                MacAddress.BROADCAST,
                                Ipv4Address.BROADCAST,
                                DhcpMessage.SERVER_PORT),
                        ByteBufUtil.getBytes(payload)));
    }

    private DhcpMessage discover() {
        DhcpOptions options =
                new DhcpOptions.Builder()
                        .octet(DhcpOptions.MESSAGE_TYPE, DhcpMessage.Type.DISCOVER.code())
                        .octet(DhcpOptions.PARAMETER_LIST, DhcpOptions.ROUTER)
                        .build();
        return new DhcpMessage(
                DhcpMessage.REQUEST,
                0,
                xid,
                0,
                true,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                settings.mac(),
                options);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        var decoded = DhcpMessage.parse(content, content.readerIndex(), content.writerIndex());
        if (decoded instanceof Decoded.Ok<DhcpMessage>(DhcpMessage message)) {
            message.options()
                    .address(DhcpOptions.SERVER_ID)
                    .filter(server -> isAnswer(message))
                    .filter(server -> !server.equals(settings.network().address()))
                    .ifPresent(found);
        }
    }

    private boolean isAnswer(DhcpMessage message) {
        return asked
                && message.op() == DhcpMessage.REPLY
                && message.xid() == xid
                && message.chaddr().equals(settings.mac())
                && message.type().filter(DhcpMessage.Type.OFFER::equals).isPresent();
    }
}
