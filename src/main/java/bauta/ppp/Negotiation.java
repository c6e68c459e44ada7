package bauta.ppp;

import bauta.wire.PppOption;
import java.util.List;

/**
 * What one control protocol negotiates: the options we ask for and our judgement of theirs.
 * Immutable; every method gives a new value. The automaton around it knows no option.
 *
 * @param <N> the type itself
 */
public interface Negotiation<N extends Negotiation<N>> {
    /** Returns the options of our next Configure-Request. */
    List<PppOption> request();

    /**
     * Takes the peer's counter-proposals.
     *
     * @param suggestions the options of its Configure-Nak
     */
    N nakked(List<PppOption> suggestions);

    /**
     * Takes what the peer will not have.
     *
     * @param refused the options of its Configure-Reject
     */
    N rejected(List<PppOption> refused);

    /**
     * Judges the peer's Configure-Request.
     *
     * @param theirs its options
     * @param mayNak false once too many counter-proposals were made (Max-Failure): then what would
     *     be nakked is rejected
     */
    Answer<N> judge(List<PppOption> theirs, boolean mayNak);

    /** Returns the magic number for echo replies, 0 where there is none. */
    default int magicNumber() {
        return 0;
    }

    /** Returns the MRU of the peer, in bytes. */
    int peerMruBytes();

    /** Returns the longest message to send it: its MRU, and what every PPPoE frame can carry. */
    default int longestMessageBytes() {
        return Math.min(peerMruBytes(), PppSettings.PPPOE_MRU_BYTES);
    }

    /** What a Configure-Request gets as its answer. */
    enum Kind {
        /** Everything is fine. */
        ACK,
        /** Known options with other values wanted. */
        NAK,
        /** Options that are not known or not negotiable. */
        REJECT
    }

    /**
     * The answer to a Configure-Request.
     *
     * @param kind which message
     * @param options its options
     * @param next the negotiation afterwards
     * @param <N> the negotiation's type
     */
    record Answer<N>(Kind kind, List<PppOption> options, N next) {}
}
