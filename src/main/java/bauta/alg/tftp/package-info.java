/**
 * The gateway for TFTP (RFC 1350, options of RFC 2347): a server answers a request from a port of
 * its own choice. The shortest of all gateways, and the example of {@code
 * docs/howto/add-a-protocol-helper.md}. Start reading at {@link bauta.alg.tftp.TftpAlg}.
 */
@NullMarked
package bauta.alg.tftp;

import org.jspecify.annotations.NullMarked;
