package bauta;

import bauta.control.admin.traffic.TraceView;
import bauta.control.config.rules.Protocols;
import bauta.control.words.Words;
import bauta.engine.DropReason;
import bauta.forward.TraceLine;
import bauta.forward.WhyQuestion;
import bauta.wire.Ipv4Address;
import java.util.Locale;
import java.util.Optional;

/** Packets in one line: protocol, from where, to where. */
final class PacketLine {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PORT = 0xffff;

    /** The flags of TCP from the lowest bit on (RFC 9293 section 3.1). */
    static final String FLAGS = "FSRPAUEC";

    private PacketLine() {}

    /**
     * Writes a packet that is asked about.
     *
     * @param packet any
     */
    static String of(WhyQuestion packet) {
        String more =
                switch (packet.protocol()) {
                    case TCP -> " [" + flags(packet.tcpFlags()) + "]";
                    case ICMP -> " " + packet.icmpType() + "/" + packet.icmpCode();
                    default -> "";
                };
        return of(
                        packet.protocol(),
                        packet.source(),
                        packet.sourcePort(),
                        packet.destination(),
                        packet.destinationPort())
                + more;
    }

    private static String of(
            int protocol, Ipv4Address source, int from, Ipv4Address destination, int to) {
        boolean ports = protocol == TCP || protocol == UDP;
        return Protocols.name(protocol).toUpperCase(Locale.ROOT)
                + " "
                + source
                + (ports ? ":" + from : "")
                + " -> "
                + destination
                + (ports ? ":" + to : "");
    }

    private static String flags(int flags) {
        StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAGS.length(); bit++) {
            if ((flags & 1 << bit) != 0) {
                letters.append(FLAGS.charAt(bit));
            }
        }
        return letters.isEmpty() ? "." : letters.toString();
    }

    /**
     * Returns the view of a line of a trace.
     *
     * @param number which line
     * @param agoMillis how long ago it was
     * @param line from the path
     * @param place where it came in or left
     * @param locale of the text
     */
    static TraceView.Line view(
            int number, long agoMillis, TraceLine line, String place, Locale locale) {
        String packet =
                of(
                                line.protocol(),
                                line.source(),
                                line.ports() >>> 16,
                                line.destination(),
                                line.ports() & PORT)
                        + (line.protocol() == TCP ? " [" + flags(line.tcpFlags()) + "]" : "")
                        + " "
                        + line.length();
        Optional<String> reason =
                line.reason() == DropReason.NONE
                        ? Optional.empty()
                        : Optional.of(line.reason().name());
        String what =
                line.reason() == DropReason.NONE
                        ? place
                        : Words.text(locale, Words.dropId(line.reason()));
        String text =
                Words.text(
                        locale,
                        "trace." + line.event().name().toLowerCase(Locale.ROOT),
                        packet,
                        what);
        return new TraceView.Line(
                number, agoMillis, line.event().name(), place, reason, packet, text);
    }
}
