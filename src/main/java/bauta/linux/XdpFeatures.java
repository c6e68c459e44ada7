package bauta.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the driver of an interface can do for XDP, asked by generic netlink (family {@code netdev},
 * Documentation/netlink/specs/netdev.yaml).
 */
public final class XdpFeatures {
    /** The driver takes frames that another one redirects to it. */
    public static final String TRANSMIT = "ndo-xmit";

    private static final List<String> NAMES =
            List.of(
                    "basic",
                    "redirect",
                    TRANSMIT,
                    "xsk-zerocopy",
                    "hw-offload",
                    "rx-sg",
                    "ndo-xmit-sg");
    private static final int CONTROL = 0x10;
    private static final int GET_FAMILY = 3;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;
    private static final int GET_DEVICE = 1;
    private static final int DEVICE_INDEX = 1;
    private static final int DEVICE_FEATURES = 3;
    private static final int HEADER_BYTES = 4;

    private XdpFeatures() {}

    /**
     * Returns the names of the features.
     *
     * @param index the interface
     * @return empty also when the kernel cannot tell
     */
    public static List<String> of(int index) {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.GENERIC, 0)) {
            int family = family(socket);
            AtomicLong bits = new AtomicLong();
            NetlinkRequest request = request(family, GET_DEVICE).attribute(DEVICE_INDEX, index);
            int errno =
                    socket.exchange(
                            "netdev " + index,
                            request,
                            message -> {
                                if (message.attribute(HEADER_BYTES, DEVICE_FEATURES, 8)) {
                                    bits.set(message.longValue());
                                }
                            });
            return errno == 0 ? names(bits.get()) : List.of();
        }
    }

    private static int family(NetlinkSocket socket) {
        AtomicInteger family = new AtomicInteger();
        int errno =
                socket.exchange(
                        "generic netlink family netdev",
                        request(CONTROL, GET_FAMILY).attribute(FAMILY_NAME, "netdev"),
                        message -> {
                            if (message.attribute(HEADER_BYTES, FAMILY_ID, 2)) {
                                family.set(message.shortValue());
                            }
                        });
        return errno == 0 ? family.get() : 0;
    }

    private static NetlinkRequest request(int family, int command) {
        return new NetlinkRequest(family, NetlinkRequest.FLAG_ACK)
                .byteValue(command)
                .byteValue(1)
                .shortValue(0);
    }

    private static List<String> names(long bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if ((bits >>> i & 1) != 0) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }
}
