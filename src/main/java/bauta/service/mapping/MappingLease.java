package bauta.service.mapping;

import bauta.nat.PeerFilter;
import java.util.List;

/**
 * A port that a program has been given, or has asked for.
 *
 * @param id its number, never used twice
 * @param source by which protocol it was asked for last
 * @param internal whose it is
 * @param externalPort the port outside; the wanted one while it is not open
 * @param exactly whether no other port would do
 * @param terms what its program said
 * @param deadlineNanos when it ends
 * @param state how far it is
 */
public record MappingLease(
        int id,
        MappingSource source,
        InternalEndpoint internal,
        int externalPort,
        boolean exactly,
        Terms terms,
        long deadlineNanos,
        State state) {
    /** How far a lease is. */
    public enum State {
        /** Its port is open. */
        OPEN,
        /** It waits for an uplink. */
        WAITING,
        /** The owner of the house has not decided yet. */
        ASKED,
        /** The owner of the house does not want it. */
        REFUSED
    }

    /**
     * What a program said besides ports.
     *
     * @param ticket what only that program knows (the PCP nonce, as hex); empty for none
     * @param description what it calls it; made harmless by {@link Description}
     * @param filters whom it lets in; none means everybody
     * @param peer whether it only keeps the way to its peers open (the PEER opcode)
     */
    public record Terms(String ticket, String description, List<PeerFilter> filters, boolean peer) {
        /** No terms. */
        public static final Terms NONE = new Terms("", "", List.of(), false);

        /** Copies the list. */
        public Terms {
            filters = List.copyOf(filters);
        }

        /**
         * Returns terms with a description alone.
         *
         * @param text what the program said
         */
        public static Terms described(String text) {
            return described(text, List.of());
        }

        /**
         * Returns terms without a ticket.
         *
         * @param text what the program said
         * @param filters whom it lets in
         */
        public static Terms described(String text, List<PeerFilter> filters) {
            return new Terms("", Description.of(text), filters, false);
        }
    }

    /** Returns whether its port is open or will be. */
    boolean isGranted() {
        return state == State.OPEN || state == State.WAITING;
    }

    /** Returns whether somebody without that ticket may not touch it. */
    public boolean isForeignTo(String ticket) {
        return !terms.ticket().isEmpty() && !terms.ticket().equals(ticket);
    }

    /**
     * Returns whether a program may end it: what is only asked, or refused, stays until the owner
     * of the house has seen it.
     *
     * @param ticket the program's
     */
    public boolean isEndedBy(String ticket) {
        return isGranted() && !isForeignTo(ticket);
    }

    MappingLease with(State now, int port) {
        return new MappingLease(id, source, internal, port, exactly, terms, deadlineNanos, now);
    }

    MappingLease until(long deadline) {
        return new MappingLease(
                id, source, internal, externalPort, exactly, terms, deadline, state);
    }

    /** Returns the same as its program wants it now. */
    MappingLease renewed(MappingWish wish, Terms now, long deadline) {
        return new MappingLease(
                id, wish.source(), internal, externalPort, exactly, now, deadline, state);
    }

    /** Returns how much of it is left, in whole seconds, rounded up. */
    public long secondsLeft(long nowNanos) {
        return Math.max(0, Math.ceilDiv(deadlineNanos - nowNanos, 1_000_000_000L));
    }
}
