package bauta.pppoe;

/**
 * What a session is keyed by (RFC 2516 section 4).
 *
 * @param sessionId 1 to 65,534
 * @param acMac the concentrator's address, low 48 bits
 * @param ourMac our address, low 48 bits
 */
public record PppoeSession(int sessionId, long acMac, long ourMac) {}
