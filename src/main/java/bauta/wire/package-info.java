/**
 * Reads and writes headers and messages over a buffer: Ethernet, ARP, PPPoE (RFC 2516), PPP (RFC
 * 1661), IPv4 (RFC 791), ICMP (RFC 792), UDP (RFC 768), TCP (RFC 9293), DHCP (RFC 2131), DNS (RFC
 * 1035). A {@code XHeader} is static accessors over {@code (ByteBuf, at)} with one {@code check}; a
 * {@code XMessage} is records with {@code parse} and {@code emit}. Nothing here throws on what came
 * from the network. Start reading at {@link bauta.wire.EthernetHeader}.
 */
@NullMarked
package bauta.wire;

import org.jspecify.annotations.NullMarked;
