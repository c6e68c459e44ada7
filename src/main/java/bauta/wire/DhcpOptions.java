package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a DHCP message (RFC 2132), in the order of their first appearance. Parts of one
 * option are joined (RFC 3396); a value longer than 255 bytes is split when written. Immutable.
 */
public final class DhcpOptions {
    /** Filler, one byte. */
    public static final int PAD = 0;

    /** Subnet mask. */
    public static final int SUBNET_MASK = 1;

    /** Routers. */
    public static final int ROUTER = 3;

    /** Name servers. */
    public static final int DNS = 6;

    /** The client's host name. */
    public static final int HOST_NAME = 12;

    /** Domain name. */
    public static final int DOMAIN_NAME = 15;

    /** MTU of the link, 16 bits. */
    public static final int MTU = 26;

    /** Broadcast address. */
    public static final int BROADCAST = 28;

    /** Time servers. */
    public static final int NTP = 42;

    /** Requested address. */
    public static final int REQUESTED_ADDRESS = 50;

    /** Lease time in seconds. */
    public static final int LEASE_TIME = 51;

    /** Says that the fields sname and file carry options too. */
    public static final int OVERLOAD = 52;

    /** Message type. */
    public static final int MESSAGE_TYPE = 53;

    /** The server's address. */
    public static final int SERVER_ID = 54;

    /** The options that the client asks for. */
    public static final int PARAMETER_LIST = 55;

    /** A text for people. */
    public static final int MESSAGE = 56;

    /** The longest message that the client takes. */
    public static final int MAX_MESSAGE_SIZE = 57;

    /** T1 in seconds. */
    public static final int RENEWAL_TIME = 58;

    /** T2 in seconds. */
    public static final int REBINDING_TIME = 59;

    /** Client identifier. */
    public static final int CLIENT_ID = 61;

    /** Relay agent information (RFC 3046). */
    public static final int RELAY_AGENT = 82;

    /** Domains to look in (RFC 3397). */
    public static final int DOMAIN_SEARCH = 119;

    /** Routes with their prefix lengths (RFC 3442). */
    public static final int CLASSLESS_ROUTES = 121;

    /** The same, under the number that old Windows asks for. */
    public static final int CLASSLESS_ROUTES_MICROSOFT = 249;

    /** End of the options. */
    public static final int END = 255;

    /** No options. */
    public static final DhcpOptions NONE = new DhcpOptions(Map.of());

    private static final int PART_MAX = 255;

    private final Map<Integer, byte[]> values;

    private DhcpOptions(Map<Integer, byte[]> values) {
        this.values = values;
    }

    /** Collects options for a message to send. */
    public static final class Builder {
        private final Map<Integer, byte[]> values = new LinkedHashMap<>();

        /** Sets raw bytes. */
        public Builder bytes(int code, byte[] value) {
            values.put(code, value.clone());
            return this;
        }

        /** Sets a value of 8 bits. */
        public Builder octet(int code, int value) {
            return bytes(code, new byte[] {(byte) value});
        }

        /** Sets a value of 32 bits, such as seconds. */
        public Builder seconds(int code, long value) {
            return bytes(code, ByteBuffer.allocate(4).putInt((int) value).array());
        }

        /**
         * Sets an unsigned number.
         *
         * @param bytes its width, 1 to 8
         */
        public Builder number(int code, long value, int bytes) {
            byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
            return bytes(code, Arrays.copyOfRange(wide, Long.BYTES - bytes, Long.BYTES));
        }

        /** Sets all options of another set. */
        public Builder all(DhcpOptions options) {
            options.values.forEach(this::bytes);
            return this;
        }

        /** Sets addresses. */
        public Builder addresses(int code, List<Ipv4Address> addresses) {
            ByteBuffer value = ByteBuffer.allocate(addresses.size() * Ipv4Address.LENGTH);
            addresses.forEach(address -> value.putInt(address.bits()));
            return bytes(code, value.array());
        }

        /** Sets one address. */
        public Builder address(int code, Ipv4Address address) {
            return addresses(code, List.of(address));
        }

        /** Sets text. */
        public Builder text(int code, String text) {
            return bytes(code, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns what was set, in that order. */
        public DhcpOptions build() {
            return new DhcpOptions(new LinkedHashMap<>(values));
        }
    }

    /** Returns the codes present, in order. */
    public Set<Integer> codes() {
        return java.util.Collections.unmodifiableSet(values.keySet());
    }

    /** Returns a copy of the value of an option; a present one may be empty. */
    public Optional<byte[]> bytes(int code) {
        return Optional.ofNullable(values.get(code)).map(byte[]::clone);
    }

    /** Returns an option of one byte, or nothing when it is absent or of another length. */
    public Optional<Integer> octet(int code) {
        return sized(code, 1).map(value -> value[0] & 0xff);
    }

    /** Returns an option of two bytes as an unsigned number. */
    public Optional<Integer> number(int code) {
        return sized(code, 2).map(value -> ByteBuffer.wrap(value).getShort() & 0xffff);
    }

    /** Returns an option of four bytes as an unsigned number. */
    public Optional<Long> seconds(int code) {
        return sized(code, 4).map(value -> ByteBuffer.wrap(value).getInt() & 0xffff_ffffL);
    }

    /** Returns an option of exactly one address. */
    public Optional<Ipv4Address> address(int code) {
        return sized(code, 4).map(value -> new Ipv4Address(ByteBuffer.wrap(value).getInt()));
    }

    /** Returns an option of addresses; empty when absent or not a multiple of four bytes. */
    public List<Ipv4Address> addresses(int code) {
        byte[] value = values.get(code);
        List<Ipv4Address> addresses = new ArrayList<>();
        if (value != null && value.length % Ipv4Address.LENGTH == 0) {
            ByteBuffer from = ByteBuffer.wrap(value);
            while (from.hasRemaining()) {
                addresses.add(new Ipv4Address(from.getInt()));
            }
        }
        return addresses;
    }

    /** Returns the codes in an option such as the parameter list. */
    public List<Integer> octets(int code) {
        List<Integer> octets = new ArrayList<>();
        byte[] value = values.get(code);
        for (byte octet : value == null ? new byte[0] : value) {
            octets.add(octet & 0xff);
        }
        return octets;
    }

    private Optional<byte[]> sized(int code, int length) {
        return Optional.ofNullable(values.get(code)).filter(value -> value.length == length);
    }

    /** Joins areas of options into one set; parsing state of a message. */
    static final class Reader {
        private final Map<Integer, byte[]> values = new LinkedHashMap<>();
        private int offset;

        /** Where the last {@link #read} stopped, an index into its buffer. */
        int offset() {
            return offset;
        }

        /**
         * Reads one area.
         *
         * @param needsEnd whether an area without the end option is damaged
         */
        DropReason read(ByteBuf message, int at, int end, boolean needsEnd) {
            offset = at;
            while (offset < end) {
                int code = message.getUnsignedByte(offset);
                if (code == END) {
                    return DropReason.NONE;
                }
                if (code == PAD) {
                    offset++;
                    continue;
                }
                if (end - offset < 2 || end - offset - 2 < message.getUnsignedByte(offset + 1)) {
                    return DropReason.DHCP_BAD_OPTION;
                }
                int length = message.getUnsignedByte(offset + 1);
                join(code, message, offset + 2, length);
                offset += 2 + length;
            }
            return needsEnd ? DropReason.DHCP_BAD_OPTION : DropReason.NONE;
        }

        private void join(int code, ByteBuf message, int at, int length) {
            byte[] before = values.getOrDefault(code, new byte[0]);
            byte[] joined = Arrays.copyOf(before, before.length + length);
            message.getBytes(at, joined, before.length, length);
            values.put(code, joined);
        }

        DhcpOptions options() {
            return new DhcpOptions(values);
        }

        int overload() {
            byte[] value = values.get(OVERLOAD);
            return value == null || value.length != 1 ? 0 : value[0];
        }
    }

    /** Returns how many bytes an option takes, its heads included; 0 when it is absent. */
    int encodedLength(int code) {
        byte[] value = values.get(code);
        return value == null
                ? 0
                : value.length + 2 * Math.max(1, Math.ceilDiv(value.length, PART_MAX));
    }

    /** Returns how many bytes all options and the end option take. */
    int encodedLength() {
        return values.keySet().stream().mapToInt(this::encodedLength).sum() + 1;
    }

    /** Writes all options and the end option at the writer index. */
    void write(ByteBuf out) {
        values.forEach((code, value) -> {
            int at = 0;
            do {
                int part = Math.min(PART_MAX, value.length - at);
                out.writeByte(code).writeByte(part).writeBytes(value, at, part);
                at += part;
            } while (at < value.length);
        });
        out.writeByte(END);
    }

    /** Equal options in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof DhcpOptions options && toString().equals(options.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Returns codes and values in hexadecimal. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((code, value) ->
                text.append(code).append('=').append(HexFormat.of().formatHex(value)).append(' '));
        return text.append('}').toString();
    }
}
