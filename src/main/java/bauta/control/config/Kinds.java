package bauta.control.config;

import bauta.engine.Secret;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import bauta.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values without parts that keys can take. A number is never taken for text, nor text for a
 * number.
 */
final class Kinds {
    private static final String PAIR = "[0-9a-fA-F]{2}";
    static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** An address whose first octet is from 1 to 223 but not 127. */
    private static final String UNICAST =
            "([1-9][0-9]?|1[01][0-9]|12[0-689]|1[3-9][0-9]|2[01][0-9]|22[0-3])(\\."
                    + OCTET
                    + "){3}";

    static final Kind<Boolean> SWITCH =
            new Leaf<>(
                    Message.of("kind.switch"),
                    Json.object("type", "boolean"),
                    node -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty(),
                    String::valueOf);

    static final Kind<String> NAME = matching("kind.name", "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

    /** What a port is for; the board says which interface has it. */
    static final Leaf<String> ROLE = matching("kind.role", "wan[2-9]?|lan[1-9]");

    /** A Linux interface name (IFNAMSIZ leaves 15 bytes). */
    static final Kind<String> NIC = matching("kind.nic", "(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}");

    /** RFC 1035 section 2.3.1, lower case. */
    static final Kind<String> DOMAIN =
            matching(
                    "kind.domain",
                    "(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** A name without dots: one label of RFC 1123 section 2.1, lower case. */
    static final Kind<String> LABEL = matching("kind.label", "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** The hardware address of one device. */
    static final Kind<MacAddress> MAC =
            parsed("kind.mac", PAIR + "([:-]" + PAIR + "){5}", MacAddress::parse, Kinds::isDevice);

    static final Kind<Ipv4Address> HOST =
            parsed("kind.host", UNICAST, Ipv4Address::parse, Kinds::isUnicast);

    /** An interface address: a host of a network with room for a pool. */
    static final Kind<Ipv4Prefix> INTERFACE =
            parsed(
                    "kind.interface",
                    UNICAST + "/(1[6-9]|2[0-9])",
                    Ipv4Prefix::parse,
                    Kinds::isInterface);

    /** Where a route leads: no host bits. */
    static final Kind<Ipv4Prefix> PREFIX =
            parsed(
                    "kind.prefix",
                    OCTET + "(\\." + OCTET + "){3}/(3[0-2]|[12]?[0-9])",
                    Ipv4Prefix::parse,
                    p -> p.address().equals(p.network()));

    /** A number of at most 32 bits without a sign. */
    static final Kind<Long> UNSIGNED =
            new Leaf<>(
                    Message.of("kind.number", "0", "" + 0xffff_ffffL),
                    Json.object("type", "integer", "minimum", 0, "maximum", 0xffff_ffffL),
                    node ->
                            Optional.of(node)
                                    .filter(n -> n.isIntegralNumber() && n.canConvertToLong())
                                    .map(JsonNode::longValue)
                                    .filter(n -> n >= 0 && n <= 0xffff_ffffL),
                    String::valueOf);

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2})*");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,7})([smhd])");
    private static final String OFF = "off";
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));

    private Kinds() {}

    /** A whole number between two bounds, both allowed. */
    static Kind<Integer> number(int least, int most) {
        Message allowed =
                least == most
                        ? Message.of("kind.one-number", "" + least)
                        : Message.of("kind.number", "" + least, "" + most);
        return new Leaf<>(
                allowed,
                Json.object("type", "integer", "minimum", least, "maximum", most),
                node ->
                        Optional.of(node)
                                .filter(n -> n.isIntegralNumber() && n.canConvertToInt())
                                .map(JsonNode::intValue)
                                .filter(n -> n >= least && n <= most),
                String::valueOf);
    }

    /** Text of at most so many bytes of UTF-8, without control characters. */
    static Kind<String> text(int leastBytes, int mostBytes) {
        return new Leaf<>(
                Message.of("kind.text", "" + leastBytes, "" + mostBytes),
                text(leastBytes, mostBytes, Json.object()),
                node -> string(node).filter(s -> fits(s, leastBytes, mostBytes)),
                Kinds::quoted);
    }

    /** A secret of at most so many bytes of UTF-8; what stands there is never shown. */
    static Kind<Secret> secret(int mostBytes) {
        return new SecretKind(mostBytes);
    }

    /** One of a few words. */
    static <T> Kind<T> choice(Map<String, T> words) {
        Map<String, T> sorted = new TreeMap<>(words);
        return new Leaf<>(
                Message.of("kind.choice", String.join(", ", sorted.keySet())),
                Json.object("type", "string", "enum", List.copyOf(sorted.keySet())),
                node -> string(node).map(sorted::get),
                value -> quoted(word(sorted, value)));
    }

    /** A time such as {@code 90s}, {@code 5m}, {@code 12h}, {@code 7d}, between two bounds. */
    static Kind<Duration> duration(String least, String most) {
        return new Leaf<>(
                Message.of("kind.duration", least, most),
                pattern(DURATION.pattern()),
                node ->
                        string(node)
                                .flatMap(Kinds::duration)
                                .filter(d -> d.compareTo(duration(least).orElseThrow()) >= 0)
                                .filter(d -> d.compareTo(duration(most).orElseThrow()) <= 0),
                value -> quoted(text(value)));
    }

    /** A time between two bounds, or the word {@code off}, which is a time of zero. */
    static Kind<Duration> durationOrOff(String least, String most) {
        Kind<Duration> time = duration(least, most);
        return new Leaf<>(
                Message.of("kind.duration-or-off", least, most),
                pattern(OFF + "|" + DURATION.pattern()),
                node ->
                        node.isString() && node.stringValue().equals(OFF)
                                ? Optional.of(Duration.ZERO)
                                : time.bind(node, new Site("", new Problems())),
                value -> value.isZero() ? quoted(OFF) : time.show(value));
    }

    /** Bytes as pairs of hexadecimal digits, with or without colons between them. */
    static Kind<Octets> hex(int least, int most) {
        return new Leaf<>(
                Message.of("kind.hex", "" + least, "" + most),
                pattern("[0-9a-fA-F]{2}(:?[0-9a-fA-F]{2}){%d,%d}".formatted(least - 1, most - 1)),
                node ->
                        string(node)
                                .filter(HEX.asMatchPredicate())
                                .map(digits -> Octets.ofHex(digits.replace(":", "")))
                                .filter(o -> o.length() >= least && o.length() <= most),
                value -> quoted(value.toString()));
    }

    /** One of a few numbers. */
    static Kind<Integer> choiceOfNumbers(Integer... numbers) {
        List<Integer> all = List.of(numbers);
        return new Leaf<>(
                Message.of(
                        "kind.numbers",
                        all.stream().map(String::valueOf).collect(Collectors.joining(", "))),
                Json.object("type", "integer", "enum", all),
                node ->
                        Optional.of(node)
                                .filter(n -> n.isIntegralNumber() && n.canConvertToInt())
                                .map(JsonNode::intValue)
                                .filter(all::contains),
                String::valueOf);
    }

    private static boolean isDevice(MacAddress mac) {
        return !mac.isGroup() && mac.bits() != 0;
    }

    static Leaf<String> matching(String id, String pattern) {
        Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
        return new Leaf<>(
                Message.of(id),
                pattern(pattern),
                node -> string(node).filter(matches),
                Kinds::quoted);
    }

    private static <T> Kind<T> parsed(
            String id, String pattern, Function<String, T> parse, Predicate<T> allowed) {
        return new Leaf<>(
                Message.of(id),
                pattern(pattern),
                node -> string(node).map(parse).filter(allowed),
                value -> quoted(value.toString()));
    }

    /** Returns the schema of a text that matches as a whole. */
    static ObjectNode pattern(String pattern) {
        return Json.object("type", "string", "pattern", "^(" + pattern + ")$");
    }

    /** Returns the schema of a text without control characters; bytes are at most characters. */
    static ObjectNode text(int least, int most, ObjectNode further) {
        return Json.object(
                        "type",
                        "string",
                        "minLength",
                        Math.min(least, 1),
                        "maxLength",
                        most,
                        "pattern",
                        "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")
                .setAll(further);
    }

    static Optional<String> string(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static boolean fits(String text, int least, int most) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= least
                && bytes <= most
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static Optional<Duration> duration(String text) {
        var parts = DURATION.matcher(text);
        return parts.matches()
                ? Optional.of(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))))
                : Optional.empty();
    }

    private static Duration unit(String letter) {
        return UNITS.getOrDefault(letter, Duration.ZERO);
    }

    private static String text(Duration value) {
        long seconds = value.toSeconds();
        for (String letter : new String[] {"d", "h", "m"}) {
            long unit = unit(letter).toSeconds();
            if (seconds % unit == 0) {
                return seconds / unit + letter;
            }
        }
        return seconds + "s";
    }

    /**
     * RFC 1122 section 3.2.1.3: neither this-network, loopback, multicast, reserved nor broadcast.
     */
    static boolean isUnicast(Ipv4Address address) {
        int first = address.bits() >>> 24;
        return first > 0 && first < 224 && first != 127;
    }

    private static boolean isInterface(Ipv4Prefix prefix) {
        return prefix.length() >= 16
                && prefix.length() <= 29
                && isUnicast(prefix.address())
                && !prefix.address().equals(prefix.network())
                && !prefix.address().equals(prefix.broadcast());
    }

    private static <T> String word(Map<String, T> words, T value) {
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
