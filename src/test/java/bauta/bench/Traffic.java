package bauta.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is sent in one run. Its settings for the BPF programs are laid out as {@code struct
 * bench_settings} of {@code packet_bench.h}.
 *
 * @param route the wires and addresses
 * @param upstream from the inside to the servers, or the other way
 * @param frameBytes length of the frame on the LAN wire, without frame check sequence
 * @param flows how many conversations, up to 65,536 that come back
 * @param sumError what is added to the UDP sum: 0, unless a test wants wrong ones; the port of a
 *     flood
 * @param novelty whether a frame begins a flow of its own
 */
record Traffic(
        Route route, boolean upstream, int frameBytes, int flows, int sumError, Novelty novelty) {
    /** What is new in a frame; in the order of the numbers of {@code packet_bench.h}. */
    enum Novelty {
        /** Nothing: flows come back. */
        NONE,
        /** The server: one of 32,768 inside endpoints speaks to it for the first time. */
        PEER,
        /** The inside endpoint too: each of 524,288 speaks only once in a turn. */
        ENDPOINT,
        /** The server, for one inside host. */
        ONE_HOST,
        /** A TCP SYN from an address of its own, from outside to one port. */
        SYN_FLOOD
    }

    /** How many inside hosts the flows are spread over. */
    static final int HOSTS = 16;

    /** How many flows have one server; a flow beyond has the next one. */
    static final int PORTS = 32768;

    private static final int SYN_FRAME_BYTES = 14 + 20 + 20;
    private static final int NEW_FLOWS = 1 << 24;
    private static final int ETHERNET_BYTES = 14;
    private static final int PPPOE_BYTES = 8;
    private static final int HEADERS_BYTES = 20 + 8 + 8;
    static final int SETTINGS_BYTES = 64;

    Traffic(Route route, boolean upstream, int frameBytes, int flows) {
        this(route, upstream, frameBytes, flows, 0, Novelty.NONE);
    }

    /** Returns the same traffic with wrong UDP sums. */
    Traffic withPayloadSumOff() {
        return new Traffic(route, upstream, frameBytes, flows, 1, novelty);
    }

    /** Returns traffic from the inside of which each frame begins a flow, up to 16,777,216. */
    static Traffic of(Route route, int frameBytes, Novelty novelty) {
        return new Traffic(route, true, frameBytes, NEW_FLOWS, 0, novelty);
    }

    /** Returns a flood of TCP SYN from outside to a port of the external address. */
    static Traffic flood(Route route, int port) {
        return new Traffic(route, false, SYN_FRAME_BYTES, NEW_FLOWS, port, Novelty.SYN_FLOOD);
    }

    private int floodPort() {
        return novelty == Novelty.SYN_FLOOD ? sumError : 0;
    }

    /** Returns the length of the IP packet. */
    int packetBytes() {
        return frameBytes - ETHERNET_BYTES;
    }

    /**
     * Returns the settings for the generator.
     *
     * @param linkIndex the link it sends into
     * @param pace nanoseconds that 1,024 frames take at least, 0 for no limit
     */
    byte[] generatorSettings(int linkIndex, int pace) {
        return upstream
                ? settings(route.routerLanMac(), route.hostMac(), linkIndex, 0, pace)
                : settings(
                        route.routerWanMac(),
                        route.providerMac(),
                        linkIndex,
                        route.session(),
                        pace);
    }

    /** Returns the settings for the sink at the far end. */
    byte[] sinkSettings() {
        return upstream
                ? settings(route.providerMac(), route.routerWanMac(), 0, route.session(), 0)
                : settings(route.hostMac(), route.routerLanMac(), 0, 0, 0);
    }

    private byte[] settings(long destination, long source, int linkIndex, int session, int pace) {
        ByteBuffer settings = ByteBuffer.allocate(SETTINGS_BYTES);
        putMac(settings, destination);
        putMac(settings, source);
        return settings.order(ByteOrder.nativeOrder())
                .putInt(linkIndex)
                .putInt(session == 0 ? 0 : 1)
                .putInt(session)
                .putInt(upstream ? 1 : 0)
                .putInt(packetBytes())
                .putInt(flows)
                .putInt(route.insideAddress())
                .putInt(route.serverAddress())
                .putInt(route.externalAddress())
                .putInt(payloadSum() + sumError)
                .putInt(pace)
                .putInt(floodPort())
                .putInt(novelty.ordinal())
                .array();
    }

    private static void putMac(ByteBuffer to, long mac) {
        to.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    /** Returns the frame as it lies in the kernel's pages before the generator writes headers. */
    byte[] page() {
        int pushed = !upstream && route.session() != 0 ? PPPOE_BYTES : 0;
        byte[] page = new byte[frameBytes + pushed];
        int payload = page.length - payloadBytes();
        for (int i = 0; i < payloadBytes(); i++) {
            page[payload + i] = payloadByte(i);
        }
        return page;
    }

    private int payloadBytes() {
        return packetBytes() - HEADERS_BYTES;
    }

    private static byte payloadByte(int index) {
        return (byte) (index * 7 + 1);
    }

    private int payloadSum() {
        int sum = 0;
        for (int i = 0; i < payloadBytes(); i++) {
            int octet = payloadByte(i) & 0xff;
            sum += (i & 1) == 0 ? octet << 8 : octet;
        }
        return sum;
    }
}
