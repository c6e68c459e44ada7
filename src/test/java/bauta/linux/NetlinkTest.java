package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages written by one half and read by the other, and messages that lie. */
class NetlinkTest {
    private static final int UP_AND_CARRIER = RouteMessages.IFF_UP | RouteMessages.IFF_LOWER_UP;
    private static final byte[] MAC = {2, 0, 0, 0, 0, 0x0a};

    private static NetlinkRequest link(int type, int flags) {
        return new NetlinkRequest(type, 0)
                .intValue(0)
                .intValue(7)
                .intValue(flags)
                .intValue(0)
                .attribute(RouteMessages.IFLA_IFNAME, "eth0")
                .attribute(RouteMessages.IFLA_ADDRESS, MAC)
                .attribute(RouteMessages.IFLA_MTU, 1508);
    }

    private static NetlinkRequest neighbour(int type, int state) {
        return new NetlinkRequest(type, 0)
                .byteValue(2)
                .byteValue(0)
                .shortValue(0)
                .intValue(7)
                .shortValue(state)
                .shortValue(0)
                .networkAttribute(RouteMessages.NDA_DST, 0xc0a85702)
                .attribute(RouteMessages.NDA_LLADDR, MAC);
    }

    private static NetlinkRequest address(int type) {
        return new NetlinkRequest(type, 0)
                .byteValue(2)
                .byteValue(24)
                .shortValue(0)
                .intValue(7)
                .networkAttribute(RouteMessages.IFA_LOCAL, 0xc0a85701);
    }

    private static List<RouteEvent> read(ByteBuffer bytes) {
        List<RouteEvent> events = new ArrayList<>();
        NetlinkMessages messages = new NetlinkMessages(bytes);
        while (messages.next()) {
            RouteMessages.read(messages, events::add);
        }
        return events;
    }

    private static List<RouteEvent> read(NetlinkRequest request) {
        return read(request.finish(1));
    }

    @Test
    void readsLinks() {
        assertThat(read(link(RouteMessages.NEW_LINK, UP_AND_CARRIER)))
                .containsExactly(
                        new RouteEvent.LinkPresent(
                                7, "eth0", 0x02000000000aL, 1508, true, true, 1));
        assertThat(read(link(RouteMessages.NEW_LINK, RouteMessages.IFF_LOWER_UP)))
                .containsExactly(
                        new RouteEvent.LinkPresent(
                                7, "eth0", 0x02000000000aL, 1508, false, false, 1));
        assertThat(read(link(RouteMessages.DELETE_LINK, 0)))
                .containsExactly(new RouteEvent.LinkGone(7, "eth0"));
    }

    @Test
    void readsAddresses() {
        Ipv4Prefix prefix = new Ipv4Prefix(Ipv4Address.parse("192.168.87.1"), 24);
        assertThat(read(address(RouteMessages.NEW_ADDRESS)))
                .containsExactly(new RouteEvent.AddressChanged(7, prefix, true));
        assertThat(read(address(RouteMessages.DELETE_ADDRESS)))
                .containsExactly(new RouteEvent.AddressChanged(7, prefix, false));
    }

    @Test
    void readsNeighbours() {
        record Case(String name, int type, int state, long mac, boolean failed) {}
        long mac = 0x02000000000aL;
        List<Case> cases =
                List.of(
                        new Case("reachable", RouteMessages.NEW_NEIGHBOUR, 0x02, mac, false),
                        new Case("stale", RouteMessages.NEW_NEIGHBOUR, 0x04, mac, false),
                        new Case("delay", RouteMessages.NEW_NEIGHBOUR, 0x08, mac, false),
                        new Case("probe", RouteMessages.NEW_NEIGHBOUR, 0x10, mac, false),
                        new Case("permanent", RouteMessages.NEW_NEIGHBOUR, 0x80, mac, false),
                        new Case("incomplete", RouteMessages.NEW_NEIGHBOUR, 0x01, -1, false),
                        new Case("failed", RouteMessages.NEW_NEIGHBOUR, 0x20, -1, true),
                        new Case("none", RouteMessages.NEW_NEIGHBOUR, 0x00, -1, false),
                        new Case("removed", RouteMessages.DELETE_NEIGHBOUR, 0x02, -1, false));
        for (Case given : cases) {
            assertThat(read(neighbour(given.type(), given.state())))
                    .as(given.name())
                    .containsExactly(
                            new RouteEvent.NeighbourChanged(
                                    7, 0xc0a85702, given.mac(), given.failed()));
        }
    }

    @Test
    void readsNestedAttributes() {
        NetlinkRequest request = new NetlinkRequest(99, 0);
        int nest = request.nest(5);
        request.attribute(1, 11).attribute(2, 22);
        request.end(nest).attribute(6, 66);
        NetlinkMessages messages = new NetlinkMessages(request.finish(3));
        assertThat(messages.next()).isTrue();
        assertThat(messages.sequence()).isEqualTo(3);
        assertThat(messages.attribute(0, 5, 8)).isTrue();
        assertThat(messages.nested(2, 4)).isTrue();
        assertThat(messages.intValue()).isEqualTo(22);
        assertThat(messages.attribute(0, 6, 4)).isTrue();
        assertThat(messages.intValue()).isEqualTo(66);
        assertThat(messages.attribute(0, 7, 0)).isFalse();
    }

    @Test
    void noLieInALengthLeadsOutsideOrAround() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<ByteBuffer> seeds =
                List.of(
                        link(RouteMessages.NEW_LINK, UP_AND_CARRIER).finish(1),
                        address(RouteMessages.NEW_ADDRESS).finish(1),
                        neighbour(RouteMessages.NEW_NEIGHBOUR, 2).finish(1));
        for (int round = 0; round < 20_000; round++) {
            ByteBuffer original = seeds.get(random.nextInt(seeds.size())).duplicate();
            byte[] bytes = new byte[original.limit()];
            original.position(0).get(bytes);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            ByteBuffer cut = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            cut.limit(random.nextInt(bytes.length + 1));
            assertThat(read(cut)).as("seed %d round %d", seed, round).hasSizeLessThan(bytes.length);
        }
    }
}
