/**
 * Network address and port translation: endpoint-independent mappings (RFC 4787, RFC 5382, RFC
 * 5508), port allocation that keeps the source port when it is free, and header rewriting with
 * incremental checksums (RFC 3022 section 4). Knows no flows and no rules; who uses a mapping holds
 * a reference. Start reading at {@link bauta.nat.Mappings}.
 */
@NullMarked
package bauta.nat;

import org.jspecify.annotations.NullMarked;
