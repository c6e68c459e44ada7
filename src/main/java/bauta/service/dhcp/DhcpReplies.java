package bauta.service.dhcp;

import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;

/** Makes the server's messages (RFC 2131 table 3). */
final class DhcpReplies {
    private final DhcpSettings settings;
    private final List<Ipv4Address> provider;

    DhcpReplies(DhcpSettings settings, List<Ipv4Address> provider) {
        this.settings = settings;
        this.provider = List.copyOf(provider);
    }

    DhcpMessage offer(DhcpMessage request, Ipv4Address address, Duration lease) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.OFFER);
        times(options, lease);
        parameters(request, options);
        return reply(request, Ipv4Address.ANY, address, options);
    }

    DhcpMessage ack(DhcpMessage request, Ipv4Address address, Duration lease) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.ACK);
        times(options, lease);
        parameters(request, options);
        return reply(request, request.ciaddr(), address, options);
    }

    /** An ACK without address and times, for INFORM. */
    DhcpMessage parameters(DhcpMessage request) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.ACK);
        parameters(request, options);
        return reply(request, request.ciaddr(), Ipv4Address.ANY, options);
    }

    /** A NAK; clients take it by broadcast only, so the flag is set for those that relay it. */
    DhcpMessage nak(DhcpMessage request, String why) {
        DhcpOptions.Builder options = head(DhcpMessage.Type.NAK).text(DhcpOptions.MESSAGE, why);
        return reply(request, Ipv4Address.ANY, Ipv4Address.ANY, options);
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

    /** Everything to a client that asks for nothing in particular, else what it asks for. */
    private void parameters(DhcpMessage request, DhcpOptions.Builder options) {
        List<Integer> list = request.options().octets(DhcpOptions.PARAMETER_LIST);
        List<Integer> known =
                List.of(
                        DhcpOptions.SUBNET_MASK,
                        DhcpOptions.ROUTER,
                        DhcpOptions.DNS,
                        DhcpOptions.DOMAIN_NAME,
                        DhcpOptions.BROADCAST);
        known.stream()
                .filter(code -> list.isEmpty() || list.contains(code))
                .forEach(code -> parameter(code, options));
    }

    private void parameter(int code, DhcpOptions.Builder options) {
        switch (code) {
            case DhcpOptions.SUBNET_MASK ->
                    options.address(code, new Ipv4Address(settings.network().mask()));
            case DhcpOptions.ROUTER -> options.address(code, settings.network().address());
            case DhcpOptions.BROADCAST -> options.address(code, settings.network().broadcast());
            case DhcpOptions.DNS -> {
                List<Ipv4Address> dns =
                        settings.parameters().dns().resolve(settings.network().address(), provider);
                if (!dns.isEmpty()) {
                    options.addresses(code, dns);
                }
            }
            case DhcpOptions.DOMAIN_NAME -> {
                if (!settings.parameters().domain().isEmpty()) {
                    options.text(code, settings.parameters().domain());
                }
            }
            default -> throw new IllegalArgumentException("no such parameter: " + code);
        }
    }

    /** Repeats what identifies the request; the client identifier too, as RFC 6842 wants. */
    private static DhcpMessage reply(
            DhcpMessage request,
            Ipv4Address ciaddr,
            Ipv4Address yiaddr,
            DhcpOptions.Builder options) {
        request.options()
                .bytes(DhcpOptions.CLIENT_ID)
                .ifPresent(id -> options.bytes(DhcpOptions.CLIENT_ID, id));
        return new DhcpMessage(
                DhcpMessage.REPLY,
                0,
                request.xid(),
                0,
                request.broadcast(),
                ciaddr,
                yiaddr,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                request.chaddr(),
                options.build());
    }
}
