/**
 * The DHCPv4 server of one LAN (RFC 2131, RFC 2132; options by RFC 3046, 3396, 3397, 3442 and
 * 6842). {@link bauta.service.dhcp.DhcpMachine} decides on the {@link
 * bauta.service.dhcp.LeaseTable} without clock or socket; {@code DhcpServerHandler} is its edge: it
 * saves what a client will rely on before the client hears of it. {@code Offers} asks the LAN
 * before it offers an address, {@code Newcomers} keeps a flood from emptying the pool, {@code
 * ForeignLookout} names other servers. Bauta is the only authority on its LAN, so a client with an
 * address that cannot be right gets a NAK at once. Start reading at {@link
 * bauta.service.dhcp.DhcpServer}.
 */
@NullMarked
package bauta.service.dhcp;

import org.jspecify.annotations.NullMarked;
