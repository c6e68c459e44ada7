package bauta.alg.raudio;

import bauta.alg.Control;
import bauta.alg.Expected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SETUP request and what it lets in: one expectation for each way of sending it offers. */
final class RtspSetup {
    final int cseq;

    /** Stands for the address that it is about, which may be long. */
    final int address;

    private final List<Way> ways = new ArrayList<>();

    /**
     * A way of sending.
     *
     * @param expected what it lets in
     * @param ports as the client named them
     */
    record Way(Expected expected, RtspTransport.Ports ports) {}

    RtspSetup(int cseq, String address) {
        this.cseq = cseq;
        this.address = address.hashCode();
    }

    void add(Expected expected, RtspTransport.Ports ports) {
        ways.add(new Way(expected, ports));
    }

    List<Way> ways() {
        return ways;
    }

    boolean has(Expected expected) {
        return ways.stream().anyMatch(way -> way.expected == expected);
    }

    boolean isEmpty() {
        return ways.isEmpty();
    }

    /** Returns the way that the server names by the client's port that it sees, or the only one. */
    @Nullable Way chosen(RtspTransport.@Nullable Ports seen) {
        for (Way way : ways) {
            if (seen != null && way.expected.seenPort() == seen.first()) {
                return way;
            }
        }
        return seen == null && !ways.isEmpty() ? ways.getFirst() : null;
    }

    /** Ends what it let in. */
    void close(Control control) {
        ways.forEach(way -> control.withdraw(way.expected));
    }
}
