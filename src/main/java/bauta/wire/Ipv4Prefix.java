package bauta.wire;

/**
 * An IPv4 address and the length of the network part. Host bits are kept, so that {@code
 * 192.168.87.1/24} can name an interface's address and its network at once.
 *
 * @param address the address, host bits allowed
 * @param length number of network bits, 0 to 32
 */
public record Ipv4Prefix(Ipv4Address address, int length) implements IpPrefix {
    /** Refuses a length outside 0 to 32. */
    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length " + length + " is outside 0 to 32");
        }
    }

    /**
     * Reads {@code address/length}.
     *
     * @param text for example {@code 192.168.87.1/24}
     * @throws IllegalArgumentException when it is not that
     */
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
            throw new IllegalArgumentException("not an address with a prefix length: " + text);
        }
        return new Ipv4Prefix(
                Ipv4Address.parse(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }

    /** Returns the network mask as bits. */
    public int mask() {
        return length == 0 ? 0 : -1 << 32 - length;
    }

    /** Returns the network's own address. */
    public Ipv4Address network() {
        return new Ipv4Address(address.bits() & mask());
    }

    /** Returns the directed broadcast address. */
    public Ipv4Address broadcast() {
        return new Ipv4Address(address.bits() | ~mask());
    }

    /**
     * Returns whether an address lies inside.
     *
     * @param other any address
     */
    public boolean contains(Ipv4Address other) {
        return ((other.bits() ^ address.bits()) & mask()) == 0;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
