/**
 * What the API says about traffic: rules with their counters, hosts, what would become of a packet,
 * what became of real ones, and whether a forward works. Start reading at {@link
 * bauta.control.admin.traffic.Traffic}.
 */
@NullMarked
package bauta.control.admin.traffic;

import org.jspecify.annotations.NullMarked;
