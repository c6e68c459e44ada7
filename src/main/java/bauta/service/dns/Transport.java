package bauta.service.dns;

/** What carries a message. */
enum Transport {
    /** Datagrams: an answer may be too long for the client. */
    UDP,
    /** Connections (RFC 7766). */
    TCP,
    /** Encrypted connections to servers (RFC 7858). */
    TLS
}
