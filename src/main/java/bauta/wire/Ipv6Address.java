package bauta.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IPv6 address, for configuration types only until IPv6 is forwarded.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Ipv6Address(long high, long low) implements IpAddress {
    private static final long MAPPED = 0xffff_0000_0000L;

    /**
     * Reads the text form; a scope ({@code %eth0}) is refused.
     *
     * @param text for example {@code 2001:db8::1}
     * @throws IllegalArgumentException when it is not that
     */
    public static Ipv6Address parse(String text) {
        boolean plausible =
                text.indexOf(':') >= 0
                        && text.chars()
                                .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        if (!plausible) {
            throw new IllegalArgumentException("not an IPv6 address: " + text);
        }
        try {
            byte[] octets = InetAddress.getByName(text).getAddress();
            if (octets.length != 16) {
                throw new IllegalArgumentException("not a plain IPv6 address: " + text);
            }
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            return new Ipv6Address(buffer.getLong(), buffer.getLong());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv6 address: " + text, e);
        }
    }

    /**
     * Returns the form in which IPv6 protocols carry an IPv4 address (RFC 4291 section 2.5.5.2).
     *
     * @param address the IPv4 address
     */
    public static Ipv6Address mapped(Ipv4Address address) {
        return new Ipv6Address(0, MAPPED | address.bits() & 0xffff_ffffL);
    }

    /** Returns the IPv4 address that this one carries, if it is a mapped one. */
    public Optional<Ipv4Address> mapped() {
        return high == 0 && low >>> 32 == MAPPED >>> 32
                ? Optional.of(new Ipv4Address((int) low))
                : Optional.empty();
    }

    @Override
    public String toString() {
        byte[] octets = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen octets are always an address", e);
        }
    }
}
