package bauta.wire;

/** Types and shapes of IPCP's configuration options (RFC 1332 section 3, RFC 1877 section 1). */
public final class IpcpOption {
    /** IP-Addresses, both at once; deprecated. */
    public static final int IP_ADDRESSES = 1;

    /** IP-Compression-Protocol: Van Jacobson's or ROHC. */
    public static final int IP_COMPRESSION_PROTOCOL = 2;

    /** IP-Address of the sender, four bytes. */
    public static final int IP_ADDRESS = 3;

    /** Primary DNS server, four bytes. */
    public static final int PRIMARY_DNS = 129;

    /** Primary NetBIOS name server, four bytes. */
    public static final int PRIMARY_NBNS = 130;

    /** Secondary DNS server, four bytes. */
    public static final int SECONDARY_DNS = 131;

    /** Secondary NetBIOS name server, four bytes. */
    public static final int SECONDARY_NBNS = 132;

    private IpcpOption() {}

    /**
     * Makes an option that holds an address.
     *
     * @param type {@link #IP_ADDRESS}, {@link #PRIMARY_DNS} or {@link #SECONDARY_DNS}
     * @param address the address, 0.0.0.0 to ask for one
     */
    public static PppOption address(int type, Ipv4Address address) {
        return new PppOption(type, Octets.ofInt(address.bits()));
    }
}
