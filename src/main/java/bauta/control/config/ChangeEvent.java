package bauta.control.config;

/** What happens to a change of the configuration. */
sealed interface ChangeEvent {
    /**
     * Somebody asks for a change that can be used.
     *
     * @param how when it is kept
     */
    record Asked(Confirmation how) implements ChangeEvent {}

    /**
     * The new one is on disk, without counting yet.
     *
     * @param before how the router is
     */
    record Prepared(Health before) implements ChangeEvent {}

    /**
     * The new one could not be written.
     *
     * @param why for people
     */
    record NotPrepared(String why) implements ChangeEvent {}

    /** The new one is in force. */
    record Applied() implements ChangeEvent {}

    /**
     * The new one could not be brought into force whole.
     *
     * @param why for people
     */
    record NotApplied(String why) implements ChangeEvent {}

    /**
     * The router was looked at.
     *
     * @param health how it is
     */
    record Looked(Health health) implements ChangeEvent {}

    /** A person wants it kept. */
    record Confirmed() implements ChangeEvent {}

    /** A person wants it undone. */
    record UndoAsked() implements ChangeEvent {}

    /** The new one is what a restart comes back with. */
    record Stored() implements ChangeEvent {}

    /**
     * The new one could not be made that.
     *
     * @param why for people
     */
    record NotStored(String why) implements ChangeEvent {}

    /** The old one is in force. */
    record Restored() implements ChangeEvent {}

    /**
     * The old one could not be brought back.
     *
     * @param why for people
     */
    record NotRestored(String why) implements ChangeEvent {}

    /** The deadline of the state has passed. */
    record TimePassed() implements ChangeEvent {}
}
