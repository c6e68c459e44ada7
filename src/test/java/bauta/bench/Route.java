package bauta.bench;

/**
 * One way from the inside hosts to the servers and back: through the router or through the kernel.
 * Addresses are bare, as in the data path.
 *
 * @param hostMac the inside hosts' side of the LAN wire
 * @param routerLanMac the router's side of the LAN wire
 * @param routerWanMac the router's side of the WAN wire
 * @param providerMac the provider's side of the WAN wire
 * @param insideAddress the first of sixteen inside hosts
 * @param serverAddress the first of two servers
 * @param externalAddress what the inside hosts are masqueraded as
 * @param session the PPPoE session number on the WAN wire, or 0 for plain Ethernet there
 */
record Route(
        long hostMac,
        long routerLanMac,
        long routerWanMac,
        long providerMac,
        int insideAddress,
        int serverAddress,
        int externalAddress,
        int session) {}
