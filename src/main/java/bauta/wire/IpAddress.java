package bauta.wire;

/** An IP address of either family. Only IPv4 is forwarded so far; the types are ready for both. */
public sealed interface IpAddress permits Ipv4Address, Ipv6Address {
    /**
     * Reads the text form of either family; never asks DNS.
     *
     * @param text dotted quad (RFC 6943: four decimal parts, no leading zeros) or RFC 5952 style
     *     IPv6
     * @throws IllegalArgumentException when it is neither
     */
    static IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? Ipv6Address.parse(text) : Ipv4Address.parse(text);
    }
}
