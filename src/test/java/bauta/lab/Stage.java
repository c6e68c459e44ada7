package bauta.lab;

/**
 * Everything a chapter of the story acts with.
 *
 * @param lab the network
 * @param provider the concentrator
 * @param servers the Internet
 * @param router the router under test
 * @param ledger where promises are written down
 */
record Stage(
        Lab lab, Provider provider, ProviderServers servers, RouterProcess router, Ledger ledger) {
    /** The host that asks DHCP for everything. */
    LanHost ordinary() {
        return lab.hosts().get(0);
    }

    /** The host whose address was set by hand. */
    LanHost byHand() {
        return lab.hosts().get(1);
    }

    /** The host that asks the provider's name server directly. */
    LanHost direct() {
        return lab.hosts().get(2);
    }

    static Ledger.Outcome outcome(boolean kept, String measured) {
        return new Ledger.Outcome(kept, measured);
    }

    /** Returns seconds since a point in time, for a report. */
    static String seconds(long sinceNanos) {
        return "%.1f s".formatted((System.nanoTime() - sinceNanos) / 1e9);
    }
}
