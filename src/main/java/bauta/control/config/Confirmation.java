package bauta.control.config;

import java.time.Duration;

/** When a change that was applied is kept. */
public sealed interface Confirmation {
    /** As soon as the router has shown that it is no worse than before. */
    record KeepWhenHealthy() implements Confirmation {}

    /**
     * When a person says so; until then a power cut brings the old one back.
     *
     * @param within how long to wait for that before it is undone; 5 seconds to one day
     */
    record ConfirmWithin(Duration within) implements Confirmation {
        private static final Duration LEAST = Duration.ofSeconds(5);
        private static final Duration MOST = Duration.ofDays(1);

        /** Refuses a time that nobody can mean. */
        public ConfirmWithin {
            if (within.compareTo(LEAST) < 0 || within.compareTo(MOST) > 0) {
                throw new IllegalArgumentException("a trial lasts 5 seconds to one day");
            }
        }
    }

    /** Returns {@link KeepWhenHealthy}. */
    static Confirmation keep() {
        return new KeepWhenHealthy();
    }

    /**
     * Returns {@link ConfirmWithin}.
     *
     * @param within 5 seconds to one day
     * @throws IllegalArgumentException for another time
     */
    static Confirmation within(Duration within) {
        return new ConfirmWithin(within);
    }
}
