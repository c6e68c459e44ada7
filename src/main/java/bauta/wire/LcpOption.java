package bauta.wire;

/** Types and shapes of LCP's configuration options (RFC 1661 section 6, RFC 1994 section 3). */
public final class LcpOption {
    /** Maximum-Receive-Unit, two bytes. */
    public static final int MRU = 1;

    /** Async-Control-Character-Map (RFC 1662), which has no meaning over PPPoE. */
    public static final int ASYNC_MAP = 2;

    /** Authentication-Protocol: two bytes of protocol, then its parameters. */
    public static final int AUTHENTICATION_PROTOCOL = 3;

    /** Quality-Protocol. */
    public static final int QUALITY_PROTOCOL = 4;

    /** Magic-Number, four bytes. */
    public static final int MAGIC_NUMBER = 5;

    /** Protocol-Field-Compression, no value; not recommended over PPPoE (RFC 2516 section 7). */
    public static final int PROTOCOL_FIELD_COMPRESSION = 7;

    /** Address-and-Control-Field-Compression, no value; RFC 2516 section 7 forbids it. */
    public static final int ADDRESS_AND_CONTROL_FIELD_COMPRESSION = 8;

    /** The algorithm number of CHAP with MD5 (RFC 1994 section 3). */
    public static final int CHAP_MD5 = 5;

    private LcpOption() {}

    /**
     * Makes a Maximum-Receive-Unit option.
     *
     * @param bytes 0 to 65,535
     */
    public static PppOption mru(int bytes) {
        return new PppOption(MRU, Octets.ofShort(bytes));
    }

    /**
     * Makes a Magic-Number option.
     *
     * @param magic any number; 0 stands for none
     */
    public static PppOption magicNumber(int magic) {
        return new PppOption(MAGIC_NUMBER, Octets.ofInt(magic));
    }

    /** Makes the option that asks for PAP. */
    public static PppOption pap() {
        return new PppOption(AUTHENTICATION_PROTOCOL, Octets.ofShort(PppHeader.PROTOCOL_PAP));
    }

    /** Makes the option that asks for CHAP with MD5. */
    public static PppOption chapMd5() {
        return new PppOption(AUTHENTICATION_PROTOCOL, Octets.ofHex("c22305"));
    }
}
