package bauta.service.dhcp;

import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.MacAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who a lease belongs to: the client identifier when there is one, else the MAC address (RFC 2131
 * section 4.2). An identifier that only repeats the MAC address counts as the MAC address, so that
 * a boot loader and the system it starts are one client.
 *
 * @param text {@code 02:00:00:00:00:01}, or the identifier in hexadecimal
 */
record ClientKey(String text) {
    private static final byte ETHERNET = 1;

    /** Returns the client identifier in hexadecimal, if it is one. */
    Optional<String> identifier() {
        return text.indexOf(':') < 0 ? Optional.of(text) : Optional.empty();
    }

    static ClientKey of(MacAddress mac) {
        return new ClientKey(mac.toString());
    }

    static ClientKey of(DhcpMessage message) {
        byte[] id = message.options().bytes(DhcpOptions.CLIENT_ID).orElse(new byte[0]);
        byte[] mac = message.chaddr().octets();
        boolean repeatsMac =
                id.length == 1 + mac.length
                        && id[0] == ETHERNET
                        && Arrays.equals(id, 1, id.length, mac, 0, mac.length);
        return id.length == 0 || repeatsMac
                ? of(message.chaddr())
                : new ClientKey(HexFormat.of().formatHex(id));
    }
}
