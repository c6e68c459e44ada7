package bauta.control.config.rules;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** IP protocols by the names that people know. */
public final class Protocols {
    /** Protocol numbers by their names at the IANA, in the order of the names. */
    public static final SortedMap<String, Integer> NUMBERS =
            Collections.unmodifiableSortedMap(
                    new TreeMap<>(
                            Map.ofEntries(
                                    Map.entry("icmp", 1),
                                    Map.entry("igmp", 2),
                                    Map.entry("ipip", 4),
                                    Map.entry("tcp", 6),
                                    Map.entry("udp", 17),
                                    Map.entry("dccp", 33),
                                    Map.entry("6in4", 41),
                                    Map.entry("gre", 47),
                                    Map.entry("esp", 50),
                                    Map.entry("ah", 51),
                                    Map.entry("sctp", 132),
                                    Map.entry("udplite", 136))));

    private Protocols() {}

    /**
     * Returns the name of a protocol, or its number as text.
     *
     * @param number 0 to 255
     */
    public static String name(int number) {
        return NUMBERS.entrySet().stream()
                .filter(entry -> entry.getValue() == number)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Integer.toString(number));
    }

    /**
     * Returns the number of a protocol.
     *
     * @param text its name or its number
     */
    public static Optional<Integer> number(String text) {
        Integer known = NUMBERS.get(text.toLowerCase(Locale.ROOT));
        if (known != null) {
            return Optional.of(known);
        }
        return text.matches("\\d{1,3}")
                ? Optional.of(Integer.parseInt(text)).filter(n -> n <= 255)
                : Optional.empty();
    }
}
