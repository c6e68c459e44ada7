package bauta.service;

import bauta.wire.Ipv4Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a service listens.
 *
 * @param address local address, or {@link Ipv4Address#ANY}
 * @param port UDP or TCP port; 0 lets the kernel choose (tests)
 * @param device the one interface to take traffic from and send it to (SO_BINDTODEVICE)
 */
public record ListenAddress(Ipv4Address address, int port, Optional<String> device) {
    /** Linux IFNAMSIZ, the terminating zero included. */
    static final int DEVICE_NAME_MAX = 16;

    /** Refuses ports beyond 16 bits and device names that no kernel takes. */
    public ListenAddress {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
        }
        if (device.isPresent()
                && (device.get().isEmpty() || device.get().length() >= DEVICE_NAME_MAX)) {
            throw new IllegalArgumentException("not an interface name: " + device.get());
        }
    }

    /** Returns the JDK's form of address and port. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address.toInetAddress(), port);
    }

    /** Returns it as people read it, such as {@code 192.168.87.1 port 53 on eth1}. */
    @Override
    public String toString() {
        return address + " port " + port + device.map(name -> " on " + name).orElse("");
    }
}
