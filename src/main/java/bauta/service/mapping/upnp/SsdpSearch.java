package bauta.service.mapping.upnp;

import bauta.engine.DropReason;
import bauta.wire.Decoded;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A search for devices (UPnP Device Architecture 2.0 section 1.3.2).
 *
 * @param target what is looked for
 * @param waitSeconds within which to answer, 0 to 5; 0 for a search that was sent to us alone
 */
record SsdpSearch(String target, int waitSeconds) {
    private static final int MOST_OCTETS = 1024;
    private static final int MOST_WAIT = 5;

    /**
     * Reads a search. What is no search, as the notices of other devices, is not one.
     *
     * @param buf where it lies
     * @param at its first octet
     * @param end behind its last octet
     */
    static Decoded<SsdpSearch> parse(ByteBuf buf, int at, int end) {
        if (end - at > MOST_OCTETS) {
            return malformed(MOST_OCTETS);
        }
        String text = buf.toString(at, end - at, StandardCharsets.US_ASCII);
        String[] lines = text.split("\r?\n", -1);
        boolean search = lines[0].strip().equals("M-SEARCH * HTTP/1.1");
        boolean discovers = header(lines, "man").filter("\"ssdp:discover\""::equals).isPresent();
        Optional<String> target = header(lines, "st");
        if (!search || !discovers || target.isEmpty() || target.get().length() > 128) {
            return malformed(0);
        }
        String wait = header(lines, "mx").orElse("0");
        boolean number = wait.matches("\\d{1,6}");
        return number
                ? new Decoded.Ok<>(
                        new SsdpSearch(target.get(), Math.min(MOST_WAIT, Integer.parseInt(wait))))
                : malformed(0);
    }

    private static Decoded<SsdpSearch> malformed(int at) {
        return new Decoded.Malformed<>(DropReason.UPNP_MALFORMED, at);
    }

    private static Optional<String> header(String[] lines, String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(line.substring(colon + 1).strip());
            }
        }
        return Optional.empty();
    }
}
