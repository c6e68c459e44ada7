package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.link.FrameReceiver;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is allocated per forwarded packet. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int PACKETS = 1_200_000;
    private static final int FLOWS = 500;
    private static final int ROUNDS = 3;

    private final Rig rig = new Rig(4096);
    private final FrameReceiver fromLan = rig.path.lanReceiver(0);
    private final FrameReceiver fromWan = rig.path.wanReceiver();

    private static byte[] lan(byte[] packet) {
        return Rig.ethernet(packet, Rig.LAN_MAC, 0x0800);
    }

    private static byte[] wan(byte[] packet) {
        return Rig.session(packet, Rig.SESSION);
    }

    /** Copies a template into a frame and gives the frame to the path. */
    private void give(FrameReceiver receiver, ByteBuf template, int portAt, int port) {
        int at = rig.pool.allocate();
        ByteBuf memory = rig.pool.memory();
        for (int i = 0; i < template.capacity(); i++) {
            memory.setByte(at + i, template.getByte(i));
        }
        memory.setShort(at + portAt, port);
        receiver.coming(at, template.capacity());
        receiver.receive(at, template.capacity());
    }

    /** Ports 10,000 and up, changed in the template without mending its sum: the path keeps it. */
    private void round(ByteBuf[] out, ByteBuf[] in, int packets) {
        for (int i = 0; i < packets; i += out.length + in.length) {
            int port = 10_000 + i % FLOWS;
            for (ByteBuf template : out) {
                give(fromLan, template, 14 + 20, port);
            }
            for (ByteBuf template : in) {
                give(fromWan, template, 22 + 22, port);
            }
            fromWan.batchEnd();
        }
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Measures up to three times and returns the least: what a packet costs comes back each time,
     * what the JVM does once on a thread, such as linking late, does not.
     */
    private static long allocatedBy(Runnable packets) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least > 0; i++) {
            long before = allocated();
            long idle = allocated() - before;
            before = allocated();
            packets.run();
            least = Math.min(least, allocated() - before - idle);
        }
        return least;
    }

    @Test
    void forwardingAllocatesNothing() {
        ByteBuf[] syn = {template(lan(PacketBytes.tcp(HOST, 1, PEER, 443, TcpHeader.SYN, 0)))};
        ByteBuf[] out = {
            template(lan(PacketBytes.udp(HOST, 1, PEER, 5000, 18))),
            template(lan(PacketBytes.tcp(HOST, 1, PEER, 443, TcpHeader.ACK, 40)))
        };
        ByteBuf[] in = {
            template(wan(PacketBytes.udp(PEER, 5000, OUR, 1, 18))),
            template(wan(PacketBytes.tcp(PEER, 443, OUR, 1, TcpHeader.ACK, 40)))
        };
        keepNothing();
        round(syn, new ByteBuf[0], FLOWS);
        round(out, in, 100_000);
        long handed = rig.lan.count() + rig.wan.count();
        long bytes = allocatedBy(() -> round(out, in, PACKETS));
        assertThat(bytes).as("bytes for %d packets", PACKETS).isZero();
        long sent = rig.lan.count() + rig.wan.count() - handed;
        assertThat(sent).isPositive();
        assertThat(sent % PACKETS).as("each packet was handed on").isZero();
        rig.assertDropped();
    }

    @Test
    void routingAllocatesNothing() {
        rig.path.rules(ForwardRules.standing(ForwardMode.ALWAYS, List.of(UplinkUse.ROUTE)));
        ByteBuf[] out = {
            template(lan(PacketBytes.udp(HOST, 1, PEER, 5000, 18))),
            template(lan(PacketBytes.udp(HOST, 1, Rig.SECOND_HOST, 5000, 18)))
        };
        ByteBuf[] in = {template(wan(PacketBytes.udp(PEER, 5000, HOST, 1, 18)))};
        keepNothing();
        rig.secondLan.keep(false);
        round(out, in, 100_000);
        long bytes = allocatedBy(() -> round(out, in, PACKETS));
        assertThat(bytes).as("bytes for %d packets", PACKETS).isZero();
        rig.assertDropped();
    }

    @Test
    void newFlowsAndEvictionsAllocateNothing() {
        ByteBuf[] out = {template(lan(PacketBytes.udp(HOST, 1, PEER, 5000, 18)))};
        keepNothing();
        manyFlows(out[0], 20_000);
        assertThat(allocatedBy(() -> manyFlows(out[0], 50_000))).isZero();
        assertThat(rig.path.status().flow().evicted()).isGreaterThan(50_000);
    }

    private void manyFlows(ByteBuf template, int count) {
        for (int i = 0; i < count; i++) {
            give(fromLan, template, 14 + 20, i & 0xffff);
        }
    }

    private void keepNothing() {
        rig.lan.keep(false);
        rig.wan.keep(false);
        rig.tun.keep(false);
    }

    private static ByteBuf template(byte[] frame) {
        return Unpooled.wrappedBuffer(frame);
    }
}
