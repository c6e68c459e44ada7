/**
 * Application level gateways (RFC 2663 section 2.9): read the payload of control connections, such
 * as FTP's, let in the connections that the two ends agree on there, and write into the payload the
 * addresses that each end really sees. An {@link bauta.alg.Alg} gets its bytes in order and once
 * ({@link bauta.alg.EditedStream} sees to retransmissions, splits and sequence numbers) and asks
 * its {@link bauta.alg.Control} for expectations; it knows nothing of mappings and flows. Start
 * reading at {@link bauta.alg.Alg}; how to add one is in {@code docs/howto/}.
 */
@NullMarked
package bauta.alg;

import org.jspecify.annotations.NullMarked;
