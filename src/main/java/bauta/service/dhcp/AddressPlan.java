package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which addresses are for whom, as the settings say it. Immutable. */
final class AddressPlan {
    private static final String ETHERNET_HEX = "01";
    private static final int MAC_ID_DIGITS = 2 + 2 * MacAddress.LENGTH;

    private final DhcpSettings settings;
    private final Map<String, DhcpDevice> byKey = new HashMap<>();
    private final Map<MacAddress, DhcpDevice> byMac = new HashMap<>();
    private final Map<Ipv4Address, DhcpDevice> byAddress = new HashMap<>();

    AddressPlan(DhcpSettings settings) {
        this.settings = settings;
        for (DhcpDevice device : settings.devices()) {
            device.mac().ifPresent(mac -> byMac.putIfAbsent(mac, device));
            device.clientId().ifPresent(id -> enterId(id, device));
            device.address().ifPresent(address -> byAddress.put(address, device));
        }
    }

    private void enterId(String id, DhcpDevice device) {
        byKey.putIfAbsent(id, device);
        if (id.length() == MAC_ID_DIGITS && id.startsWith(ETHERNET_HEX)) {
            MacAddress mac =
                    MacAddress.ofOctets(java.util.HexFormat.of().parseHex(id.substring(2)));
            byKey.putIfAbsent(ClientKey.of(mac).text(), device);
        }
    }

    /** Returns the device that a client is: by its identifier, else by its MAC address. */
    Optional<DhcpDevice> device(DhcpClient client) {
        return Optional.ofNullable(byKey.get(client.key().text()))
                .or(() -> Optional.ofNullable(byMac.get(client.mac())));
    }

    /** Returns the device that holds a lease. */
    Optional<DhcpDevice> device(Lease lease) {
        return device(new DhcpClient(lease.client(), lease.mac()));
    }

    /** Returns the address that is kept for a client. */
    Optional<Ipv4Address> kept(DhcpClient client) {
        return device(client).flatMap(DhcpDevice::address);
    }

    /** Returns whether an address is kept for a device. */
    boolean isKept(Ipv4Address address) {
        return byAddress.containsKey(address);
    }

    /** Returns whether a client may have an address at all. */
    boolean allows(Ipv4Address address, DhcpClient client) {
        DhcpDevice owner = byAddress.get(address);
        return owner == null ? isOpen(address) : device(client).filter(owner::equals).isPresent();
    }

    /** Returns whether an address is for anybody: in the pool, not special and not kept. */
    boolean isOpen(Ipv4Address address) {
        return settings.pool().contains(address)
                && !isKept(address)
                && !address.equals(settings.network().address())
                && !address.equals(settings.network().network())
                && !address.equals(settings.network().broadcast());
    }

    DhcpSettings.Pool pool() {
        return settings.pool();
    }
}
