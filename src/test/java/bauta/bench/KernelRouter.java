package bauta.bench;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel as the router that users would have instead: IPv4 forwarding, nftables masquerade and
 * one forward chain, no PPPoE, in a namespace of its own between the same inside hosts and servers.
 */
final class KernelRouter implements AutoCloseable {
    private static final Route ROUTE =
            new Route(
                    0x02_00_00_00_b0_01L,
                    0x02_00_00_00_b0_02L,
                    0x02_00_00_00_b0_03L,
                    0x02_00_00_00_b0_04L,
                    Ipv4Address.parse("192.168.86.100").bits(),
                    Ipv4Address.parse("198.51.100.10").bits(),
                    Ipv4Address.parse("203.0.113.2").bits(),
                    0);
    private static final String RULES =
            """
            table ip bench {
                chain postrouting {
                    type nat hook postrouting priority srcnat;
                    oifname "wan" masquerade
                }
                chain forward {
                    type filter hook forward priority filter; policy drop;
                    ct state established,related accept
                    iifname "lan" accept
                }
            }
            """;

    private final Place place;
    private final Lane lane;

    KernelRouter(Place lan, Place provider) {
        this.place = new Place("kernel");
        this.lane = new Lane("kernel", lan, "lan-k", provider, "isp-k", ROUTE);
        lan.wire("lan-k", ROUTE.hostMac(), place, "lan", ROUTE.routerLanMac());
        provider.wire("isp-k", ROUTE.providerMac(), place, "wan", ROUTE.routerWanMac());
        place.must("ip address add 192.168.86.1/24 dev lan");
        place.must("ip address add 203.0.113.2/24 dev wan");
        place.must("ip route add default via 203.0.113.1");
        neighbour("203.0.113.1", ROUTE.providerMac(), "wan");
        for (int host = 0; host < Traffic.HOSTS; host++) {
            var address = new Ipv4Address(ROUTE.insideAddress() + host);
            neighbour(address.toString(), ROUTE.hostMac(), "lan");
        }
        place.setting("net.ipv4.ip_forward", 1);
        place.setting("net.netfilter.nf_conntrack_max", 262144);
        loadRules();
    }

    private void neighbour(String address, long mac, String link) {
        place.must(
                "ip neigh replace %s lladdr %s dev %s nud permanent"
                        .formatted(address, new MacAddress(mac), link));
    }

    private void loadRules() {
        try {
            Path rules = Files.createTempFile("bench", ".nft");
            try {
                Files.writeString(rules, RULES);
                place.must("nft -f " + rules);
            } finally {
                Files.delete(rules);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Lane lane() {
        return lane;
    }

    /**
     * Says where packets are forwarded: on the CPU that the generator pays for, as they come, or on
     * another one, to which the kernel hands them (receive packet steering).
     *
     * @param cpuMask the CPUs to hand to as a bit mask, 0 for as they come
     */
    void steer(int cpuMask) {
        for (String link : new String[] {"lan", "wan"}) {
            place.write(
                    "/sys/class/net/" + link + "/queues/rx-0/rps_cpus",
                    Integer.toHexString(cpuMask));
        }
    }

    /** Returns how many flows it tracks now. */
    int tracked() {
        String count = place.must("cat /proc/sys/net/netfilter/nf_conntrack_count");
        return Integer.parseInt(count.strip());
    }

    /** Makes it translate datagrams with wrong sums too, which it marks as invalid otherwise. */
    void translateWrongSums() {
        place.setting("net.netfilter.nf_conntrack_checksum", 0);
    }

    @Override
    public void close() {
        place.close();
    }
}
