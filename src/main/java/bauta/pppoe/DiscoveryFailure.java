package bauta.pppoe;

/** Why discovery found no session. */
public enum DiscoveryFailure {
    /** No concentrator answered. */
    PADI_UNANSWERED,
    /** Concentrators answered, but none with the service or the name asked for. */
    NO_FITTING_OFFER,
    /** The chosen concentrator did not answer our request. */
    PADR_UNANSWERED,
    /** It does not offer the service (Service-Name-Error). */
    SERVICE_NAME_ERROR,
    /** It cannot at present (AC-System-Error). */
    AC_SYSTEM_ERROR,
    /** Something else (Generic-Error, or session id 0 without a word). */
    GENERIC_ERROR
}
