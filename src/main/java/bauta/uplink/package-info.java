/**
 * Brings a WAN up and keeps it up, and remembers why it was down. {@link
 * bauta.uplink.UplinkMachine} is pure and has no terminal state: from whatever happens it dials
 * again, at a bounded rate, until it is told to stop. {@link bauta.uplink.PppoeUplink} is the edge
 * around it. Uses RFC 2516 and RFC 1661 through {@code pppoe} and {@code ppp}. Start reading at
 * {@link bauta.uplink.UplinkMachine}.
 */
@NullMarked
package bauta.uplink;

import org.jspecify.annotations.NullMarked;
