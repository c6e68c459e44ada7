package bauta.wire;

import java.util.HexFormat;

/**
 * A 48-bit IEEE 802 address. The data path uses the bare {@code long}; this is the form for
 * settings, status and messages.
 *
 * @param bits the address in the low 48 bits, first octet highest
 */
public record MacAddress(long bits) {
    /** Number of octets. */
    public static final int LENGTH = 6;

    /** The broadcast address. */
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    /** Refuses bits above the 48th. */
    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /**
     * Reads the usual text form, {@code 02:00:00:00:00:01} (or with {@code -}).
     *
     * @param text six octets of two hexadecimal digits
     * @throws IllegalArgumentException when it is not that
     */
    public static MacAddress parse(String text) {
        String digits = text.replace('-', ':');
        if (digits.length() != 17) {
            throw new IllegalArgumentException("not a MAC address: " + text);
        }
        try {
            byte[] octets = HexFormat.ofDelimiter(":").parseHex(digits);
            return ofOctets(octets);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a MAC address: " + text, e);
        }
    }

    /**
     * Makes an address of its six octets.
     *
     * @param octets exactly six
     */
    public static MacAddress ofOctets(byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("not six octets: " + octets.length);
        }
        long bits = 0;
        for (byte octet : octets) {
            bits = bits << 8 | octet & 0xff;
        }
        return new MacAddress(bits);
    }

    /** Returns the six octets in transmission order. */
    public byte[] octets() {
        byte[] octets = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            octets[i] = (byte) (bits >>> 8 * (LENGTH - 1 - i));
        }
        return octets;
    }

    /** Returns whether the group bit is set: multicast or broadcast. */
    public boolean isGroup() {
        return (bits >>> 40 & 1) != 0;
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":").formatHex(octets());
    }
}
