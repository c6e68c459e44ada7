package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every request against the kernel, seen by {@code ip} and by our own dumps. */
@Tag("network")
class RouteNetlinkNetworkTest {
    private static final Ipv4Prefix ADDRESS = Ipv4Prefix.parse("192.168.87.1/24");
    private static final Ipv4Address NEIGHBOUR = Ipv4Address.parse("192.168.87.9");

    private TestNetwork network;
    private RouteNetlink netlink;
    private int index;

    @BeforeEach
    void start() {
        network = new TestNetwork("a", "b");
        network.join("a", "one", "b", "two", "");
        netlink = network.in("a", RouteNetlink::open);
        index = network.in("a", () -> Interfaces.index("one"));
    }

    @AfterEach
    void stop() {
        netlink.close();
        network.close();
    }

    private RouteEvent.LinkPresent link() {
        return netlink.link("one").orElseThrow();
    }

    @Test
    void seesAndChangesLinks() {
        assertThat(netlink.links()).extracting(RouteEvent.LinkPresent::name).contains("lo", "one");
        assertThat(netlink.link("other")).isEmpty();
        assertThat(link().up()).isFalse();
        netlink.setUp(index, true);
        assertThat(link().up()).isTrue();
        assertThat(link().carrier()).isTrue();
        netlink.setMtu(index, 1508);
        assertThat(link().mtuBytes()).isEqualTo(1508);
        netlink.setUp(index, false);
        assertThat(link().up()).isFalse();
    }

    @Test
    void saysWhatTheKernelRefuses() {
        assertThatThrownBy(() -> netlink.setMtu(index, 10))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
        assertThatThrownBy(() -> netlink.setUp(9999, true))
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void addsAndRemovesAddresses() {
        netlink.addAddress(index, ADDRESS);
        netlink.addAddress(index, ADDRESS);
        assertThat(netlink.addresses())
                .contains(new RouteEvent.AddressChanged(index, ADDRESS, true));
        netlink.removeAddress(index, ADDRESS);
        assertThat(netlink.addresses()).extracting(RouteEvent::index).doesNotContain(index);
        netlink.addPointToPoint(index, ADDRESS.address(), NEIGHBOUR);
        assertThat(network.ip("a", "address show one"))
                .contains("192.168.87.1 peer 192.168.87.9/32");
        netlink.flushAddresses(index);
        assertThat(network.ip("a", "address show one")).doesNotContain("inet ");
    }

    @Test
    void replacesAndRemovesRoutes() {
        netlink.setUp(index, true);
        netlink.addAddress(index, ADDRESS);
        Ipv4Prefix everywhere = new Ipv4Prefix(Ipv4Address.ANY, 0);
        netlink.replaceRoute(index, everywhere, ADDRESS.address(), 100);
        netlink.replaceRoute(index, everywhere, ADDRESS.address(), 100);
        assertThat(network.ip("a", "route show default").strip())
                .isEqualTo("default dev one proto static scope link src 192.168.87.1 metric 100");
        assertThat(netlink.removeRoute(index, everywhere, 100)).isTrue();
        assertThat(netlink.removeRoute(index, everywhere, 100)).isFalse();
        assertThat(network.ip("a", "route show default")).isEmpty();
    }

    @Test
    void setsAndRemovesNeighbours() {
        netlink.setUp(index, true);
        netlink.addAddress(index, ADDRESS);
        byte[] mac = {2, 0, 0, 0, 0, 9};
        netlink.setNeighbour(index, NEIGHBOUR, mac);
        assertThat(netlink.neighbours())
                .contains(
                        new RouteEvent.NeighbourChanged(
                                index, NEIGHBOUR.bits(), 0x020000000009L, false));
        netlink.removeNeighbour(index, NEIGHBOUR);
        assertThat(netlink.neighbours())
                .noneMatch(n -> n.ipv4() == NEIGHBOUR.bits() && n.mac() != -1);
    }

    @Test
    void tellsOfChanges() {
        try (RouteEvents events = network.in("a", RouteEvents::open)) {
            List<RouteEvent> seen = new ArrayList<>();
            assertThat(events.poll(seen::add)).isTrue();
            assertThat(seen).isEmpty();
            netlink.setUp(index, true);
            netlink.addAddress(index, ADDRESS);
            network.ip("a", "link delete one");
            assertThat(events.poll(seen::add)).isTrue();
            assertThat(seen)
                    .contains(new RouteEvent.AddressChanged(index, ADDRESS, true))
                    .contains(new RouteEvent.LinkGone(index, "one"))
                    .anyMatch(e -> e instanceof RouteEvent.LinkPresent link && link.up());
        }
    }

    @Test
    void saysWhenEventsWereLost() {
        try (RouteEvents events = network.in("a", RouteEvents::open)) {
            for (int i = 0; i < 3_000; i++) {
                netlink.setUp(index, i % 2 == 0);
            }
            boolean complete = true;
            int polls = 0;
            while (complete && polls++ < 1_000) {
                complete = events.poll(_ -> {});
            }
            assertThat(complete).isFalse();
        }
    }

    @Test
    void switchesOffloads() {
        network.in(
                "a",
                () -> {
                    try (InterfaceFeatures features = InterfaceFeatures.of("one")) {
                        assertThat(features.set("rx-gro", true)).isTrue();
                        assertThat(features.active("rx-gro")).isEqualTo(Optional.of(true));
                        assertThat(features.set("rx-gro", false)).isTrue();
                        assertThat(features.active("rx-gro")).isEqualTo(Optional.of(false));
                        assertThat(features.active("no-such-feature")).isEmpty();
                        assertThat(features.receiveQueues()).isEqualTo(Optional.of(1));
                    }
                    return true;
                });
    }

    @Test
    void tellsWhetherADriverTakesRedirectedFrames() {
        network.ip("a", "link set one up");
        network.run("b", "ethtool -K two gro off");
        assertThat(network.in("a", () -> XdpFeatures.of(index)))
                .contains("basic", "redirect")
                .doesNotContain(XdpFeatures.TRANSMIT);
        // A veth has it while its peer runs NAPI.
        network.run("b", "ethtool -K two gro on");
        assertThat(network.in("a", () -> XdpFeatures.of(index))).contains(XdpFeatures.TRANSMIT);
    }
}
