package bauta.ppp;

import bauta.wire.PppOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the verdict on each option of one Configure-Request and gives the answer. */
final class OptionVerdicts {
    private final boolean mayNak;
    private final List<PppOption> theirs;
    private final List<PppOption> naks = new ArrayList<>();
    private final List<PppOption> rejects = new ArrayList<>();
    private final Set<Integer> seen = new HashSet<>();

    OptionVerdicts(List<PppOption> theirs, boolean mayNak) {
        this.theirs = theirs;
        this.mayNak = mayNak;
    }

    /** Refuses an option that stood in the request before; RFC 1661 section 6 has each once. */
    boolean isFirst(PppOption option) {
        boolean first = seen.add(option.type());
        if (!first) {
            rejects.add(option);
        }
        return first;
    }

    void reject(PppOption option) {
        rejects.add(option);
    }

    void nak(PppOption theirOption, PppOption wanted) {
        if (mayNak) {
            naks.add(wanted);
        } else {
            rejects.add(theirOption);
        }
    }

    /** Rejects go before naks (RFC 1661 section 5.4). */
    <N extends Negotiation<N>> Negotiation.Answer<N> answer(N onAck, N otherwise) {
        if (!rejects.isEmpty()) {
            return new Negotiation.Answer<>(
                    Negotiation.Kind.REJECT, List.copyOf(rejects), otherwise);
        }
        if (!naks.isEmpty()) {
            return new Negotiation.Answer<>(Negotiation.Kind.NAK, List.copyOf(naks), otherwise);
        }
        return new Negotiation.Answer<>(Negotiation.Kind.ACK, theirs, onAck);
    }
}
