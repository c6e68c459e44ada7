package bauta.wire;

/** An address with a prefix length: {@code 192.168.87.0/24}. */
public sealed interface IpPrefix permits Ipv4Prefix {
    /**
     * Reads {@code address/length}.
     *
     * @param text for example {@code 10.0.0.0/8}
     * @throws IllegalArgumentException when it is not that, or IPv6
     */
    static IpPrefix parse(String text) {
        return Ipv4Prefix.parse(text);
    }
}
