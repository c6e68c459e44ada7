/**
 * The table of tracked flows: their two 5-tuples, states and timeouts (RFC 4787 section 4.3, RFC
 * 5382 section 5, RFC 5508 section 3.2, RFC 7857 section 2). Bounded, off heap in the table file,
 * one hash probe per packet. Knows no addresses of ours and no rules. Start reading at {@link
 * bauta.flow.FlowTable}.
 */
@NullMarked
package bauta.flow;

import org.jspecify.annotations.NullMarked;
