package bauta.alg.raudio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way of sending that a Transport header offers, RFC 2326 section 12.39. Headers offer several,
 * with commas between; parameters have semicolons between.
 *
 * @param overUdp whether it is sent over UDP to one receiver
 * @param sound whether every number and address that is read could be read
 * @param clientPort where the client receives
 * @param serverPort where the server sends from
 * @param destination whom it is sent to, when that is said
 * @param source who sends, when that is said
 */
record RtspTransport(
        boolean overUdp,
        boolean sound,
        @Nullable Ports clientPort,
        @Nullable Ports serverPort,
        @Nullable Host destination,
        @Nullable Host source) {
    private static final int HIGHEST_PORT = 0xffff;
    private static final int HIGHEST_OCTET = 255;

    /**
     * One port or two in a row.
     *
     * @param from index of the first digit in the head
     * @param to index after the last digit
     * @param first the first port
     * @param separator between both, {@code -} or {@code /}; empty for one
     */
    record Ports(int from, int to, int first, String separator) {
        int count() {
            return separator.isEmpty() ? 1 : 2;
        }

        int last() {
            return first + count() - 1;
        }

        /** Returns the text of as many other ports. */
        String text(int port, int second) {
            return separator.isEmpty() ? Integer.toString(port) : port + separator + second;
        }
    }

    /**
     * An IPv4 address.
     *
     * @param from index of the first digit in the head
     * @param to index after the last digit
     * @param address as an int
     */
    record Host(int from, int to, int address) {}

    /** Reads the ways that a header offers, in order. */
    static List<RtspTransport> of(String text, RtspHead.Header header) {
        var ways = new ArrayList<RtspTransport>();
        int at = header.from();
        while (at < header.to()) {
            int end = end(text, ',', at, header.to());
            ways.add(new Reader(text).read(at, end));
            at = end + 1;
        }
        return ways;
    }

    private static int end(String text, char separator, int from, int to) {
        int found = text.indexOf(separator, from);
        return found < 0 || found > to ? to : found;
    }

    /** Collects the parameters of one way. */
    private static final class Reader {
        private final String text;
        private boolean overUdp = true;
        private boolean sound = true;
        private @Nullable Ports clientPort;
        private @Nullable Ports serverPort;
        private @Nullable Host destination;
        private @Nullable Host source;

        Reader(String text) {
            this.text = text;
        }

        RtspTransport read(int from, int to) {
            int at = from;
            while (at < to) {
                int end = end(text, ';', at, to);
                parameter(at, end);
                at = end + 1;
            }
            return new RtspTransport(overUdp, sound, clientPort, serverPort, destination, source);
        }

        private void parameter(int from, int to) {
            int equals = end(text, '=', from, to);
            String name = text.substring(from, equals).strip().toLowerCase(Locale.ROOT);
            int begin = Math.min(equals + 1, to);
            while (begin < to && Character.isWhitespace(text.charAt(begin))) {
                begin++;
            }
            int stop = begin + text.substring(begin, to).stripTrailing().length();
            switch (name) {
                case "client_port" -> clientPort = once(clientPort, ports(begin, stop));
                case "server_port" -> serverPort = once(serverPort, ports(begin, stop));
                case "destination" -> destination = begin == stop ? null : host(begin, stop);
                case "source" -> source = host(begin, stop);
                default ->
                        overUdp &=
                                !name.endsWith("/tcp")
                                        && !name.equals("multicast")
                                        && !name.equals("interleaved");
            }
        }

        /** The same parameter twice: nobody can tell which one counts. */
        private @Nullable Ports once(@Nullable Ports before, @Nullable Ports now) {
            sound &= before == null && now != null;
            return now;
        }

        private @Nullable Ports ports(int from, int to) {
            String value = text.substring(from, to);
            int middle = Math.max(value.indexOf('-'), value.indexOf('/'));
            int first = RtspHead.number((middle < 0 ? value : value.substring(0, middle)).strip());
            int last = middle < 0 ? first : RtspHead.number(value.substring(middle + 1).strip());
            boolean pair = middle >= 0 && last == first + 1;
            if (first < 1 || last > HIGHEST_PORT || last != first && !pair) {
                return null;
            }
            String separator = pair ? value.substring(middle, middle + 1) : "";
            return new Ports(from, to, first, separator);
        }

        private @Nullable Host host(int from, int to) {
            int address = 0;
            String[] octets = text.substring(from, to).split("\\.", -1);
            boolean fine = octets.length == Integer.BYTES;
            for (String octet : octets) {
                int number = octet.length() > 3 ? -1 : RtspHead.number(octet);
                fine &= number >= 0 && number <= HIGHEST_OCTET;
                address = address << 8 | number & HIGHEST_OCTET;
            }
            sound &= fine;
            return fine ? new Host(from, to, address) : null;
        }
    }
}
