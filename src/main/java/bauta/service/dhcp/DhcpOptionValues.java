package bauta.service.dhcp;

import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The parameters of the settings as options, the most needed ones first. */
final class DhcpOptionValues {
    private DhcpOptionValues() {}

    /**
     * Encodes everything that a client can get.
     *
     * @param settings of the server
     * @param provider the provider's name servers
     */
    static DhcpOptions of(DhcpSettings settings, List<Ipv4Address> provider) {
        DhcpParameters parameters = settings.parameters();
        DhcpOptions.Builder options = new DhcpOptions.Builder();
        options.address(DhcpOptions.SUBNET_MASK, new Ipv4Address(settings.network().mask()));
        parameters.router().ifPresent(router -> options.address(DhcpOptions.ROUTER, router));
        List<Ipv4Address> dns = parameters.dns().resolve(settings.network().address(), provider);
        addresses(options, DhcpOptions.DNS, dns);
        if (!parameters.domain().isEmpty()) {
            options.text(DhcpOptions.DOMAIN_NAME, parameters.domain());
        }
        options.address(DhcpOptions.BROADCAST, settings.network().broadcast());
        addresses(options, DhcpOptions.NTP, parameters.ntp());
        parameters.mtuBytes().ifPresent(bytes -> options.number(DhcpOptions.MTU, bytes, 2));
        if (!parameters.routes().isEmpty()) {
            byte[] routes = routes(parameters);
            options.bytes(DhcpOptions.CLASSLESS_ROUTES, routes);
            options.bytes(DhcpOptions.CLASSLESS_ROUTES_MICROSOFT, routes);
        }
        byte[] search = search(parameters);
        if (search.length > 0) {
            options.bytes(DhcpOptions.DOMAIN_SEARCH, search);
        }
        return options.all(parameters.others()).build();
    }

    private static void addresses(
            DhcpOptions.Builder options, int code, List<Ipv4Address> addresses) {
        if (!addresses.isEmpty()) {
            options.addresses(code, addresses);
        }
    }

    /**
     * RFC 3442: prefix length, as many bytes of the destination as it fills, router. A client that
     * takes these ignores option 3, so the default route stands here too.
     */
    private static byte[] routes(DhcpParameters parameters) {
        List<StaticRoute> routes = new ArrayList<>(parameters.routes());
        if (routes.stream().noneMatch(route -> route.to().length() == 0)) {
            parameters.router().ifPresent(router -> routes.add(StaticRoute.toEverywhere(router)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (StaticRoute route : routes) {
            int length = route.to().length();
            bytes.write(length);
            bytes.write(octets(route.to().network()), 0, Math.ceilDiv(length, Byte.SIZE));
            bytes.writeBytes(octets(route.via()));
        }
        return bytes.toByteArray();
    }

    private static byte[] octets(Ipv4Address address) {
        return ByteBuffer.allocate(Ipv4Address.LENGTH).putInt(address.bits()).array();
    }

    /** RFC 3397: names as in DNS, without compression. */
    private static byte[] search(DhcpParameters parameters) {
        List<String> names =
                parameters.search().isEmpty() ? List.of(parameters.domain()) : parameters.search();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String name : names) {
            if (!name.isEmpty()) {
                for (String label : name.split("\\.", -1)) {
                    byte[] text = label.getBytes(StandardCharsets.US_ASCII);
                    bytes.write(text.length);
                    bytes.writeBytes(text);
                }
                bytes.write(0);
            }
        }
        return bytes.toByteArray();
    }
}
