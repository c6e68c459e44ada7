package bauta.service.mapping;

import bauta.wire.Ipv4Address;

/**
 * An endpoint of a host of the house.
 *
 * @param address the host's address
 * @param protocol 6 or 17
 * @param port 1 to 65535
 */
public record InternalEndpoint(Ipv4Address address, int protocol, int port) {}
