package bauta.service.dhcp;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one DHCP server is to do.
 *
 * @param listen 0.0.0.0 port 67 on the LAN device
 * @param clientPort UDP port of clients, 68 outside tests
 * @param network our address on the LAN with the length of its prefix; it is the server identifier
 * @param mac our MAC address on the LAN
 * @param pool the addresses to give out
 * @param parameters what clients get besides
 * @param devices those that the owner has named; some have an address kept for them
 * @param times how long things last
 * @param leaseFile where leases are kept; its directory exists
 */
public record DhcpSettings(
        ListenAddress listen,
        int clientPort,
        Ipv4Prefix network,
        MacAddress mac,
        Pool pool,
        DhcpParameters parameters,
        List<DhcpDevice> devices,
        Times times,
        Path leaseFile) {
    /** Refuses a pool or a kept address outside the network, and one that is kept twice. */
    public DhcpSettings {
        devices = List.copyOf(devices);
        if (!network.contains(pool.first()) || !network.contains(pool.last())) {
            throw new IllegalArgumentException("the pool " + pool + " is outside " + network);
        }
        Set<Ipv4Address> kept = new HashSet<>();
        for (DhcpDevice device : devices) {
            Ipv4Address address = device.address().orElse(null);
            if (address != null && (!isHost(network, address) || !kept.add(address))) {
                throw new IllegalArgumentException(
                        "the address " + address + " of " + device.name() + " cannot be kept");
            }
        }
    }

    private static boolean isHost(Ipv4Prefix network, Ipv4Address address) {
        return network.contains(address)
                && !address.equals(network.address())
                && !address.equals(network.network())
                && !address.equals(network.broadcast());
    }

    /** Returns whether a server with other settings can take these without being opened anew. */
    boolean sameSocket(DhcpSettings other) {
        return listen.equals(other.listen)
                && clientPort == other.clientPort
                && network.equals(other.network)
                && mac.equals(other.mac)
                && leaseFile.equals(other.leaseFile);
    }

    /** Returns these settings with another set of devices. */
    public DhcpSettings withDevices(List<DhcpDevice> newDevices) {
        return new DhcpSettings(
                listen, clientPort, network, mac, pool, parameters, newDevices, times, leaseFile);
    }

    /** Returns these settings with other parameters for clients. */
    public DhcpSettings withParameters(DhcpParameters newParameters) {
        return new DhcpSettings(
                listen, clientPort, network, mac, pool, newParameters, devices, times, leaseFile);
    }

    /** Returns these settings with other times. */
    public DhcpSettings withTimes(Times newTimes) {
        return new DhcpSettings(
                listen, clientPort, network, mac, pool, parameters, devices, newTimes, leaseFile);
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

        /** Returns the place of an address that lies inside. */
        int indexOf(Ipv4Address address) {
            return address.bits() - first.bits();
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
     * @param quarantine how long an address that was found in use is not given out
     * @param probe how long the LAN is asked whether an address is in use before it is offered;
     *     zero does not ask
     * @param lookout how often other DHCP servers are looked for; zero does not look, but those
     *     that clients talk of are noticed all the same
     */
    public record Times(
            Duration lease, Duration offer, Duration quarantine, Duration probe, Duration lookout) {
        /** The shortest lease: shorter ones only make traffic. */
        public static final Duration LEASE_MIN = Duration.ofMinutes(2);

        /** Half a day, a minute, an hour, half a second, and five minutes. */
        public static final Times DEFAULT =
                new Times(
                        Duration.ofHours(12),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(5));

        /** Refuses leases that do not fit 32 bits of seconds or are shorter than the least. */
        public Times {
            if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(Duration.ofDays(3650)) > 0) {
                throw new IllegalArgumentException("a lease lasts 2 minutes to 10 years");
            }
            if (probe.isNegative() || lookout.isNegative()) {
                throw new IllegalArgumentException("time does not run backwards");
            }
        }

        /** Returns these times with another one for leases. */
        public Times withLease(Duration newLease) {
            return new Times(newLease, offer, quarantine, probe, lookout);
        }

        /** Returns these times without the probe before an offer and without the lookout. */
        public Times silent() {
            return new Times(lease, offer, quarantine, Duration.ZERO, Duration.ZERO);
        }
    }
}
