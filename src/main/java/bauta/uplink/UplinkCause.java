package bauta.uplink;

import java.util.Locale;

/**
 * Why an uplink is not up. Numbers are stable: they are in logs, in the API and on paper, so none
 * is ever given to something else.
 */
public enum UplinkCause {
    /** Just started. */
    STARTING(1, Pace.SOON, "The uplink has just been started."),
    /** Told to stop. */
    STOPPED(2, Pace.SOON, "The uplink was stopped."),
    /** Told to dial anew. */
    REDIAL(3, Pace.SOON, "The uplink was told to dial again."),
    /** The port has no carrier. */
    LINK_DOWN(10, Pace.SOON, "The WAN port has no link: cable, or modem switched off."),
    /** No concentrator answers. */
    PADI_UNANSWERED(20, Pace.LINE, "No provider equipment answers on the line (no PADO)."),
    /** Only others answer. */
    NO_FITTING_OFFER(
            21, Pace.LINE, "Equipment answers, but not with the service or name that is set."),
    /** The chosen one does not confirm. */
    PADR_UNANSWERED(22, Pace.LINE, "The provider's equipment offered a session, then fell silent."),
    /** Service-Name-Error. */
    SERVICE_NAME_ERROR(23, Pace.GENERAL, "The provider does not know the service name."),
    /** AC-System-Error. */
    AC_SYSTEM_ERROR(24, Pace.GENERAL, "The provider's equipment reports an error of its own."),
    /** Generic-Error. */
    DISCOVERY_ERROR(25, Pace.GENERAL, "The provider's equipment refused a session."),
    /** LCP did not open. */
    LCP_TIMEOUT(30, Pace.GENERAL, "The provider does not negotiate the link (LCP)."),
    /** LCP was rejected. */
    LCP_REFUSED(31, Pace.GENERAL, "The provider refuses the link's settings (LCP)."),
    /** Our own frames come back. */
    LOOP_DETECTED(32, Pace.GENERAL, "The line is looped: our own messages come back."),
    /** The peer negotiates anew. */
    RENEGOTIATING(33, Pace.GENERAL, "The provider negotiates the running session anew."),
    /** Name or password. */
    AUTHENTICATION_REFUSED(40, Pace.AUTHENTICATION, "User name or password was refused."),
    /** No verdict on name and password. */
    AUTHENTICATION_TIMEOUT(41, Pace.GENERAL, "The provider does not answer the log-in."),
    /** A way to log in that is not spoken or not allowed. */
    AUTHENTICATION_UNSUPPORTED(
            42, Pace.AUTHENTICATION, "The provider wants a way to log in that is not allowed."),
    /** IPCP did not open. */
    IPCP_TIMEOUT(50, Pace.GENERAL, "The provider does not negotiate an address (IPCP)."),
    /** IPCP was rejected or closed. */
    IPCP_REFUSED(51, Pace.GENERAL, "The provider refuses IPv4 on this session."),
    /** No usable address. */
    NO_ADDRESS(52, Pace.GENERAL, "The provider gave no usable address."),
    /** The peer went silent. */
    ECHO_LOST(60, Pace.GENERAL, "The provider went silent (no answer to LCP echo)."),
    /** PADT came. */
    PADT_RECEIVED(61, Pace.GENERAL, "The provider ended the session (PADT)."),
    /** Terminate-Request came. */
    TERMINATED_BY_PEER(62, Pace.GENERAL, "The provider closed the session.");

    /** Which schedule of {@link RetrySettings} a cause is retried by. */
    enum Pace {
        SOON,
        LINE,
        GENERAL,
        AUTHENTICATION
    }

    private final int number;
    private final Pace pace;
    private final String text;

    UplinkCause(int number, Pace pace, String text) {
        this.number = number;
        this.pace = pace;
        this.text = text;
    }

    /** Returns the stable number. */
    public int number() {
        return number;
    }

    /** Returns the schedule it is retried by. */
    Pace pace() {
        return pace;
    }

    /** Returns the id of the text for people, for the catalogues. */
    public String messageId() {
        return "uplink.cause." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the English text for people. */
    public String text() {
        return text;
    }
}
