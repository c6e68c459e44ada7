/**
 * Zones and the rules between them, compiled to a matcher that gives a {@link
 * bauta.firewall.Verdict} for the first packet of a flow; later packets follow their flow. After
 * the rules stands a stateful default deny (RFC 6092 section 3 in spirit, for IPv4). Knows no
 * translation: addresses are those of the inside. What a rule takes is a {@link
 * bauta.firewall.Match}; policies of masquerading use the same. Start reading at {@link
 * bauta.firewall.Firewall}.
 */
@NullMarked
package bauta.firewall;

import org.jspecify.annotations.NullMarked;
