package bauta.wire;

/**
 * One tag of a discovery message (RFC 2516 appendix A): two bytes of type, two of length, value.
 *
 * @param type 0 to 65,535; one of the constants here, or a tag unknown to this router
 * @param value at most 65,535 bytes
 */
public record PppoeTag(int type, Octets value) {
    /** Ends the list; what follows is not looked at. */
    public static final int END_OF_LIST = 0x0000;

    /** A service offered or asked for, UTF-8; empty means any. */
    public static final int SERVICE_NAME = 0x0101;

    /** The name of the access concentrator, UTF-8. */
    public static final int AC_NAME = 0x0102;

    /** Chosen by the host, echoed by the concentrator. */
    public static final int HOST_UNIQ = 0x0103;

    /** Chosen by the concentrator in PADO, echoed by the host in PADR. */
    public static final int AC_COOKIE = 0x0104;

    /** Starts with a vendor number; ignored here. */
    public static final int VENDOR_SPECIFIC = 0x0105;

    /** Added by an intermediate relay; whoever receives it sends it back. */
    public static final int RELAY_SESSION_ID = 0x0110;

    /** The longest PPP payload the sender can take, two bytes (RFC 4638). */
    public static final int PPP_MAX_PAYLOAD = 0x0120;

    /** The service asked for is not offered. */
    public static final int SERVICE_NAME_ERROR = 0x0201;

    /** The concentrator failed, for example for want of resources. */
    public static final int AC_SYSTEM_ERROR = 0x0202;

    /** Any other unrecoverable error. */
    public static final int GENERIC_ERROR = 0x0203;

    /** Bytes of type and length. */
    static final int HEADER_LENGTH = 4;
}
