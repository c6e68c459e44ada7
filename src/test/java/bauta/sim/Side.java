package bauta.sim;

/**
 * Where a packet crosses the skin of the router.
 *
 * @param kind what lies there
 * @param number of the network or uplink
 */
record Side(Kind kind, int number) {
    /** What lies beyond. */
    enum Kind {
        LAN,
        UPLINK,
        ROUTER
    }

    static final Side ROUTER = new Side(Kind.ROUTER, 0);

    static Side lan(int number) {
        return new Side(Kind.LAN, number);
    }

    static Side uplink(int number) {
        return new Side(Kind.UPLINK, number);
    }

    boolean isLan() {
        return kind == Kind.LAN;
    }

    boolean isUplink() {
        return kind == Kind.UPLINK;
    }

    @Override
    public String toString() {
        return kind == Kind.ROUTER ? "tun" : kind == Kind.LAN ? "lan" + number : "wan" + number;
    }
}
