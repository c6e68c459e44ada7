package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * A DHCPv4 message (RFC 2131 section 2) for Ethernet. The fields sname and file carry nothing but
 * overloaded options.
 *
 * @param op 1 from clients, 2 from servers
 * @param hops counted by relay agents
 * @param xid transaction id
 * @param seconds since the client began
 * @param broadcast whether the client cannot take unicast before it has an address
 * @param ciaddr the address that the client has
 * @param yiaddr the address that it is given
 * @param siaddr the next server of a network boot
 * @param giaddr the relay agent
 * @param chaddr the client's hardware address
 * @param options everything else
 */
public record DhcpMessage(
        int op,
        int hops,
        int xid,
        int seconds,
        boolean broadcast,
        Ipv4Address ciaddr,
        Ipv4Address yiaddr,
        Ipv4Address siaddr,
        Ipv4Address giaddr,
        MacAddress chaddr,
        DhcpOptions options) {
    //   0        1        2        3
    //   op       htype    hlen     hops
    //   xid (4), secs (2), flags (2)
    //   ciaddr (4), yiaddr (4), siaddr (4), giaddr (4)
    //   chaddr (16), sname (64), file (128), magic cookie (4), options
    private static final int HTYPE = 1;
    private static final int HLEN = 2;
    private static final int HOPS = 3;
    private static final int XID = 4;
    private static final int SECS = 8;
    private static final int FLAGS = 10;
    private static final int CIADDR = 12;
    private static final int YIADDR = 16;
    private static final int SIADDR = 20;
    private static final int GIADDR = 24;
    private static final int CHADDR = 28;
    private static final int SNAME = 44;
    private static final int FILE = 108;
    private static final int COOKIE = 236;
    private static final int OPTIONS = 240;
    private static final int MAGIC = 0x63825363;
    private static final int ETHERNET = 1;
    private static final int BROADCAST_FLAG = 0x8000;

    /** Old clients and relays expect at least a BOOTP message (RFC 1542 section 2.1), in bytes. */
    private static final int MIN_LENGTH = 300;

    /** {@code op} of clients. */
    public static final int REQUEST = 1;

    /** {@code op} of servers. */
    public static final int REPLY = 2;

    /** UDP port of servers. */
    public static final int SERVER_PORT = 67;

    /** UDP port of clients. */
    public static final int CLIENT_PORT = 68;

    /** Message types (option 53), RFC 2132 section 9.6. */
    public enum Type {
        /** A client looks for servers. */
        DISCOVER,
        /** A server offers an address. */
        OFFER,
        /** A client takes, checks or extends an address. */
        REQUEST,
        /** A client found that the address is in use. */
        DECLINE,
        /** A server commits the address. */
        ACK,
        /** A server says that the address is wrong. */
        NAK,
        /** A client gives the address back. */
        RELEASE,
        /** A client with an address wants parameters only. */
        INFORM;

        /** Returns the number on the wire. */
        public int code() {
            return ordinal() + 1;
        }
    }

    /** Returns the message type, or nothing for BOOTP and types that are not known. */
    public Optional<Type> type() {
        return options.octet(DhcpOptions.MESSAGE_TYPE)
                .filter(code -> code >= 1 && code <= Type.values().length)
                .map(code -> Type.values()[code - 1]);
    }

    /**
     * Reads a message.
     *
     * @param message the buffer
     * @param at index of its first byte
     * @param end index after its last byte
     */
    public static Decoded<DhcpMessage> parse(ByteBuf message, int at, int end) {
        if (end - at < OPTIONS) {
            return new Decoded.Malformed<>(DropReason.DHCP_TRUNCATED, Math.max(0, end - at));
        }
        if (message.getInt(at + COOKIE) != MAGIC) {
            return new Decoded.Malformed<>(DropReason.DHCP_BAD_COOKIE, COOKIE);
        }
        int op = message.getUnsignedByte(at);
        boolean ethernet =
                message.getUnsignedByte(at + HTYPE) == ETHERNET
                        && message.getUnsignedByte(at + HLEN) == MacAddress.LENGTH;
        if ((op != REQUEST && op != REPLY) || !ethernet) {
            return new Decoded.Malformed<>(DropReason.DHCP_BAD_FIELD, ethernet ? 0 : HTYPE);
        }
        DhcpOptions.Reader reader = new DhcpOptions.Reader();
        DropReason reason = options(reader, message, at, end);
        if (reason != DropReason.NONE) {
            return new Decoded.Malformed<>(reason, reader.offset() - at);
        }
        return new Decoded.Ok<>(fields(message, at, reader.options()));
    }

    /** Reads the areas in the order of RFC 2131 section 4.1: options, file, sname. */
    private static DropReason options(DhcpOptions.Reader reader, ByteBuf message, int at, int end) {
        DropReason reason = reader.read(message, at + OPTIONS, end, true);
        int overload = reader.overload();
        if (reason == DropReason.NONE && (overload & 1) != 0) {
            reason = reader.read(message, at + FILE, at + COOKIE, true);
        }
        if (reason == DropReason.NONE && (overload & 2) != 0) {
            reason = reader.read(message, at + SNAME, at + FILE, true);
        }
        return reason;
    }

    private static DhcpMessage fields(ByteBuf message, int at, DhcpOptions options) {
        long chaddr =
                (long) message.getUnsignedShort(at + CHADDR) << 32
                        | message.getUnsignedInt(at + CHADDR + 2);
        return new DhcpMessage(
                message.getUnsignedByte(at),
                message.getUnsignedByte(at + HOPS),
                message.getInt(at + XID),
                message.getUnsignedShort(at + SECS),
                (message.getUnsignedShort(at + FLAGS) & BROADCAST_FLAG) != 0,
                new Ipv4Address(message.getInt(at + CIADDR)),
                new Ipv4Address(message.getInt(at + YIADDR)),
                new Ipv4Address(message.getInt(at + SIADDR)),
                new Ipv4Address(message.getInt(at + GIADDR)),
                new MacAddress(chaddr),
                options);
    }

    /**
     * Writes the message at the writer index, padded to the least length of BOOTP, however long it
     * gets.
     *
     * @param out where to; grows as needed
     */
    public void emit(ByteBuf out) {
        emit(out, Integer.MAX_VALUE);
    }

    /**
     * Writes the message at the writer index, padded to the least length of BOOTP. Options that do
     * not fit go to the fields {@code file} and {@code sname} (RFC 2132 section 9.3); what fits
     * nowhere is left out, last ones first.
     *
     * @param out where to; grows as needed
     * @param maxBytes the longest message that the receiver takes; at least 300
     */
    public void emit(ByteBuf out, int maxBytes) {
        int at = out.writerIndex();
        out.writeZero(OPTIONS);
        out.setByte(at, op).setByte(at + HTYPE, ETHERNET).setByte(at + HLEN, MacAddress.LENGTH);
        out.setByte(at + HOPS, hops).setInt(at + XID, xid).setShort(at + SECS, seconds);
        out.setShort(at + FLAGS, broadcast ? BROADCAST_FLAG : 0);
        out.setInt(at + CIADDR, ciaddr.bits()).setInt(at + YIADDR, yiaddr.bits());
        out.setInt(at + SIADDR, siaddr.bits()).setInt(at + GIADDR, giaddr.bits());
        out.setBytes(at + CHADDR, chaddr.octets());
        out.setInt(at + COOKIE, MAGIC);
        DhcpAreas areas = DhcpAreas.of(options, maxBytes - OPTIONS);
        field(out, at + FILE, areas.file());
        field(out, at + SNAME, areas.sname());
        areas.options().write(out);
        out.writeZero(Math.max(0, MIN_LENGTH - (out.writerIndex() - at)));
    }

    private static void field(ByteBuf out, int at, DhcpOptions options) {
        if (!options.codes().isEmpty()) {
            int end = out.writerIndex();
            options.write(out.writerIndex(at));
            out.writerIndex(end);
        }
    }
}
