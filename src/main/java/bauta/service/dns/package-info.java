/**
 * The DNS forwarder (RFC 5625). Names of the house are answered here by {@code LocalAnswers} from a
 * {@link bauta.service.dns.LanNames} (RFC 6303, 6761, 8375), what is known by {@code AnswerStore}:
 * its cache (RFC 2308, 8767) keeps answers as they came, without their EDNS. The rest passes
 * byte-true between clients and servers, over UDP, TCP (RFC 7766) and TLS (RFC 7858); only the id
 * changes, and each query leaves with a random id from a random port of its own (RFC 5452). What
 * comes back passes {@code RebindGuard}, which withholds public names that lead inside, and says so
 * (RFC 8914). The course of one query is the pure {@link bauta.service.dns.QueryMachine}; {@link
 * bauta.service.dns.QueryTable} holds those in flight, equal ones together, and {@link
 * bauta.service.dns.Upstreams} the health of the servers. Sockets live in the {@code *Handler}
 * classes. Start reading at {@link bauta.service.dns.DnsForwarder}.
 */
@NullMarked
package bauta.service.dns;

import org.jspecify.annotations.NullMarked;
