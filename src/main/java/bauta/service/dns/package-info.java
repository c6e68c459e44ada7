/**
 * The DNS forwarder (RFC 5625): passes messages byte-true between LAN clients and the provider's
 * servers, over UDP and TCP (RFC 7766); only the id changes, and each query leaves with a random id
 * from a random port of its own (RFC 5452). The course of one query is the pure {@link
 * bauta.service.dns.QueryMachine}; {@link bauta.service.dns.QueryTable} holds those in flight and
 * {@link bauta.service.dns.Upstreams} the health of the servers. Sockets live in the {@code
 * *Handler} classes. Start reading at {@link bauta.service.dns.DnsForwarder}.
 */
@NullMarked
package bauta.service.dns;

import org.jspecify.annotations.NullMarked;
