package bauta.service.dns;

import java.util.List;
import java.util.Set;

/** How far one client's query has come. */
sealed interface QueryState {
    /**
     * Servers have been asked.
     *
     * @param order whom to ask in turn; the index is the number of the try
     * @param tried how many of them were asked or passed over
     * @param open tries that may still be answered
     * @param poor servers that answered SERVFAIL or REFUSED
     * @param held the try whose poor answer is kept for the end, or -1
     * @param deadlineNanos when the next one is asked
     */
    record Waiting(
            List<Upstream> order,
            int tried,
            Set<Integer> open,
            Set<Upstream> poor,
            int held,
            long deadlineNanos)
            implements QueryState {}

    /** Answered or given up. */
    record Finished() implements QueryState {}
}
