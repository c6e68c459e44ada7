package bauta.sim;

/**
 * An address with a port, or with the identifier of an echo request.
 *
 * @param address IPv4
 * @param port 0 to 65,535
 */
record End(int address, int port) {
    static int ip(int a, int b, int c, int d) {
        return a << 24 | b << 16 | c << 8 | d;
    }

    static String text(int address) {
        return (address >>> 24)
                + "."
                + (address >>> 16 & 255)
                + "."
                + (address >>> 8 & 255)
                + "."
                + (address & 255);
    }

    @Override
    public String toString() {
        return text(address) + ":" + port;
    }
}
