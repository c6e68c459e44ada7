package bauta.service.mapping.upnp;

/** Why an action is not performed: a code of the specifications, and a text for people. */
enum IgdFault {
    NONE(0, ""),
    INVALID_ACTION(401, "Invalid Action"),
    INVALID_ARGS(402, "Invalid Args"),
    NO_UPLINK(501, "Action Failed: the line to the Internet is down"),
    BUSY(501, "Action Failed: the same is being asked already"),
    NOT_AUTHORIZED(606, "Action not authorized: a program maps and ends only what its host has"),
    ASKED(606, "Action not authorized: waiting until somebody allows it on the router"),
    REFUSED(606, "Action not authorized: refused by the owner of the house"),
    NO_SUCH_INDEX(713, "SpecifiedArrayIndexInvalid"),
    NO_SUCH_ENTRY(714, "NoSuchEntryInArray"),
    NO_WILDCARD_PORT(716, "WildCardNotPermittedInExtPort"),
    CONFLICT(718, "ConflictInMappingEntry: that port is taken, forwarded, or not given away"),
    QUOTA(728, "NoPortMapsAvailable: this host has as many as it may have"),
    NO_PORT(728, "NoPortMapsAvailable"),
    NOT_FOUND(730, "PortMappingNotFound"),
    INCONSISTENT(733, "InconsistentParameters");

    private final int code;
    private final String text;

    IgdFault(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Returns the code of the specifications. */
    int code() {
        return code;
    }

    /** Returns the text for people. */
    String text() {
        return text;
    }
}
