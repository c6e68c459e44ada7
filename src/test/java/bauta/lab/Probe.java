package bauta.lab;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Packets of strangers, as hexadecimal text: right sums, and an IP id that gives them away. */
final class Probe {
    /** The IP identification of every probe. */
    static final int MARK = 0xbad1;

    private static final int IPV4_BYTES = 20;
    private static final int UDP = 17;
    private static final int TCP = 6;

    private Probe() {}

    /** Returns a UDP datagram of eight bytes. */
    static String udp(String from, int fromPort, String to, int toPort) {
        ByteBuffer packet = packet(from, to, UDP, 16);
        packet.putShort((short) fromPort).putShort((short) toPort).putShort((short) 16);
        packet.putShort((short) 0).putLong(0x70726f6265210a00L);
        return finish(packet, 6);
    }

    /** Returns a TCP SYN without options. */
    static String syn(String from, int fromPort, String to, int toPort) {
        ByteBuffer packet = packet(from, to, TCP, 20);
        packet.putShort((short) fromPort).putShort((short) toPort).putInt(0x1000).putInt(0);
        packet.putShort((short) 0x5002).putShort((short) 65535).putInt(0);
        return finish(packet, 16);
    }

    private static ByteBuffer packet(String from, String to, int protocol, int payloadBytes) {
        ByteBuffer packet = ByteBuffer.allocate(IPV4_BYTES + payloadBytes);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity());
        packet.putShort((short) MARK).putShort((short) 0);
        packet.put((byte) 60).put((byte) protocol).putShort((short) 0);
        packet.putInt(LineSettings.address(from)).putInt(LineSettings.address(to));
        packet.putShort(10, (short) ~sum(packet, 0, IPV4_BYTES));
        return packet;
    }

    private static String finish(ByteBuffer packet, int checksumAt) {
        int length = packet.capacity() - IPV4_BYTES;
        int pseudo = sum(packet, 12, IPV4_BYTES) + (packet.get(9) & 0xff) + length;
        int total = sum(packet, IPV4_BYTES, packet.capacity()) + pseudo;
        packet.putShort(IPV4_BYTES + checksumAt, (short) ~fold(total));
        byte[] bytes = new byte[packet.capacity()];
        packet.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static int sum(ByteBuffer packet, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += packet.getShort(at) & 0xffff;
        }
        return fold(sum);
    }

    private static int fold(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return folded;
    }
}
