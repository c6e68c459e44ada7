package bauta.service.dhcp;

import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import java.nio.charset.StandardCharsets;

/** What a client calls itself, reduced to one safe DNS label. */
final class HostName {
    private static final int LABEL_MAX = 63;

    private HostName() {}

    /**
     * Reads option 12.
     *
     * @param message of a client
     * @return letters, digits and inner hyphens up to the first dot; empty when nothing is left
     */
    static String of(DhcpMessage message) {
        String raw =
                message.options()
                        .bytes(DhcpOptions.HOST_NAME)
                        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                        .orElse("");
        int dot = raw.indexOf('.');
        StringBuilder label = new StringBuilder();
        for (char c : (dot < 0 ? raw : raw.substring(0, dot)).toCharArray()) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            boolean hyphen = c == '-' && !label.isEmpty();
            if ((letter || digit || hyphen) && label.length() < LABEL_MAX) {
                label.append(c);
            }
        }
        while (!label.isEmpty() && label.charAt(label.length() - 1) == '-') {
            label.setLength(label.length() - 1);
        }
        return label.toString();
    }
}
