package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Decoded;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** Feeds bytes to a server's machine as datagrams; nothing may throw, and the table stays whole. */
public final class DhcpMachineProbe {
    private static final int DATAGRAM = 320;

    private DhcpMachineProbe() {}

    /**
     * Feeds bytes, cut into datagrams.
     *
     * @param bytes anything
     * @param label named when something fails
     */
    public static void feed(byte[] bytes, String label) {
        DhcpRig rig =
                new DhcpRig(
                        DhcpMachineTest.settings("192.168.87.100", "192.168.87.103")
                                .withTimes(DhcpSettings.Times.DEFAULT));
        for (int at = 0; at < bytes.length; at += DATAGRAM) {
            int end = Math.min(bytes.length, at + DATAGRAM);
            ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
            if (DhcpMessage.parse(datagram, at, end)
                    instanceof Decoded.Ok<DhcpMessage>(DhcpMessage message)) {
                rig.now += (message.seconds() & 0xff) * 1_000_000_000L;
                rig.machine.next(message, rig.now).forEach(action -> act(rig, action, 4));
                rig.check(label);
                assertThat(rig.leases.all()).as(label).hasSizeLessThanOrEqualTo(4);
            }
        }
    }

    private static void act(DhcpRig rig, DhcpAction action, int depth) {
        switch (action) {
            case DhcpAction.Reply reply -> {
                ByteBuf out = Unpooled.buffer();
                reply.message().emit(out, reply.maxBytes());
                assertThat(out.writerIndex()).isLessThanOrEqualTo(reply.maxBytes());
            }
            case DhcpAction.Ask(Ipv4Address address) when depth > 0 ->
                    rig.machine
                            .answered(
                                    address,
                                    (address.bits() & 1) == 0
                                            ? Optional.empty()
                                            : Optional.of(DhcpRig.squatter()),
                                    rig.now)
                            .forEach(next -> act(rig, next, depth - 1));
            case DhcpAction.Ask _, DhcpAction.Save _, DhcpAction.Foreign _, DhcpAction.Drop _ -> {}
        }
    }
}
