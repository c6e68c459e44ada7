/**
 * Policies of masquerading: an ordered list of which the first that takes a packet says by which
 * uplink it leaves, and under whose address. Start reading at {@link
 * bauta.forward.policy.Policies}.
 */
@NullMarked
package bauta.forward.policy;

import org.jspecify.annotations.NullMarked;
