/**
 * The packet's path: IPv4 routing between the inside and the uplinks (RFC 1812), time to live, path
 * MTU (RFC 1191), fragments (RFC 791), MSS clamping (RFC 4459 section 3.2), ICMP errors made and
 * translated (RFC 792, RFC 5508). The stages of {@code flow}, {@code firewall} and {@code nat} are
 * put in order here and nowhere else. Start reading at {@link bauta.forward.ForwardingPath}.
 */
@NullMarked
package bauta.forward;

import org.jspecify.annotations.NullMarked;
