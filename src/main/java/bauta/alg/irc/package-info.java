/**
 * The gateway for IRC (RFC 2812 section 2.3) as far as it carries DCC: two users agree there, by
 * way of the server, on a connection between themselves. Lets in the one that a user inside offers.
 * Start reading at {@link bauta.alg.irc.IrcAlg}.
 */
@NullMarked
package bauta.alg.irc;

import org.jspecify.annotations.NullMarked;
