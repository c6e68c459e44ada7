/**
 * The command {@code bauta}: the client side of the API. On the box it speaks to the router over
 * its Unix socket; from a PC over TLS, with a token and the router's own certificate, which is
 * pinned at first sight. Answers become words and tables for people, in English or Japanese. HTTP
 * after RFC 9112, events after the WHATWG's server-sent events. Start reading at {@link
 * bauta.control.command.ClientLine}, then {@link bauta.control.command.Client}.
 */
@NullMarked
package bauta.control.command;

import org.jspecify.annotations.NullMarked;
