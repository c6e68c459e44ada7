package bauta.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 address. The data path uses the bare {@code int}; this is the form for settings and
 * status.
 *
 * @param bits the address, first octet highest
 */
public record Ipv4Address(int bits) implements IpAddress, Comparable<Ipv4Address> {
    /** Number of octets. */
    public static final int LENGTH = 4;

    /** 0.0.0.0. */
    public static final Ipv4Address ANY = new Ipv4Address(0);

    /** 255.255.255.255. */
    public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

    /**
     * Reads a dotted quad: four decimal numbers from 0 to 255 without leading zeros.
     *
     * @param text for example {@code 192.168.87.1}
     * @throws IllegalArgumentException when it is not that
     */
    public static Ipv4Address parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != LENGTH) {
            throw new IllegalArgumentException("not an IPv4 address: " + text);
        }
        int bits = 0;
        for (String part : parts) {
            bits = bits << 8 | octet(part, text);
        }
        return new Ipv4Address(bits);
    }

    private static int octet(String part, String text) {
        boolean digits =
                !part.isEmpty()
                        && part.length() <= 3
                        && part.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
        if (!digits || leadingZero || Integer.parseInt(part) > 255) {
            throw new IllegalArgumentException("not an IPv4 address: " + text);
        }
        return Integer.parseInt(part);
    }

    /**
     * Takes the address of a JDK object.
     *
     * @param address any IPv4 address
     */
    public static Ipv4Address of(Inet4Address address) {
        return new Ipv4Address(ByteBuffer.wrap(address.getAddress()).getInt());
    }

    /** Returns the JDK's form. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(
                    new byte[] {
                        (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
                    });
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are always an address", e);
        }
    }

    /** Orders by unsigned value. */
    @Override
    public int compareTo(Ipv4Address other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    /**
     * Writes a bare address as text.
     *
     * @param bits the address, first octet highest
     */
    public static String toString(int bits) {
        return (bits >>> 24)
                + "."
                + (bits >>> 16 & 0xff)
                + "."
                + (bits >>> 8 & 0xff)
                + "."
                + (bits & 0xff);
    }

    @Override
    public String toString() {
        return toString(bits);
    }
}
