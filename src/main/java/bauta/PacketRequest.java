package bauta;

import bauta.control.admin.traffic.BadPacketException;
import bauta.control.admin.traffic.TraceRequest;
import bauta.control.admin.traffic.WhyRequest;
import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.rules.Protocols;
import bauta.forward.TraceFilter;
import bauta.forward.WhyQuestion;
import bauta.forward.WhyQuestion.Ingress;
import bauta.service.dns.LanNames;
import bauta.wire.Ipv4Address;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes questions to the path of requests to the API: names to numbers, what is absent filled in.
 */
final class PacketRequest {
    /** A host somewhere on the Internet, for packets that only need to come from outside. */
    static final Ipv4Address STRANGER = Ipv4Address.parse("9.9.9.9");

    private static final String ROUTER = "router";
    private static final int MOST_PORT = 0xffff;
    private static final int MOST_LENGTH = 1500;
    private static final int MOST_OCTET = 255;
    private static final int ANY_PORT = 50_000;
    private static final int ECHO_REQUEST = 8;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int TTL = 64;

    private final Config config;
    private final Map<String, Integer> uplinks;
    private final Map<String, Ipv4Address> external;
    private final LanNames names;

    /**
     * Prepares to understand requests.
     *
     * @param config in force
     * @param uplinks numbers of the uplinks by their names
     * @param external addresses of the uplinks that are up, by their names
     * @param names of the house, as DNS knows them
     */
    PacketRequest(
            Config config,
            Map<String, Integer> uplinks,
            Map<String, Ipv4Address> external,
            LanNames names) {
        this.config = config;
        this.names = names;
        this.uplinks = uplinks;
        this.external = external;
    }

    /**
     * Where a packet comes in.
     *
     * @param from how the path calls it
     * @param number of the LAN or uplink
     * @param name of the network or uplink, or {@code router}
     */
    record Entrance(Ingress from, int number, String name) {}

    /**
     * Returns the question.
     *
     * @param request as asked
     * @param entrance where it comes in
     * @throws BadPacketException when there cannot be such a packet
     */
    WhyQuestion question(WhyRequest request, Entrance entrance) throws BadPacketException {
        int protocol = protocol(request);
        return new WhyQuestion(
                entrance.from(),
                entrance.number(),
                source(request, entrance),
                address("destination", request.destination()),
                protocol,
                number("source-port", request.sourcePort(), MOST_PORT, ANY_PORT),
                number("destination-port", request.destinationPort(), MOST_PORT, 0),
                flags(request.tcpFlags()),
                number("icmp-type", request.icmpType(), MOST_OCTET, ECHO_REQUEST),
                number("icmp-code", request.icmpCode(), MOST_OCTET, 0),
                number("tos", request.tos(), MOST_OCTET, 0),
                number("ttl", request.ttl(), MOST_OCTET, TTL),
                number("length", request.length(), MOST_LENGTH, 0));
    }

    private int protocol(WhyRequest request) throws BadPacketException {
        if (request.protocol().isPresent()) {
            return protocol(request.protocol().get());
        }
        return request.destinationPort().isPresent() ? TCP : ICMP;
    }

    private static int protocol(String text) throws BadPacketException {
        return Protocols.number(text).orElseThrow(() -> new BadPacketException("protocol", text));
    }

    /**
     * Returns where a packet comes in.
     *
     * @param request as asked
     * @throws BadPacketException when there is no such network or uplink
     */
    Entrance entrance(WhyRequest request) throws BadPacketException {
        if (request.from().isPresent()) {
            return named(request.from().get());
        }
        if (request.source().isEmpty()) {
            return network(0);
        }
        String name = request.source().get();
        if (!names(name) && (uplinks.containsKey(name) || name.equals(ROUTER))) {
            return named(name);
        }
        Ipv4Address source = address("source", name);
        for (int i = 0; i < config.networks().size(); i++) {
            if (config.networks().get(i).address().contains(source)) {
                return network(i);
            }
        }
        if (external.containsValue(source)) {
            return new Entrance(Ingress.ROUTER, 0, ROUTER);
        }
        String first =
                config.uplinks().stream()
                        .map(uplink -> uplink.name())
                        .findFirst()
                        .orElseThrow(() -> new BadPacketException("source", source.toString()));
        return named(first);
    }

    private Entrance network(int number) {
        return new Entrance(Ingress.LAN, number, config.networks().get(number).name());
    }

    private Entrance named(String name) throws BadPacketException {
        for (int i = 0; i < config.networks().size(); i++) {
            if (config.networks().get(i).name().equals(name)) {
                return network(i);
            }
        }
        Integer uplink = uplinks.get(name);
        if (uplink != null) {
            return new Entrance(Ingress.UPLINK, uplink, name);
        }
        if (name.equals(ROUTER)) {
            return new Entrance(Ingress.ROUTER, 0, ROUTER);
        }
        throw new BadPacketException("from", name);
    }

    private Ipv4Address source(WhyRequest request, Entrance entrance) throws BadPacketException {
        boolean anybody =
                entrance.from() != Ingress.LAN
                        && request.source().equals(Optional.of(entrance.name()));
        if (request.source().isPresent() && !anybody) {
            return address("source", request.source().get());
        }
        return switch (entrance.from()) {
            case LAN -> host(config.networks().get(entrance.number()));
            case UPLINK -> STRANGER;
            case ROUTER -> external.values().stream().findFirst().orElse(Ipv4Address.ANY);
        };
    }

    /** Some host of a network. */
    private static Ipv4Address host(Network network) {
        return network.dhcp().pool().start();
    }

    /** Takes an address, or a name: of a host, of a network or uplink, or of the router itself. */
    private Ipv4Address address(String part, String text) throws BadPacketException {
        if (text.matches("[0-9.]+")) {
            try {
                return Ipv4Address.parse(text);
            } catch (IllegalArgumentException _) {
                throw new BadPacketException(part, text);
            }
        }
        return host(text)
                .or(() -> Optional.ofNullable(external.get(text)))
                .or(() -> ofNetwork(text))
                .orElseThrow(() -> new BadPacketException(part, text));
    }

    private boolean names(String text) {
        return host(text).isPresent();
    }

    /** A name without a dot is one of any network of the house. */
    private Optional<Ipv4Address> host(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return Stream.concat(
                        Stream.of(name),
                        config.networks().stream().map(network -> name + "." + network.domain()))
                .flatMap(whole -> names.addresses(whole).stream())
                .findFirst();
    }

    private Optional<Ipv4Address> ofNetwork(String text) {
        if (text.equals(ROUTER)) {
            return config.networks().stream().map(n -> n.address().address()).findFirst();
        }
        return config.networks().stream()
                .filter(network -> network.name().equals(text))
                .map(PacketRequest::host)
                .findFirst();
    }

    private static int number(String part, Optional<Integer> value, int most, int otherwise)
            throws BadPacketException {
        int number = value.orElse(otherwise);
        if (number < 0 || number > most) {
            throw new BadPacketException(part, "" + number);
        }
        return number;
    }

    private static int flags(Optional<String> letters) throws BadPacketException {
        int flags = 0;
        for (char letter : letters.orElse("S").toCharArray()) {
            int bit = PacketLine.FLAGS.indexOf(letter);
            if (bit < 0) {
                throw new BadPacketException("tcp-flags", letters.orElse(""));
            }
            flags |= 1 << bit;
        }
        return flags;
    }

    /**
     * Returns what to follow.
     *
     * @param request as asked
     * @throws BadPacketException when there cannot be such packets
     */
    TraceFilter filter(TraceRequest request) throws BadPacketException {
        number("port", request.port(), MOST_PORT, 0);
        number("peer-port", request.peerPort(), MOST_PORT, 0);
        Optional<Integer> protocol =
                request.protocol().isPresent()
                        ? Optional.of(protocol(request.protocol().get()))
                        : Optional.empty();
        return new TraceFilter(
                protocol,
                optional("address", request.address()),
                request.port(),
                optional("peer", request.peer()),
                request.peerPort());
    }

    private Optional<Ipv4Address> optional(String part, Optional<String> text)
            throws BadPacketException {
        return text.isPresent() ? Optional.of(address(part, text.get())) : Optional.empty();
    }
}
