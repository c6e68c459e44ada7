package bauta.forward;

/** Addresses that no packet may carry across a router (RFC 1812 section 5.3.7, RFC 6890). */
final class Martians {
    private Martians() {}

    /** Returns whether an address can never be a source: this network, loopback, groups, … */
    static boolean isBadSource(int ipv4) {
        return isNeverForwarded(ipv4) || isGroup(ipv4);
    }

    /** Returns whether it is 0/8, 127/8, 169.254/16 or 240/4. */
    static boolean isNeverForwarded(int ipv4) {
        int first = ipv4 >>> 24;
        return first == 0 || first == 127 || first >= 240 || ipv4 >>> 16 == 0xa9fe;
    }

    /** Returns whether it is a multicast group or the limited broadcast address. */
    static boolean isGroup(int ipv4) {
        return ipv4 >>> 28 == 14 || ipv4 == -1;
    }
}
