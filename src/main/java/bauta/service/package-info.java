/**
 * What the box offers to the house, each service on an event loop of its own beside the router
 * loop: {@link bauta.service.dns.DnsForwarder} and {@link bauta.service.dhcp.DhcpServer}. This
 * package holds what they share: {@link bauta.service.SupervisedService}, which starts one, and
 * starts it again when it fails, as the pure {@code ServiceMachine} says, and {@link
 * bauta.service.SocketsHandler}, the one place that opens their sockets, bound to the device they
 * serve so that the box is no weak host. Start reading at {@link bauta.service.Service}.
 */
@NullMarked
package bauta.service;

import org.jspecify.annotations.NullMarked;
