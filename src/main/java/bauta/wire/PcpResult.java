package bauta.wire;

/** Result codes of PCP (RFC 6887 section 7.4), in the order of their numbers. */
public enum PcpResult {
    /** It is done. */
    SUCCESS(false),
    /** The version is not spoken here. */
    UNSUPP_VERSION(true),
    /** The client may not have that. */
    NOT_AUTHORIZED(true),
    /** The request is not one. */
    MALFORMED_REQUEST(true),
    /** The opcode is not known. */
    UNSUPP_OPCODE(true),
    /** An option that must be understood is not. */
    UNSUPP_OPTION(true),
    /** An option is not one. */
    MALFORMED_OPTION(true),
    /** There is no external address. */
    NETWORK_FAILURE(false),
    /** There is no room. */
    NO_RESOURCES(false),
    /** The protocol cannot be mapped. */
    UNSUPP_PROTOCOL(true),
    /** The client has as much as it may have. */
    USER_EX_QUOTA(false),
    /** The suggested port or address cannot be had. */
    CANNOT_PROVIDE_EXTERNAL(false),
    /** The request comes from another address than it says: there is a NAT in between. */
    ADDRESS_MISMATCH(true),
    /** Too many remote peers. */
    EXCESSIVE_REMOTE_PEERS(true);

    private static final long LONG_SECONDS = 1800;
    private static final long SHORT_SECONDS = 30;

    private final boolean lasting;

    PcpResult(boolean lasting) {
        this.lasting = lasting;
    }

    /** Returns for how long the same request would get the same error, in seconds. */
    public long errorSeconds() {
        return lasting ? LONG_SECONDS : SHORT_SECONDS;
    }
}
