/**
 * NAT-PMP (RFC 6886) and PCP (RFC 6887) on UDP port 5351. {@link
 * bauta.service.mapping.portcontrol.PortControlMachine} tells one from the other by the version;
 * start reading there.
 */
@NullMarked
package bauta.service.mapping.portcontrol;

import org.jspecify.annotations.NullMarked;
