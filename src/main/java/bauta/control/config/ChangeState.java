package bauta.control.config;

import java.util.Optional;

/** Where a change of the configuration stands; each state holds all that is known in it. */
sealed interface ChangeState {
    /** Never. */
    long NEVER = Long.MAX_VALUE;

    /** Returns when {@link ChangeEvent.TimePassed} is due, {@link #NEVER} when not at all. */
    default long deadlineNanos() {
        return NEVER;
    }

    /**
     * How a change ended.
     *
     * @param kind what is in force now
     * @param message why
     */
    record End(Kind kind, Message message) {
        /** What is in force now. */
        enum Kind {
            /** The new one. */
            KEPT,
            /** The old one, after the new one was in force for a while. */
            UNDONE,
            /** The old one; the new one never was whole in force, or could not be stored. */
            FAILED
        }
    }

    /**
     * No change is going on.
     *
     * @param last how the latest ended
     */
    record Idle(Optional<End> last) implements ChangeState {}

    /**
     * The health before is looked at, the new one is written to disk without counting yet.
     *
     * @param how when it is kept
     */
    record Preparing(Confirmation how) implements ChangeState {}

    /**
     * The new one is being brought into force.
     *
     * @param how when it is kept
     * @param before how the router was
     */
    record Applying(Confirmation how, Health before) implements ChangeState {}

    /**
     * It is in force, and kept when it was no worse than before for some looks in a row.
     *
     * @param before how the router was
     * @param well looks in a row that found nothing worse
     * @param lookNanos when to look next
     * @param patienceNanos until when worse is taken for the disturbance of the change itself
     */
    record Watching(Health before, int well, long lookNanos, long patienceNanos)
            implements ChangeState {
        @Override
        public long deadlineNanos() {
            return lookNanos;
        }
    }

    /**
     * It is in force, and waits for a person.
     *
     * @param before how the router was
     * @param confirmNanos until when
     * @param lookNanos when to look next
     * @param patienceNanos until when worse is borne; {@link #NEVER} while nothing is worse
     */
    record Trial(Health before, long confirmNanos, long lookNanos, long patienceNanos)
            implements ChangeState {
        @Override
        public long deadlineNanos() {
            return Math.min(confirmNanos, lookNanos);
        }
    }

    /** It is being made the one that counts. */
    record Keeping() implements ChangeState {}

    /**
     * The old one is being brought back.
     *
     * @param end why
     * @param attempts how often that failed
     * @param retryNanos when to try again; {@link #NEVER} while it is tried
     */
    record Restoring(End end, int attempts, long retryNanos) implements ChangeState {
        @Override
        public long deadlineNanos() {
            return retryNanos;
        }
    }
}
