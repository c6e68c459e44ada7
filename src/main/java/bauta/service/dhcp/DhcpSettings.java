package bauta.service.dhcp;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What one DHCP server is to do.
 *
 * @param listen 0.0.0.0 port 67 on the LAN device
 * @param clientPort UDP port of clients, 68 outside tests
 * @param network our address on the LAN with the length of its prefix; it is the server identifier,
 *     the router and the netmask that clients get
 * @param mac our MAC address on the LAN
 * @param pool the addresses to give out
 * @param dns name servers for clients, usually our own address
 * @param domain domain name for clients, empty for none
 * @param times how long things last
 * @param leaseFile where leases are kept; its directory exists
 */
public record DhcpSettings(
        ListenAddress listen,
        int clientPort,
        Ipv4Prefix network,
        MacAddress mac,
        Pool pool,
        List<Ipv4Address> dns,
        String domain,
        Times times,
        Path leaseFile) {
    /** The domain of a home (RFC 8375). */
    public static final String HOME_DOMAIN = "home.arpa";

    private static final int TEXT_MAX = 255;

    /** Refuses a pool outside the network and a domain that fits no option. */
    public DhcpSettings {
        dns = List.copyOf(dns);
        if (!network.contains(pool.first()) || !network.contains(pool.last())) {
            throw new IllegalArgumentException("the pool " + pool + " is outside " + network);
        }
        if (domain.length() > TEXT_MAX || !domain.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("not a domain name: " + domain);
        }
    }

    /**
     * A range of addresses.
     *
     * @param first the lowest
     * @param last the highest, included
     */
    public record Pool(Ipv4Address first, Ipv4Address last) {
        /** The most addresses that a pool may have. */
        public static final int MAX = 65_536;

        /** Refuses an empty pool and one beyond {@link #MAX}. */
        public Pool {
            long size = (last.bits() & 0xffff_ffffL) - (first.bits() & 0xffff_ffffL) + 1;
            if (size < 1 || size > MAX) {
                throw new IllegalArgumentException(
                        "a pool has 1 to " + MAX + " addresses, not " + size);
            }
        }

        /** Returns the number of addresses. */
        public int size() {
            return last.bits() - first.bits() + 1;
        }

        /** Returns an address by its place, 0 being the first. */
        Ipv4Address at(int index) {
            return new Ipv4Address(first.bits() + index);
        }

        /** Returns whether an address lies inside. */
        public boolean contains(Ipv4Address address) {
            return address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
        }
    }

    /**
     * How long things last.
     *
     * @param lease a lease; clients may ask for less
     * @param offer how long an address is held for a client that was offered it
     * @param quarantine how long an address that a client found in use is not given out
     */
    public record Times(Duration lease, Duration offer, Duration quarantine) {
        /** The shortest lease: shorter ones only make traffic. */
        public static final Duration LEASE_MIN = Duration.ofMinutes(2);

        /** Half a day, a minute, and an hour. */
        public static final Times DEFAULT =
                new Times(Duration.ofHours(12), Duration.ofMinutes(1), Duration.ofHours(1));

        /** Refuses leases that do not fit 32 bits of seconds or are shorter than the least. */
        public Times {
            if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(Duration.ofDays(3650)) > 0) {
                throw new IllegalArgumentException("a lease lasts 2 minutes to 10 years");
            }
        }
    }
}
