package bauta.control.config;

/** Which ways to prove who we are may be agreed on. */
public enum Authentication {
    /** Whatever the provider asks for. */
    ANY,
    /** CHAP with MD5 only (RFC 1994). */
    CHAP,
    /** PAP only (RFC 1334): the password travels in clear. */
    PAP
}
