package bauta.service.mapping.upnp;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.engine.Timers;
import bauta.service.mapping.MappingServerSettings.Lan;
import bauta.wire.Decoded;
import bauta.wire.Ipv4Address;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Port 1900 by UDP on one LAN: searches in, answers and notices out. */
final class SsdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final InetSocketAddress GROUP =
            new InetSocketAddress(new Ipv4Address(0xefff_fffa).toInetAddress(), IgdDevice.PORT);
    private static final Duration AGAIN = Duration.ofSeconds(IgdDevice.MAX_AGE / 3);
    private static final int MOST_WAITING = 256;

    private final Lan lan;
    private final SsdpMachine machine;
    private final Around around;
    private final RepeatedTrouble trouble;
    private @Nullable Channel channel;
    private Timers.Timer timer = () -> {};
    private int waiting;

    /**
     * What it does not own.
     *
     * @param timers of the loop
     * @param random a number from 0 up to a limit
     * @param drops where searches without an answer are counted
     */
    record Around(Timers timers, LongUnaryOperator random, DropCounters drops) {}

    SsdpHandler(Lan lan, SsdpMachine machine, Around around) {
        this.lan = lan;
        this.machine = machine;
        this.around = around;
        this.trouble = new RepeatedTrouble("ssdp socket trouble network=" + lan.name());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws IOException {
        channel = context.channel();
        String device = lan.device().orElse("");
        NetworkInterface there = device.isEmpty() ? null : NetworkInterface.getByName(device);
        if (there != null) {
            ((DatagramChannel) context.channel())
                    .joinGroup(GROUP, there)
                    .addListener(joined -> {
                        Throwable cause = joined.cause();
                        if (cause != null) {
                            trouble.warn(cause);
                        }
                    });
        }
        notice(true);
    }

    private void notice(boolean alive) {
        timer.cancel();
        for (String text : machine.notices(lan.address().address(), alive)) {
            send(text, GROUP);
        }
        if (alive) {
            timer =
                    around.timers()
                            .at(around.timers().nanos() + AGAIN.toNanos(), () -> notice(true));
        }
    }

    /** Takes leave of every host. On the mapping loop. */
    void leave() {
        notice(false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        InetSocketAddress sender = packet.sender();
        boolean near =
                sender.getPort() != 0
                        && sender.getAddress() instanceof Inet4Address inet
                        && lan.isHost(Ipv4Address.of(inet));
        if (!near) {
            around.drops().count(DropReason.MAPPING_NOT_SERVED);
            return;
        }
        var content = packet.content();
        switch (SsdpSearch.parse(content, content.readerIndex(), content.writerIndex())) {
            case Decoded.Malformed<SsdpSearch> bad -> around.drops().count(bad.reason());
            case Decoded.Ok<SsdpSearch>(SsdpSearch search) -> answer(search, sender);
        }
    }

    private void answer(SsdpSearch search, InetSocketAddress sender) {
        long now = around.timers().nanos();
        List<String> answers = machine.answers(search, lan.address().address(), now);
        long most = Duration.ofSeconds(search.waitSeconds()).toNanos();
        for (String text : answers) {
            if (waiting == MOST_WAITING) {
                around.drops().count(DropReason.MAPPING_OVERLOAD);
                return;
            }
            waiting++;
            long wait = most == 0 ? 0 : around.random().applyAsLong(most / 2);
            around.timers()
                    .at(
                            now + wait,
                            () -> {
                                waiting--;
                                send(text, sender);
                            });
        }
    }

    private void send(String text, InetSocketAddress where) {
        Channel open = channel;
        if (open != null && open.isActive()) {
            var octets = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
            open.writeAndFlush(new DatagramPacket(octets, where))
                    .addListener(sent -> {
                        Throwable cause = sent.cause();
                        if (cause != null) {
                            trouble.warn(cause);
                        }
                    });
        }
    }

    /** Of the socket. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        trouble.warn(cause);
    }
}
