package bauta.service.mapping.portcontrol;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.service.ListenAddress;
import bauta.service.mapping.MappingServerSettings;
import bauta.service.mapping.MappingServerSettings.Lan;
import bauta.service.mapping.RequestLimit;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Port 5351 on one LAN: requests of its hosts in, answers and news out. An answer is never much
 * longer than its request, and goes nowhere but to the host that asked.
 */
public final class PortControlHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final InetSocketAddress ALL_HOSTS =
            new InetSocketAddress(
                    new Ipv4Address(0xe000_0001).toInetAddress(),
                    MappingServerSettings.PORT_CONTROL_CLIENT);

    private final Lan lan;
    private final Around around;
    private final RepeatedTrouble trouble;
    private @Nullable Channel channel;

    /**
     * What it does not own.
     *
     * @param machine answers
     * @param limit how often a host may ask
     * @param nanos the time now
     * @param saved runs a task when what was decided is saved
     * @param drops where requests without an answer are counted
     */
    public record Around(
            PortControlMachine machine,
            RequestLimit limit,
            LongSupplier nanos,
            Saved saved,
            DropCounters drops) {}

    /** Waits for the disk. */
    @FunctionalInterface
    public interface Saved {
        /**
         * Runs a task as soon as nothing is left to save.
         *
         * @param then the task
         * @return false when too many wait: it does not run
         */
        boolean then(Runnable then);
    }

    /**
     * Prepares.
     *
     * @param where the socket, for the log
     * @param lan whose hosts are served
     * @param around what it does not own
     */
    public PortControlHandler(ListenAddress where, Lan lan, Around around) {
        this.lan = lan;
        this.around = around;
        this.trouble = new RepeatedTrouble("port control socket trouble at=" + where);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        InetSocketAddress sender = packet.sender();
        boolean known =
                sender.getPort() != 0
                        && sender.getAddress() instanceof Inet4Address inet
                        && lan.isHost(Ipv4Address.of(inet));
        if (!known) {
            around.drops().count(DropReason.MAPPING_NOT_SERVED);
            return;
        }
        Ipv4Address host = Ipv4Address.of((Inet4Address) sender.getAddress());
        if (!around.limit().takes(host, around.nanos().getAsLong())) {
            around.drops().count(DropReason.MAPPING_OVERLOAD);
            return;
        }
        around.machine()
                .next(
                        packet.content().slice(),
                        host,
                        answer -> reply(context.channel(), answer, sender));
    }

    private void reply(Channel to, ByteBuf answer, InetSocketAddress sender) {
        boolean waits = around.saved().then(() -> send(to, answer, sender));
        if (!waits) {
            answer.release();
            around.drops().count(DropReason.MAPPING_OVERLOAD);
        }
    }

    private void send(Channel to, ByteBuf answer, InetSocketAddress where) {
        to.writeAndFlush(new DatagramPacket(answer, where))
                .addListener(done -> {
                    Throwable cause = done.cause();
                    if (cause != null) {
                        trouble.warn(cause);
                    }
                });
    }

    /**
     * Tells every host of the LAN something. On the mapping loop.
     *
     * @param news what; released here
     */
    public void announce(ByteBuf news) {
        Channel open = channel;
        if (open == null || !open.isActive()) {
            news.release();
        } else {
            send(open, news, ALL_HOSTS);
        }
    }

    /** Of the socket, or an answer that the kernel did not take. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trouble.warn(cause);
    }
}
