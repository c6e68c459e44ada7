package bauta.link;

import bauta.wire.MacAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Builds frames for tests, as short as they may be, without checksums unless said. */
final class Frames {
    static final int IPV4 = 0x0800;
    static final int BROADCAST_ADDRESS = -1;

    private Frames() {}

    static byte[] ethernet(long destination, long source, int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(60, 14 + payload.length));
        frame.put(new MacAddress(destination).octets()).put(new MacAddress(source).octets());
        return frame.putShort((short) type).put(payload).array();
    }

    /** An IPv4 packet with its header checksum. */
    static byte[] ipv4(int protocol, int source, int destination, int fragment, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putShort((short) 1).putShort((short) fragment).put((byte) 64).put((byte) protocol);
        packet.putShort((short) 0).putInt(source).putInt(destination).put(payload);
        packet.putShort(10, (short) sum(packet.array(), 20));
        return packet.array();
    }

    static byte[] udp(int source, int destination, int length) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + length);
        datagram.putShort((short) source).putShort((short) destination);
        return datagram.putShort((short) (8 + length)).array();
    }

    static byte[] tcpSyn(int source, int destination) {
        ByteBuffer segment = ByteBuffer.allocate(20);
        segment.putShort((short) source).putShort((short) destination).putInt(1).putInt(0);
        return segment.putShort((short) 0x5002).putShort((short) 1000).array();
    }

    static byte[] echoRequest(int identifier) {
        ByteBuffer message = ByteBuffer.allocate(8);
        message.put((byte) 8).put((byte) 0).putShort((short) 0).putShort((short) identifier);
        message.putShort(2, (short) sum(message.array(), 8));
        return message.array();
    }

    static byte[] arpRequest(long sender, int senderIpv4, int targetIpv4) {
        ByteBuffer request = ByteBuffer.allocate(28);
        request.putShort((short) 1).putShort((short) IPV4).put((byte) 6).put((byte) 4);
        request.putShort((short) 1).put(new MacAddress(sender).octets()).putInt(senderIpv4);
        return request.put(new byte[6]).putInt(targetIpv4).array();
    }

    static byte[] pppoeSession(int session, int protocol, int length) {
        ByteBuffer payload = ByteBuffer.allocate(8 + length);
        payload.put((byte) 0x11).put((byte) 0).putShort((short) session);
        return payload.putShort((short) (2 + length)).putShort((short) protocol).array();
    }

    static String hex(byte[] frame) {
        return HexFormat.of().formatHex(frame);
    }

    /** Writes the Internet checksum of a whole message into two bytes of it that are zero. */
    static void sumInto(byte[] message, int at) {
        int sum = sum(message, message.length);
        message[at] = (byte) (sum >>> 8);
        message[at + 1] = (byte) sum;
    }

    private static int sum(byte[] bytes, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }
}
