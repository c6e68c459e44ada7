package bauta.control.config;

import bauta.wire.Ipv4Address;
import bauta.wire.Octets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A DHCP option by its number (RFC 2132), for what has no key of its own.
 *
 * @param code from 1 to 254, none that the server fills in itself
 * @param value its bytes, at most 255
 */
public record DhcpOption(int code, Octets value) {
    /**
     * What belongs to the conversation (52 to 61 but for the vendor class, agent, rapid commit,
     * FQDN, authentication, subnet selection), or has a key of its own.
     */
    private static final Set<Integer> OWNED =
            Set.of(
                    1, 3, 6, 12, 15, 26, 28, 42, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 61, 80, 81,
                    82, 90, 118, 121, 249);

    static final Key<Integer> CODE = Key.required("code", Kinds.number(1, 254), 224, "66");
    static final Key<String> TEXT = Key.derived("text", Kinds.text(1, 255), "\"boot.example\"");
    static final Key<Octets> HEX = Key.derived("hex", Kinds.hex(1, 255), "\"01:0a\"");
    static final Key<List<Ipv4Address>> ADDRESSES =
            Key.derived("addresses", new ListKind<>(Kinds.HOST, 1, 63), "[\"192.168.87.9\"]");
    static final Key<Long> NUMBER = Key.derived("number", Kinds.UNSIGNED, "64");
    static final Key<Integer> WIDTH = Key.derived("width", Kinds.choiceOfNumbers(1, 2, 4), "1");

    private static final List<Key<?>> VALUES = List.of(TEXT, HEX, ADDRESSES, NUMBER);

    static final Shape<DhcpOption> SHAPE =
            new Shape<>(
                    "option",
                    List.of(CODE, TEXT, HEX, ADDRESSES, NUMBER, WIDTH),
                    DhcpOption::check,
                    values -> new DhcpOption(values.get(CODE), value(values)));

    private static void check(Values values) {
        int code = values.get(CODE);
        if (OWNED.contains(code)) {
            values.site(CODE).report("" + code, ProblemId.OWNED_OPTION.with());
        }
        long given = VALUES.stream().filter(key -> values.find(key).isPresent()).count();
        boolean clean = VALUES.stream().allMatch(key -> values.site(key).clean());
        if (given > 1 || given == 0 && clean) {
            values.site().report("" + code, ProblemId.ONE_VALUE.with());
        }
        checkWidth(values);
    }

    private static void checkWidth(Values values) {
        values.find(WIDTH)
                .ifPresent(width -> {
                    long number = values.find(NUMBER).orElse(0L);
                    if (least(number) > width) {
                        values.site(NUMBER)
                                .report("" + number, ProblemId.TOO_WIDE.with("" + width));
                    }
                    if (values.find(NUMBER).isEmpty() && values.site(NUMBER).clean()) {
                        values.site(WIDTH).report("" + width, ProblemId.NO_NUMBER.with());
                    }
                });
    }

    private static Octets value(Values values) {
        return values.find(TEXT)
                .map(Octets::ofText)
                .or(() -> values.find(HEX))
                .or(() -> values.find(ADDRESSES).map(DhcpOption::joined))
                .or(() -> values.find(NUMBER).map(number -> number(number, values)))
                .orElse(Octets.EMPTY);
    }

    private static Octets joined(List<Ipv4Address> addresses) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        addresses.forEach(a -> bytes.writeBytes(Octets.ofInt(a.bits()).toArray()));
        return Octets.of(bytes.toByteArray());
    }

    private static Octets number(long number, Values values) {
        int width = Math.max(least(number), values.find(WIDTH).orElse(1));
        byte[] whole = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return Octets.of(Arrays.copyOfRange(whole, Long.BYTES - width, Long.BYTES));
    }

    /** Returns how many bytes a number needs: 1, 2 or 4. */
    private static int least(long number) {
        return number < 1 << 8 ? 1 : number < 1 << 16 ? 2 : 4;
    }
}
