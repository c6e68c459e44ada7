/**
 * What people and programs see of the running router and do to it: the API and the pages over HTTP
 * (RFC 9110, 9112), on a Unix socket of the box and, with TLS and log-in, on the LAN. Renders
 * status records and passes on what is asked for to {@link bauta.control.admin.Control}; decides
 * nothing about routing. A request goes {@code DoorHandler}, {@code AdminHandler}, {@code Dispatch}
 * ({@code Gate}, {@code RouteTable}), and back as an {@code Answer}. Server-sent events are of the
 * HTML standard, bearer tokens of RFC 6750, cookies of RFC 6265, certificates of RFC 5280. Start
 * reading at {@link bauta.control.admin.AdminServer}.
 */
@NullMarked
package bauta.control.admin;

import org.jspecify.annotations.NullMarked;
