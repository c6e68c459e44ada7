package bauta.bench;

import java.nio.ByteBuffer;

/** Whole bench frames, written in Java as {@code packet_generator.bpf.c} writes them. */
final class Frames {
    private static final int FIRST_PORT = 10_000;
    private static final int SERVER_PORT = 7777;
    private static final int MAGIC = 0x42617574;
    private static final int IPV4_BYTES = 20;
    private static final int UDP = 17;

    private Frames() {}

    /**
     * Returns the frame of a flow; its external port is the internal one.
     *
     * @param traffic what kind of frames
     * @param flow which flow
     */
    static byte[] of(Traffic traffic, int flow) {
        byte[] page = traffic.page();
        ByteBuffer frame = ByteBuffer.wrap(page);
        Route route = traffic.route();
        boolean up = traffic.upstream();
        mac(frame, up ? route.routerLanMac() : route.routerWanMac());
        mac(frame, up ? route.hostMac() : route.providerMac());
        if (up || route.session() == 0) {
            frame.putShort((short) 0x0800);
        } else {
            frame.putShort((short) 0x8864)
                    .putShort((short) 0x1100)
                    .putShort((short) route.session());
            frame.putShort((short) (traffic.packetBytes() + 2)).putShort((short) 0x0021);
        }
        packet(frame.slice(), traffic, flow);
        return page;
    }

    private static void mac(ByteBuffer to, long mac) {
        to.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    private static void packet(ByteBuffer packet, Traffic traffic, int flow) {
        Route route = traffic.route();
        int host = route.insideAddress() + (flow & Traffic.HOSTS - 1);
        int server = route.serverAddress() + flow / Traffic.PORTS;
        int port = FIRST_PORT + flow % Traffic.PORTS;
        boolean up = traffic.upstream();
        int bytes = traffic.packetBytes();
        packet.putShort((short) 0x4500).putShort((short) bytes).putInt(0x4000);
        packet.putShort((short) (64 << 8 | UDP)).putShort((short) 0);
        packet.putInt(up ? host : server).putInt(up ? server : route.externalAddress());
        packet.putShort((short) (up ? port : SERVER_PORT));
        packet.putShort((short) (up ? SERVER_PORT : port));
        packet.putShort((short) (bytes - IPV4_BYTES)).putShort((short) 0);
        packet.putInt(MAGIC).putInt(flow);
        packet.putShort(10, (short) ~sum(packet, 0, IPV4_BYTES, 0));
        int pseudo = UDP + bytes - IPV4_BYTES + sum(packet, 12, 20, 0);
        packet.putShort(26, (short) ~sum(packet, IPV4_BYTES, bytes, pseudo));
    }

    private static int sum(ByteBuffer packet, int from, int to, int start) {
        int sum = start;
        for (int at = from; at + 1 < to; at += 2) {
            sum += packet.getShort(at) & 0xffff;
        }
        if ((to - from) % 2 != 0) {
            sum += (packet.get(to - 1) & 0xff) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
