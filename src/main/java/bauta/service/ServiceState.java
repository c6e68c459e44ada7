package bauta.service;

/**
 * Where a service stands.
 *
 * @param stage what it does now
 * @param wanted whether it should run
 * @param reason why it is not running, or {@link ServiceReason#NONE}
 * @param obstacle what keeps it from being opened, such as a missing interface; NONE when nothing
 * @param sinceNanos since when it is in this stage
 * @param restarts how often it was opened anew after a failure
 * @param openings how often it was opened: names the opening that an answer belongs to
 */
public record ServiceState(
        Stage stage,
        boolean wanted,
        ServiceReason reason,
        ServiceReason obstacle,
        long sinceNanos,
        long restarts,
        int openings) {
    /** What a service does. */
    public sealed interface Stage {
        /** Nothing, because nobody wants it. */
        record Stopped() implements Stage {}

        /** It waits for what it needs, such as its interface. */
        record Waiting() implements Stage {}

        /**
         * It is being opened.
         *
         * @param failures how often that failed before, in a row
         */
        record Starting(int failures) implements Stage {}

        /**
         * It works.
         *
         * @param failures how often it failed before, in a row
         */
        record Running(int failures) implements Stage {}

        /**
         * It failed and is tried again.
         *
         * @param failures how often in a row
         * @param deadlineNanos when it is tried again
         */
        record Failed(int failures, long deadlineNanos) implements Stage {}
    }

    /**
     * Returns the state before anything happened.
     *
     * @param nowNanos the time
     */
    public static ServiceState initial(long nowNanos) {
        return new ServiceState(
                new Stage.Stopped(),
                false,
                ServiceReason.STOPPED,
                ServiceReason.NONE,
                nowNanos,
                0,
                0);
    }

    /** Returns when a {@link ServiceEvent.TimeOut} is due, or {@link Long#MAX_VALUE}. */
    public long deadlineNanos() {
        return stage instanceof Stage.Failed failed ? failed.deadlineNanos() : Long.MAX_VALUE;
    }

    /** Returns the name that people see. */
    public String name() {
        return switch (stage) {
            case Stage.Stopped _ -> "STOPPED";
            case Stage.Waiting _ -> "WAITING";
            case Stage.Starting _ -> "STARTING";
            case Stage.Running _ -> "RUNNING";
            case Stage.Failed _ -> "FAILED";
        };
    }
}
