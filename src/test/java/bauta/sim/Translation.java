package bauta.sim;

import java.util.Arrays;

/**
 * Whether one packet can be another after its way through the router: the same but for what a
 * router and a translator may change (RFC 1812 section 5.2.1, RFC 3022 section 4, RFC 4459 section
 * 3.2).
 */
final class Translation {
    private Translation() {}

    /**
     * Compares everything but addresses, ports and identification.
     *
     * @param in as it came
     * @param out as it left, whole or a piece of it
     * @param steps by how much the time to live has to sink
     * @return empty, or what differs
     */
    static String difference(Datagram in, Datagram out, int steps) {
        int start = out.offset() - in.offset();
        boolean inside = start >= 0 && start + out.dataLength() <= in.dataLength();
        if (out.protocol() != in.protocol() || !inside || start % 8 != 0) {
            return "not a part of it";
        }
        boolean whole = start == 0 && out.dataLength() == in.dataLength();
        if (!whole && in.dontFragment()) {
            return "cut against its will";
        }
        if (whole && in.dontFragment() != out.dontFragment()) {
            return "don't fragment changed";
        }
        boolean more = in.more() || start + out.dataLength() < in.dataLength();
        if (out.more() != more) {
            return "more fragments is wrong";
        }
        if (out.tos() != in.tos()) {
            return "type of service changed";
        }
        if (out.ttl() != in.ttl() - steps) {
            return "time to live " + in.ttl() + " became " + out.ttl();
        }
        if (start == 0 && !sameOptions(in, out)) {
            return "options changed";
        }
        return dataDifference(in, out, start);
    }

    private static boolean sameOptions(Datagram in, Datagram out) {
        return Arrays.equals(in.bytes(), 20, in.header(), out.bytes(), 20, out.header());
    }

    private static String dataDifference(Datagram in, Datagram out, int start) {
        byte[] before = Arrays.copyOfRange(in.data(), start, start + out.dataLength());
        byte[] after = out.data();
        if (out.offset() != 0 || !out.hasTransport()) {
            return Arrays.equals(before, after) ? "" : "payload changed";
        }
        Datagram slice = in.piece(start, out.dataLength());
        if (in.isIcmpError()) {
            return quoteDifference(in, out);
        }
        String sums = sumDifference(slice, out);
        if (!sums.isEmpty()) {
            return sums;
        }
        forgetTranslated(in.protocol(), before);
        forgetTranslated(in.protocol(), after);
        if (in.protocol() == Datagram.TCP && in.has(Datagram.SYN)) {
            return synDifference(in, out, before, after);
        }
        return Arrays.equals(before, after) ? "" : "payload changed";
    }

    private static String sumDifference(Datagram in, Datagram out) {
        if (in.lacksUdpSum()) {
            return out.lacksUdpSum() ? "" : "a checksum where there was none";
        }
        return in.transportSum() == out.transportSum() ? "" : "transport checksum is wrong now";
    }

    private static void forgetTranslated(int protocol, byte[] data) {
        switch (protocol) {
            case Datagram.TCP -> {
                Arrays.fill(data, 0, 4, (byte) 0);
                Arrays.fill(data, 16, 18, (byte) 0);
            }
            case Datagram.UDP -> {
                Arrays.fill(data, 0, 4, (byte) 0);
                Arrays.fill(data, 6, 8, (byte) 0);
            }
            case Datagram.ICMP -> Arrays.fill(data, 2, 6, (byte) 0);
            default -> {}
        }
    }

    /** In a SYN the maximum segment size may have become less. */
    private static String synDifference(Datagram in, Datagram out, byte[] before, byte[] after) {
        int differing = 0;
        for (int i = 0; i < before.length; i++) {
            differing += before[i] == after[i] ? 0 : 1;
        }
        boolean lowered = out.option(2, 2) >= 0 && out.option(2, 2) < in.option(2, 2);
        return differing == 0 || differing <= 2 && lowered ? "" : "SYN changed";
    }

    /** An ICMP error may change only in what it quotes: addresses, ports and their sums. */
    private static String quoteDifference(Datagram in, Datagram out) {
        if (out.dataLength() != in.dataLength() || in.dataLength() < 28) {
            return out.dataLength() == in.dataLength() ? "a quote too short passed" : "";
        }
        byte[] before = in.data();
        byte[] after = out.data();
        Arrays.fill(before, 2, 4, (byte) 0);
        Arrays.fill(after, 2, 4, (byte) 0);
        Datagram quoted = in.quoted();
        forgetQuoted(quoted, before);
        forgetQuoted(quoted, after);
        boolean right = out.isPiece() || out.transportSum() == 0xffff;
        return !right
                ? "ICMP checksum is wrong"
                : Arrays.equals(before, after) ? "" : "quote changed";
    }

    private static void forgetQuoted(Datagram quoted, byte[] data) {
        int transport = 8 + quoted.header();
        zero(data, 8 + 10, 8 + 20);
        switch (quoted.protocol()) {
            case Datagram.TCP -> {
                zero(data, transport, transport + 4);
                zero(data, transport + 16, transport + 18);
            }
            case Datagram.UDP -> {
                zero(data, transport, transport + 4);
                zero(data, transport + 6, transport + 8);
            }
            case Datagram.ICMP -> zero(data, transport + 2, transport + 6);
            default -> {}
        }
    }

    private static void zero(byte[] data, int from, int to) {
        if (from < data.length) {
            Arrays.fill(data, from, Math.min(to, data.length), (byte) 0);
        }
    }
}
