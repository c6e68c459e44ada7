package bauta.bench;

/**
 * Somebody who forwards, between two wires of the bench.
 *
 * @param name such as {@code kernel}
 * @param lan where the inside hosts stand
 * @param lanLink their end of the LAN wire
 * @param provider where the servers stand
 * @param providerLink their end of the WAN wire
 * @param route the addresses
 */
record Lane(
        String name, Place lan, String lanLink, Place provider, String providerLink, Route route) {}
