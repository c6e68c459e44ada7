package bauta.ppp;

/** How the peer wants us to prove who we are, in the order of our liking. */
public enum AuthenticationKind {
    /** A digest over a challenge (RFC 1994). */
    CHAP_MD5,
    /** Name and password in the clear (RFC 1334). */
    PAP,
    /** Not at all. */
    NONE
}
