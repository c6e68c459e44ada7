/**
 * Network address and port translation: endpoint-independent mappings (RFC 4787, RFC 5382, RFC
 * 5508) with a budget of ports for each external address, ports chosen as the household likes (RFC
 * 6056), forwards, and header rewriting with incremental checksums (RFC 3022 section 4). Knows no
 * flows and no firewall; who uses a mapping holds a reference. Start reading at {@link
 * bauta.nat.Mappings} for what begins inside and {@link bauta.nat.PortForwards} for what begins
 * outside.
 */
@NullMarked
package bauta.nat;

import org.jspecify.annotations.NullMarked;
