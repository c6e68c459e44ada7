package bauta.sim;

import java.util.Arrays;

/**
 * One IPv4 packet, read and written without the router's own code, so that both cannot be wrong in
 * the same way. The bytes never change.
 */
final class Datagram {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    private final byte[] bytes;

    Datagram(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    private int u8(int at) {
        return bytes[at] & 255;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int i32(int at) {
        return u16(at) << 16 | u16(at + 2);
    }

    /** Whether the shape is that of an IPv4 packet, with a right header checksum. */
    boolean isWhole() {
        return bytes.length >= 20
                && u8(0) >>> 4 == 4
                && header() >= 20
                && u16(2) >= header()
                && u16(2) <= bytes.length
                && sum(0, header()) == 0xffff;
    }

    int header() {
        return (u8(0) & 15) * 4;
    }

    int tos() {
        return u8(1);
    }

    int length() {
        return u16(2);
    }

    int identification() {
        return u16(4);
    }

    boolean dontFragment() {
        return (u16(6) & 0x4000) != 0;
    }

    boolean more() {
        return (u16(6) & 0x2000) != 0;
    }

    int offset() {
        return (u16(6) & 0x1fff) * 8;
    }

    boolean isPiece() {
        return more() || offset() > 0;
    }

    int ttl() {
        return u8(8);
    }

    int protocol() {
        return u8(9);
    }

    int source() {
        return i32(12);
    }

    int destination() {
        return i32(16);
    }

    int dataLength() {
        return length() - header();
    }

    byte[] data() {
        return Arrays.copyOfRange(bytes, header(), length());
    }

    /** Whether the transport header with its checksum is there. */
    boolean hasTransport() {
        int needed =
                switch (protocol()) {
                    case TCP -> 20;
                    case UDP, ICMP -> 8;
                    default -> 0;
                };
        return offset() == 0 && dataLength() >= needed;
    }

    int sourcePort() {
        return u16(header());
    }

    int destinationPort() {
        return u16(header() + 2);
    }

    int sequence() {
        return i32(header() + 4);
    }

    int acknowledgment() {
        return i32(header() + 8);
    }

    int tcpHeader() {
        return (u8(header() + 12) >>> 4) * 4;
    }

    int flags() {
        return u8(header() + 13);
    }

    boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    int window() {
        return u16(header() + 14);
    }

    int tcpData() {
        return dataLength() - tcpHeader();
    }

    /** The value of a TCP option of a length, or -1. */
    int option(int kind, int width) {
        int at = header() + 20;
        int end = header() + tcpHeader();
        while (at + 1 < end && u8(at) != 0) {
            if (u8(at) == 1) {
                at++;
                continue;
            }
            if (u8(at) == kind && u8(at + 1) == width + 2 && at + width + 2 <= end) {
                return width == 2 ? u16(at + 2) : u8(at + 2);
            }
            if (u8(at + 1) < 2) {
                return -1;
            }
            at += u8(at + 1);
        }
        return -1;
    }

    int icmpType() {
        return u8(header());
    }

    int icmpCode() {
        return u8(header() + 1);
    }

    int identifier() {
        return u16(header() + 4);
    }

    boolean isEcho() {
        return protocol() == ICMP && (icmpType() == 8 || icmpType() == 0);
    }

    boolean isIcmpError() {
        return protocol() == ICMP && (icmpType() == 3 || icmpType() == 11 || icmpType() == 12);
    }

    /** The packet that an ICMP error quotes: cut, so only its header and eight bytes are sure. */
    Datagram quoted() {
        return new Datagram(Arrays.copyOfRange(bytes, header() + 8, length()));
    }

    /** Where it comes from: port, or identifier of an echo request. */
    End from() {
        return new End(source(), portOf(true));
    }

    /** Where it goes: port, or identifier of an echo reply. */
    End to() {
        return new End(destination(), portOf(false));
    }

    private int portOf(boolean asSource) {
        if (!hasTransport()) {
            return 0;
        }
        return switch (protocol()) {
            case TCP, UDP -> asSource ? sourcePort() : destinationPort();
            case ICMP -> isEcho() && icmpType() == 8 == asSource ? identifier() : 0;
            default -> 0;
        };
    }

    private int sum(int at, int end) {
        return fold(partial(at, end));
    }

    private long partial(int at, int end) {
        long sum = 0;
        for (int i = at; i + 1 < end; i += 2) {
            sum += u16(i);
        }
        return (end - at) % 2 == 0 ? sum : sum + (u8(end - 1) << 8);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded >>> 16) + (folded & 0xffff);
        }
        return (int) folded;
    }

    /**
     * The sum over the transport part with its checksum and pseudo header; 0xffff when it is right.
     * Translation must leave it as it is, right or wrong (RFC 1624).
     */
    int transportSum() {
        long pseudo = 0;
        if (protocol() == TCP || protocol() == UDP) {
            pseudo = partial(12, 20) + protocol() + dataLength();
        }
        int sum = fold(pseudo + partial(header(), length()));
        return sum == 0 ? 0xffff : sum;
    }

    boolean lacksUdpSum() {
        return protocol() == UDP && u16(header() + 6) == 0;
    }

    boolean sumIsRight() {
        return switch (protocol()) {
            case TCP, ICMP -> transportSum() == 0xffff;
            case UDP -> lacksUdpSum() || transportSum() == 0xffff;
            default -> true;
        };
    }

    // Making

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    static void put32(byte[] bytes, int at, int value) {
        put16(bytes, at, value >>> 16);
        put16(bytes, at + 2, value);
    }

    /** A packet that must not be cut, with time to live 64. */
    static Datagram of(int protocol, int source, int destination, byte[] data) {
        byte[] bytes = new byte[20 + data.length];
        bytes[0] = 0x45;
        put16(bytes, 2, bytes.length);
        put16(bytes, 6, 0x4000);
        bytes[8] = 64;
        bytes[9] = (byte) protocol;
        put32(bytes, 12, source);
        put32(bytes, 16, destination);
        System.arraycopy(data, 0, bytes, 20, data.length);
        return new Datagram(bytes).mended();
    }

    private Datagram mended() {
        byte[] copy = bytes.clone();
        put16(copy, 10, 0);
        put16(copy, 10, ~new Datagram(copy).sum(0, header()));
        return new Datagram(copy);
    }

    private Datagram withTransportSum(int at) {
        byte[] copy = bytes.clone();
        put16(copy, header() + at, 0);
        int sum = ~new Datagram(copy).transportSum() & 0xffff;
        put16(copy, header() + at, protocol() == UDP && sum == 0 ? 0xffff : sum);
        return new Datagram(copy);
    }

    static Datagram udp(End from, End to, byte[] payload) {
        byte[] data = new byte[8 + payload.length];
        put16(data, 0, from.port());
        put16(data, 2, to.port());
        put16(data, 4, data.length);
        System.arraycopy(payload, 0, data, 8, payload.length);
        return of(UDP, from.address(), to.address(), data).withTransportSum(6);
    }

    /**
     * What a TCP header says beside the ports.
     *
     * @param sequence its sequence number
     * @param acknowledgment its acknowledgment
     * @param flags the eight flags
     * @param window not scaled
     */
    record Segment(int sequence, int acknowledgment, int flags, int window) {}

    static Datagram tcp(End from, End to, Segment segment, byte[] options, byte[] payload) {
        int header = 20 + options.length;
        byte[] data = new byte[header + payload.length];
        put16(data, 0, from.port());
        put16(data, 2, to.port());
        put32(data, 4, segment.sequence);
        put32(data, 8, segment.acknowledgment);
        data[12] = (byte) (header << 2);
        data[13] = (byte) segment.flags;
        put16(data, 14, segment.window);
        System.arraycopy(options, 0, data, 20, options.length);
        System.arraycopy(payload, 0, data, header, payload.length);
        return of(TCP, from.address(), to.address(), data).withTransportSum(16);
    }

    static Datagram icmp(int source, int destination, int typeAndCode, int rest, byte[] payload) {
        byte[] data = new byte[8 + payload.length];
        put16(data, 0, typeAndCode);
        put32(data, 4, rest);
        System.arraycopy(payload, 0, data, 8, payload.length);
        return of(ICMP, source, destination, data).withTransportSum(2);
    }

    /** An ICMP error that quotes the beginning of this packet. */
    Datagram error(int source, int typeAndCode, int rest, int quote) {
        byte[] quoted = Arrays.copyOf(bytes, Math.min(quote, length()));
        return icmp(source, source(), typeAndCode, rest, quoted);
    }

    Datagram withTtl(int ttl) {
        byte[] copy = bytes.clone();
        copy[8] = (byte) ttl;
        return new Datagram(copy).mended();
    }

    Datagram withTos(int tos) {
        byte[] copy = bytes.clone();
        copy[1] = (byte) tos;
        return new Datagram(copy).mended();
    }

    /** The same without a UDP checksum, which a sender may leave out (RFC 768). */
    Datagram withoutSum() {
        byte[] copy = bytes.clone();
        put16(copy, header() + 6, 0);
        return new Datagram(copy);
    }

    /** The same with an identification, which may be cut on the way. */
    Datagram mayBeCut(int identification) {
        byte[] copy = bytes.clone();
        put16(copy, 4, identification);
        put16(copy, 6, 0);
        return new Datagram(copy).mended();
    }

    /** A piece of it. */
    Datagram piece(int offset, int length) {
        byte[] copy = Arrays.copyOf(bytes, header() + length);
        System.arraycopy(bytes, header() + offset, copy, header(), length);
        boolean last = offset + length == dataLength() && !more();
        put16(copy, 2, copy.length);
        put16(copy, 6, (offset() + offset) / 8 | (last ? 0 : 0x2000));
        return new Datagram(copy).mended();
    }

    /** The whole of which this is the first piece. */
    Datagram whole(byte[] data) {
        byte[] copy = Arrays.copyOf(bytes, header() + data.length);
        System.arraycopy(data, 0, copy, header(), data.length);
        put16(copy, 2, copy.length);
        put16(copy, 6, 0);
        return new Datagram(copy).mended();
    }

    /** The same with other options in the IPv4 header, a multiple of four bytes. */
    Datagram withOptions(byte[] options) {
        byte[] copy = new byte[20 + options.length + dataLength()];
        System.arraycopy(bytes, 0, copy, 0, 20);
        System.arraycopy(options, 0, copy, 20, options.length);
        System.arraycopy(bytes, header(), copy, 20 + options.length, dataLength());
        copy[0] = (byte) (0x40 | 5 + options.length / 4);
        put16(copy, 2, copy.length);
        return new Datagram(copy).mended();
    }

    @Override
    public String toString() {
        if (!isWhole()) {
            return "no packet of " + bytes.length + " bytes";
        }
        String head = from() + " > " + to() + " ttl " + ttl() + " len " + length();
        if (isPiece()) {
            head += " id " + identification() + " piece " + offset() + (more() ? "+" : "");
        }
        if (!hasTransport()) {
            return "ip" + protocol() + " " + head;
        }
        return switch (protocol()) {
            case TCP ->
                    "tcp "
                            + head
                            + " "
                            + flagNames()
                            + " seq "
                            + Integer.toUnsignedString(sequence())
                            + " ack "
                            + Integer.toUnsignedString(acknowledgment())
                            + " win "
                            + window()
                            + " data "
                            + tcpData();
            case UDP -> "udp " + head;
            case ICMP -> "icmp " + icmpType() + "/" + icmpCode() + " " + head + quoteText();
            default -> "ip" + protocol() + " " + head;
        };
    }

    private String quoteText() {
        boolean readable = isIcmpError() && dataLength() >= 8 + 28;
        return readable ? " about [" + quoteEnds() + "]" : "";
    }

    private String quoteEnds() {
        Datagram quoted = quoted();
        return quoted.from() + " > " + quoted.to() + " ip" + quoted.protocol();
    }

    private String flagNames() {
        String names = "FSRPAUEC";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if ((flags() & 1 << i) != 0) {
                text.append(names.charAt(i));
            }
        }
        return text.toString();
    }
}
