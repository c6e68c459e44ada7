package bauta.service.dhcp;

import bauta.wire.DhcpMessage;
import bauta.wire.MacAddress;

/**
 * Who speaks.
 *
 * @param key what its leases are kept under
 * @param mac the MAC address it uses now
 */
record DhcpClient(ClientKey key, MacAddress mac) {
    static DhcpClient of(DhcpMessage message) {
        return new DhcpClient(ClientKey.of(message), message.chaddr());
    }
}
