package bauta.service.dhcp;

import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The configuration parameters that clients get besides their address (RFC 2132). Mask and
 * broadcast address follow from the network.
 *
 * @param router the default router (option 3), usually our own address; none gives no default route
 * @param dns name servers (option 6)
 * @param domain domain name (option 15), empty for none
 * @param search domains to look in (option 119); empty means {@code domain} alone
 * @param ntp time servers (option 42), empty for none
 * @param mtuBytes MTU of the link (option 26), 68 to 65535
 * @param routes further routes (option 121); the default route is added from {@code router}, since
 *     clients that take this option ignore option 3 (RFC 3442)
 * @param others any other option by its number, given as it stands; one that has a meaning above
 *     replaces it
 */
public record DhcpParameters(
        Optional<Ipv4Address> router,
        NameServers dns,
        String domain,
        List<String> search,
        List<Ipv4Address> ntp,
        OptionalInt mtuBytes,
        List<StaticRoute> routes,
        DhcpOptions others) {
    /** The domain of a home (RFC 8375). */
    public static final String HOME_DOMAIN = "home.arpa";

    /** Options that belong to the protocol itself and cannot be given by number. */
    public static final Set<Integer> RESERVED_CODES =
            Set.of(
                    DhcpOptions.PAD,
                    DhcpOptions.REQUESTED_ADDRESS,
                    DhcpOptions.LEASE_TIME,
                    DhcpOptions.OVERLOAD,
                    DhcpOptions.MESSAGE_TYPE,
                    DhcpOptions.SERVER_ID,
                    DhcpOptions.PARAMETER_LIST,
                    DhcpOptions.MESSAGE,
                    DhcpOptions.MAX_MESSAGE_SIZE,
                    DhcpOptions.RENEWAL_TIME,
                    DhcpOptions.REBINDING_TIME,
                    DhcpOptions.CLIENT_ID,
                    DhcpOptions.RELAY_AGENT,
                    DhcpOptions.END);

    /** The least MTU of IPv4 (RFC 791), in bytes. */
    public static final int MTU_MIN = 68;

    private static final int MTU_MAX = 65_535;
    private static final int NAME_MAX = 253;
    private static final int LABEL_MAX = 63;

    /** Refuses what no option can hold. */
    public DhcpParameters {
        search = List.copyOf(search);
        ntp = List.copyOf(ntp);
        routes = List.copyOf(routes);
        checkName(domain);
        search.forEach(DhcpParameters::checkName);
        mtuBytes.ifPresent(DhcpParameters::checkMtu);
        for (int code : others.codes()) {
            if (code < 0 || code > DhcpOptions.END || RESERVED_CODES.contains(code)) {
                throw new IllegalArgumentException("option " + code + " cannot be given by number");
            }
        }
    }

    private static void checkName(String name) {
        boolean labels = true;
        for (String label : name.split("\\.", -1)) {
            labels &= label.length() <= LABEL_MAX && (!label.isEmpty() || name.isEmpty());
        }
        boolean visible = name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!labels || !visible || name.length() > NAME_MAX) {
            throw new IllegalArgumentException("not a domain name: " + name);
        }
    }

    private static void checkMtu(int bytes) {
        if (bytes < MTU_MIN || bytes > MTU_MAX) {
            throw new IllegalArgumentException("an MTU is 68 to 65535 bytes, not " + bytes);
        }
    }

    /**
     * Returns what a home needs: the router itself for everything, and the home's domain.
     *
     * @param own the router's address on the LAN
     */
    public static DhcpParameters standard(Ipv4Address own) {
        return new DhcpParameters(
                Optional.of(own),
                new NameServers.Own(),
                HOME_DOMAIN,
                List.of(),
                List.of(),
                OptionalInt.empty(),
                List.of(),
                DhcpOptions.NONE);
    }
}
