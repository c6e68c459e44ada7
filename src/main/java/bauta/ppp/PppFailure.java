package bauta.ppp;

/** Why a PPP session ended. */
public enum PppFailure {
    /** LCP did not open in time. */
    LCP_TIMEOUT,
    /** The peer rejected LCP or something of it that is needed. */
    LCP_REFUSED,
    /** Our own messages come back: the line is looped. */
    LOOP_DETECTED,
    /** Name or password were refused. */
    AUTHENTICATION_REFUSED,
    /** Authentication got no answer in time. */
    AUTHENTICATION_TIMEOUT,
    /** The peer insists on a way to authenticate that we do not speak or may not use. */
    AUTHENTICATION_UNSUPPORTED,
    /** IPCP did not open in time. */
    IPCP_TIMEOUT,
    /** The peer does not speak IPCP, or closed it. */
    IPCP_REFUSED,
    /** The peer gave no usable address. */
    NO_ADDRESS,
    /** The peer went silent. */
    ECHO_LOST,
    /** The peer closed the link. */
    TERMINATED_BY_PEER,
    /** We closed it. */
    CLOSED
}
