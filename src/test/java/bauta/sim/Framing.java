package bauta.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The link headers around packets, on each side of the router. */
final class Framing {
    static final int ETHERNET = 14;
    static final int SESSION = 22;

    private Framing() {}

    static long mac(int host) {
        return 0x0200_0000_0000L | host & 0xffff_ffffL;
    }

    /** A frame that carries a packet to the router. */
    static byte[] frame(Side side, Datagram packet) {
        byte[] bytes = packet.bytes();
        return switch (side.kind()) {
            case ROUTER -> bytes.clone();
            case LAN -> {
                byte[] frame = new byte[ETHERNET + bytes.length];
                ethernet(frame, Box.lanMac(side.number()), mac(packet.source()), 0x0800);
                System.arraycopy(bytes, 0, frame, ETHERNET, bytes.length);
                yield frame;
            }
            case UPLINK -> {
                byte[] frame = new byte[SESSION + bytes.length];
                ethernet(frame, Box.WAN_MAC, Box.AC_MAC, 0x8864);
                frame[14] = 0x11;
                put16(frame, 16, Box.SESSION);
                put16(frame, 18, bytes.length + 2);
                put16(frame, 20, 0x0021);
                System.arraycopy(bytes, 0, frame, SESSION, bytes.length);
                yield frame;
            }
        };
    }

    private static void ethernet(byte[] frame, long destination, long source, int type) {
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (destination >>> 40 - 8 * i);
            frame[6 + i] = (byte) (source >>> 40 - 8 * i);
        }
        put16(frame, 12, type);
    }

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
    }

    static long mac(byte[] frame, int at) {
        return (long) u16(frame, at) << 32 | (long) u16(frame, at + 2) << 16 | u16(frame, at + 4);
    }

    /** The packet that the router has to see in a frame; null when it has to refuse the frame. */
    static @Nullable Datagram packetIn(Side side, byte[] frame) {
        int at =
                switch (side.kind()) {
                    case ROUTER -> 0;
                    case LAN -> isToLan(side, frame) ? ETHERNET : -1;
                    case UPLINK -> isSession(frame) ? SESSION : -1;
                };
        if (at < 0) {
            return null;
        }
        int end = side.isUplink() ? 20 + u16(frame, 18) : frame.length;
        if (end > frame.length || end < at) {
            return null;
        }
        Datagram packet = new Datagram(Arrays.copyOfRange(frame, at, end));
        return packet.isWhole() ? packet : null;
    }

    private static boolean isToLan(Side side, byte[] frame) {
        return frame.length >= ETHERNET
                && mac(frame, 0) == Box.lanMac(side.number())
                && (frame[6] & 1) == 0
                && u16(frame, 12) == 0x0800;
    }

    private static boolean isSession(byte[] frame) {
        return frame.length >= SESSION
                && mac(frame, 0) == Box.WAN_MAC
                && mac(frame, 6) == Box.AC_MAC
                && u16(frame, 12) == 0x8864
                && u16(frame, 14) == 0x1100
                && u16(frame, 16) == Box.SESSION
                && u16(frame, 20) == 0x0021;
    }

    /** The packet in a frame from the router; the headers around it have to be right. */
    static Datagram packetOut(Side side, byte[] frame) {
        int at =
                switch (side.kind()) {
                    case ROUTER -> 0;
                    case LAN -> ETHERNET;
                    case UPLINK -> SESSION;
                };
        if (frame.length < at + 20) {
            throw new Violation("framing", "a frame of " + frame.length + " bytes to " + side);
        }
        Datagram packet = new Datagram(Arrays.copyOfRange(frame, at, frame.length));
        if (!isFramed(side, frame, packet)) {
            throw new Violation("framing", "wrong link header to " + side + " around " + packet);
        }
        return packet;
    }

    private static boolean isFramed(Side side, byte[] frame, Datagram packet) {
        return switch (side.kind()) {
            case ROUTER -> true;
            case LAN ->
                    mac(frame, 6) == Box.lanMac(side.number())
                            && mac(frame, 0) == mac(packet.destination())
                            && u16(frame, 12) == 0x0800;
            case UPLINK ->
                    mac(frame, 0) == Box.AC_MAC
                            && mac(frame, 6) == Box.WAN_MAC
                            && u16(frame, 12) == 0x8864
                            && u16(frame, 14) == 0x1100
                            && u16(frame, 16) == Box.SESSION
                            && u16(frame, 18) == frame.length - 20
                            && u16(frame, 20) == 0x0021;
        };
    }
}
