package bauta.service.dhcp;

import bauta.service.dhcp.DhcpAction.Destination;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes the server's messages (RFC 2131 table 3) and says where they go (section 4.1). */
final class DhcpReplies {
    /** What every client takes, and the most that fits the LAN, as IP datagrams in bytes. */
    private static final int DATAGRAM_MIN = 576;

    private static final int DATAGRAM_MAX = 1500;
    private static final int IP_AND_UDP = 28;

    private final DhcpSettings settings;
    private final DhcpOptions values;
    private final Set<Integer> toAll;

    DhcpReplies(DhcpSettings settings, List<Ipv4Address> provider) {
        this.settings = settings;
        this.values = DhcpOptionValues.of(settings, provider);
        this.toAll = new LinkedHashSet<>(values.codes());
        toAll.remove(DhcpOptions.CLASSLESS_ROUTES_MICROSOFT);
    }

    DhcpAction.Reply offer(DhcpMessage request, Ipv4Address address, Duration lease) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.OFFER);
        times(options, lease);
        parameters(request, options);
        return reply(request, new Addresses(Ipv4Address.ANY, address), options);
    }

    DhcpAction.Reply ack(DhcpMessage request, Ipv4Address address, Duration lease) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.ACK);
        times(options, lease);
        parameters(request, options);
        return reply(request, new Addresses(request.ciaddr(), address), options);
    }

    /** An ACK without address and times, for INFORM. */
    DhcpAction.Reply parameters(DhcpMessage request) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.ACK);
        parameters(request, options);
        Addresses addresses = new Addresses(request.ciaddr(), Ipv4Address.ANY);
        return new DhcpAction.Reply(
                message(request, addresses, options, request.broadcast()),
                new Destination.Host(request.ciaddr()),
                maxBytes(request));
    }

    /** A NAK; a relay agent must broadcast it (RFC 2131 section 4.3.2). */
    DhcpAction.Reply nak(DhcpMessage request, String why) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.NAK).text(DhcpOptions.MESSAGE, why);
        boolean relayed = isRelayed(request);
        DhcpMessage message =
                message(
                        request,
                        new Addresses(Ipv4Address.ANY, Ipv4Address.ANY),
                        options,
                        relayed || request.broadcast());
        Destination to =
                relayed ? new Destination.Relay(request.giaddr()) : new Destination.Broadcast();
        return new DhcpAction.Reply(message, to, maxBytes(request));
    }

    private static boolean isRelayed(DhcpMessage request) {
        return !request.giaddr().equals(Ipv4Address.ANY);
    }

    private DhcpOptions.Builder head(DhcpMessage.Type type) {
        return new DhcpOptions.Builder()
                .octet(DhcpOptions.MESSAGE_TYPE, type.code())
                .address(DhcpOptions.SERVER_ID, settings.network().address());
    }

    /** T1 and T2 as RFC 2131 section 4.4.5 has them: a half and seven eighths. */
    private static void times(DhcpOptions.Builder options, Duration lease) {
        long seconds = lease.toSeconds();
        options.seconds(DhcpOptions.LEASE_TIME, seconds)
                .seconds(DhcpOptions.RENEWAL_TIME, seconds / 2)
                .seconds(DhcpOptions.REBINDING_TIME, seconds / 8 * 7);
    }

    /**
     * Everything to a client that asks for nothing in particular, else what it asks for, in its
     * order (RFC 2132 section 9.8), with the mask before the router (section 3.3).
     */
    private void parameters(DhcpMessage request, DhcpOptions.Builder options) {
        List<Integer> list = request.options().octets(DhcpOptions.PARAMETER_LIST);
        Set<Integer> codes = new LinkedHashSet<>();
        if (list.contains(DhcpOptions.SUBNET_MASK)) {
            codes.add(DhcpOptions.SUBNET_MASK);
        }
        codes.addAll(list.isEmpty() ? toAll : list);
        for (int code : codes) {
            values.bytes(code).ifPresent(value -> options.bytes(code, value));
        }
    }

    /**
     * The address fields.
     *
     * @param ciaddr what the client has
     * @param yiaddr what it gets
     */
    private record Addresses(Ipv4Address ciaddr, Ipv4Address yiaddr) {}

    private static DhcpAction.Reply reply(
            DhcpMessage request, Addresses addresses, DhcpOptions.Builder options) {
        DhcpMessage message = message(request, addresses, options, request.broadcast());
        return new DhcpAction.Reply(message, destination(message), maxBytes(request));
    }

    private static Destination destination(DhcpMessage reply) {
        if (isRelayed(reply)) {
            return new Destination.Relay(reply.giaddr());
        }
        if (!reply.ciaddr().equals(Ipv4Address.ANY)) {
            return new Destination.Host(reply.ciaddr());
        }
        return reply.broadcast()
                ? new Destination.Broadcast()
                : new Destination.Newcomer(reply.yiaddr(), reply.chaddr());
    }

    /** Option 57 counts the IP and UDP headers; less than 576 no client may ask for. */
    private static int maxBytes(DhcpMessage request) {
        int datagram = request.options().number(DhcpOptions.MAX_MESSAGE_SIZE).orElse(DATAGRAM_MIN);
        return Math.clamp(datagram, DATAGRAM_MIN, DATAGRAM_MAX) - IP_AND_UDP;
    }

    /**
     * Repeats what identifies the request; the client identifier too (RFC 6842), and what a relay
     * agent added (RFC 3046 section 2.2).
     */
    private static DhcpMessage message(
            DhcpMessage request,
            Addresses addresses,
            DhcpOptions.Builder options,
            boolean broadcast) {
        for (int echoed : List.of(DhcpOptions.CLIENT_ID, DhcpOptions.RELAY_AGENT)) {
            request.options().bytes(echoed).ifPresent(value -> options.bytes(echoed, value));
        }
        return new DhcpMessage(
                DhcpMessage.REPLY,
                0,
                request.xid(),
                0,
                broadcast,
                addresses.ciaddr(),
                addresses.yiaddr(),
                Ipv4Address.ANY,
                request.giaddr(),
                request.chaddr(),
                options.build());
    }
}
