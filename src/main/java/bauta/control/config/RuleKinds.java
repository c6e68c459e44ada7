package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.IcmpTerm;
import bauta.control.config.rules.NameTerm;
import bauta.control.config.rules.PortSpan;
import bauta.control.config.rules.PortTerm;
import bauta.control.config.rules.ProtocolTerm;
import bauta.control.config.rules.Protocols;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The values that rules, policies and forwards take. */
final class RuleKinds {
    /** RFC 792, RFC 950, RFC 1256: type and code. */
    static final Map<String, IcmpTerm> ICMP =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("echo-reply", any(0)),
                            Map.entry("destination-unreachable", any(3)),
                            Map.entry("network-unreachable", new IcmpTerm(3, 0)),
                            Map.entry("host-unreachable", new IcmpTerm(3, 1)),
                            Map.entry("port-unreachable", new IcmpTerm(3, 3)),
                            Map.entry("fragmentation-needed", new IcmpTerm(3, 4)),
                            Map.entry("redirect", any(5)),
                            Map.entry("echo-request", any(8)),
                            Map.entry("router-advertisement", any(9)),
                            Map.entry("router-solicitation", any(10)),
                            Map.entry("time-exceeded", any(11)),
                            Map.entry("parameter-problem", any(12)),
                            Map.entry("timestamp-request", any(13)),
                            Map.entry("timestamp-reply", any(14))));

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String ADDRESS = BYTE + "(?:\\." + BYTE + "){3}";
    private static final String PORT =
            "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final String SET = "[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?";

    /** A stable id; those of the standing rules begin with {@code default-}. */
    static final Kind<String> ID =
            Kinds.matching("kind.rule-id", "(?!default-)[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    /** The name of a set: never only digits, which would be a port. */
    static final Kind<String> SET_NAME = Kinds.matching("kind.set-name", SET);

    static final Kind<NameTerm> NAME =
            new TextKind<>(
                    "kind.name-term",
                    "(!?)([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)",
                    (text, _) -> Optional.of(new NameTerm(except(text), text.group(2))));

    static final Kind<AddressTerm> ADDRESSES =
            new TextKind<>(
                    "kind.address-term",
                    "(!?)(?:("
                            + ADDRESS
                            + ")(?:/(3[0-2]|[12]?[0-9])|-("
                            + ADDRESS
                            + "))?|("
                            + LABEL
                            + "))",
                    RuleKinds::addresses);

    /** One host of the house. */
    static final Kind<AddressTerm> TARGET =
            new TextKind<>(
                    "kind.target",
                    "()(?:(" + ADDRESS + ")()()|(" + LABEL + "))",
                    RuleKinds::addresses);

    static final Kind<PortSpan> PORTS =
            new PortKind<>(
                    new TextKind<>(
                            "kind.ports-span",
                            "()(" + PORT + ")(?:-(" + PORT + "))?",
                            (text, site) -> span(text, site)));

    static final Kind<PortTerm> PORT_TERM =
            new PortKind<>(
                    new TextKind<>(
                            "kind.port-term",
                            "(!?)(?:(" + PORT + ")(?:-(" + PORT + "))?|(" + SET + "))",
                            RuleKinds::ports));

    static final Kind<Integer> PROTOCOL =
            new Leaf<>(
                    Message.of("kind.protocol", String.join(", ", Protocols.NUMBERS.keySet())),
                    orByte(
                            Json.object(
                                    "type",
                                    "string",
                                    "enum",
                                    List.copyOf(Protocols.NUMBERS.keySet()))),
                    node -> octet(node).or(() -> word(node, Protocols.NUMBERS)),
                    RuleKinds::protocol);

    static final Kind<ProtocolTerm> PROTOCOL_TERM =
            new Leaf<>(
                    Message.of("kind.protocol-term", String.join(", ", Protocols.NUMBERS.keySet())),
                    orByte(Kinds.pattern("!?(" + words(Protocols.NUMBERS) + "|" + BYTE + ")")),
                    RuleKinds::protocolTerm,
                    term -> {
                        String name = protocol(term.number());
                        return term.except() ? "\"!" + name.replace("\"", "") + "\"" : name;
                    });

    static final Kind<IcmpTerm> ICMP_TERM =
            new Leaf<>(
                    Message.of("kind.icmp-term", String.join(", ", ICMP.keySet())),
                    orByte(Kinds.pattern(words(ICMP) + "|" + BYTE + "(?:/" + BYTE + ")?")),
                    RuleKinds::icmpTerm,
                    term -> "\"" + term.type() + (term.code() < 0 ? "" : "/" + term.code()) + "\"");

    static final Kind<LocalTime> CLOCK =
            new TextKind<>(
                    "kind.clock",
                    "(?:[01][0-9]|2[0-3]):[0-5][0-9]",
                    (text, _) -> Optional.of(LocalTime.parse(text.group())));

    static final Kind<ZoneId> TIME_ZONE =
            new TextKind<>("kind.time-zone", "[A-Za-z0-9/_+-]{1,64}", RuleKinds::timeZone);

    private RuleKinds() {}

    private static IcmpTerm any(int type) {
        return new IcmpTerm(type, IcmpTerm.ANY_CODE);
    }

    private static String words(Map<String, ?> words) {
        return String.join("|", words.keySet());
    }

    private static ObjectNode orByte(ObjectNode text) {
        return Json.object(
                "anyOf",
                List.of(text, Json.object("type", "integer", "minimum", 0, "maximum", 255)));
    }

    private static Optional<Integer> octet(JsonNode node) {
        return Optional.of(node)
                .filter(n -> n.isIntegralNumber() && n.canConvertToInt())
                .map(JsonNode::intValue)
                .filter(n -> n >= 0 && n <= 255);
    }

    private static <T> Optional<T> word(JsonNode node, Map<String, T> words) {
        return Kinds.string(node).map(words::get);
    }

    /** Returns the JSON text of a protocol. */
    private static String protocol(int number) {
        return Protocols.NUMBERS.entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(entry -> "\"" + entry.getKey() + "\"")
                .findFirst()
                .orElse("" + number);
    }

    private static Optional<ProtocolTerm> protocolTerm(JsonNode node) {
        Optional<ProtocolTerm> bare = octet(node).map(number -> new ProtocolTerm(false, number));
        return bare.or(() ->
                Kinds.string(node)
                        .flatMap(text -> {
                            boolean except = text.startsWith("!");
                            String name = except ? text.substring(1) : text;
                            Integer known = Protocols.NUMBERS.get(name);
                            return known == null
                                    ? number(name).map(number -> new ProtocolTerm(except, number))
                                    : Optional.of(new ProtocolTerm(except, known));
                        }));
    }

    private static Optional<Integer> number(String text) {
        return text.matches(BYTE) ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static Optional<IcmpTerm> icmpTerm(JsonNode node) {
        Optional<IcmpTerm> known = octet(node).map(RuleKinds::any).or(() -> word(node, ICMP));
        return known.or(() ->
                Kinds.string(node)
                        .filter(text -> text.matches(BYTE + "(?:/" + BYTE + ")?"))
                        .map(text -> {
                            String[] parts = text.split("/", -1);
                            int code =
                                    parts.length == 1
                                            ? IcmpTerm.ANY_CODE
                                            : Integer.parseInt(parts[1]);
                            return new IcmpTerm(Integer.parseInt(parts[0]), code);
                        }));
    }

    private static boolean except(Matcher text) {
        return text.group(1).equals("!");
    }

    private static Optional<AddressTerm> addresses(Matcher text, Site site) {
        if (text.group(5) != null) {
            return Optional.of(new AddressTerm.Named(except(text), text.group(5)));
        }
        Ipv4Address first = Ipv4Address.parse(text.group(2));
        String length = text.group(3);
        if (length == null || length.isEmpty()) {
            String last = text.group(4);
            boolean one = last == null || last.isEmpty();
            return range(text, first, one ? first : Ipv4Address.parse(last), site);
        }
        Ipv4Prefix prefix = new Ipv4Prefix(first, Integer.parseInt(length));
        if (!prefix.network().equals(first)) {
            site.report(
                    text.group(),
                    ProblemId.HOST_BITS.with(prefix.network() + "/" + prefix.length()));
            return Optional.empty();
        }
        return Optional.of(new AddressTerm.Span(except(text), first, prefix.broadcast()));
    }

    private static Optional<AddressTerm> range(
            Matcher text, Ipv4Address first, Ipv4Address last, Site site) {
        if (first.compareTo(last) > 0) {
            site.report(text.group(), ProblemId.REVERSED.with());
            return Optional.empty();
        }
        return Optional.of(new AddressTerm.Span(except(text), first, last));
    }

    private static Optional<PortSpan> span(Matcher text, Site site) {
        int first = Integer.parseInt(text.group(2));
        int last = text.group(3) == null ? first : Integer.parseInt(text.group(3));
        if (first > last) {
            site.report(text.group(), ProblemId.REVERSED.with());
            return Optional.empty();
        }
        return Optional.of(new PortSpan(first, last));
    }

    private static Optional<PortTerm> ports(Matcher text, Site site) {
        return text.group(4) == null
                ? span(text, site).map(span -> new PortTerm.Ports(except(text), span))
                : Optional.of(new PortTerm.Named(except(text), text.group(4)));
    }

    private static Optional<ZoneId> timeZone(Matcher text, Site site) {
        try {
            return Optional.of(ZoneId.of(text.group()));
        } catch (DateTimeException _) {
            site.report(text.group(), ProblemId.NO_SUCH_TIME_ZONE.with());
            return Optional.empty();
        }
    }
}
