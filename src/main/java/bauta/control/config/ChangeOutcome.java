package bauta.control.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What came of asking for a change, or for the end of one. */
public sealed interface ChangeOutcome {
    /** Returns what happened, as an id of the catalogue and arguments. */
    Message message();

    /**
     * Returns what happened, for people.
     *
     * @param locale English or Japanese; others get English
     */
    default String text(Locale locale) {
        return message().text(locale);
    }

    /**
     * It is in force and stays.
     *
     * @param revision what is kept now
     * @param differences to what was kept before
     */
    record Kept(Revision revision, List<Difference> differences) implements ChangeOutcome {
        /** Copies the list. */
        public Kept {
            differences = List.copyOf(differences);
        }

        @Override
        public Message message() {
            return Message.of("change.kept", "" + revision.number());
        }
    }

    /**
     * It is in force until it is confirmed, or undone.
     *
     * @param differences to what is kept
     * @param left until it is undone by itself
     */
    record OnTrial(List<Difference> differences, Duration left) implements ChangeOutcome {
        /** Copies the list. */
        public OnTrial {
            differences = List.copyOf(differences);
        }

        @Override
        public Message message() {
            return Message.of("change.on-trial", "" + left.toSeconds());
        }
    }

    /**
     * It was in force for a while, and the old one is back.
     *
     * @param message why
     */
    record Undone(Message message) implements ChangeOutcome {}

    /**
     * It never was whole in force, or could not be stored; the old one is in force.
     *
     * @param message why
     */
    record Failed(Message message) implements ChangeOutcome {}

    /**
     * It cannot be used; nothing was touched.
     *
     * @param problems everything that is wrong, at least one problem
     */
    record Refused(List<Problem> problems) implements ChangeOutcome {
        /** Copies the list. */
        public Refused {
            problems = List.copyOf(problems);
        }

        @Override
        public Message message() {
            return Message.of("change.refused", "" + problems.size());
        }
    }

    /**
     * Another change is going on; nothing was touched.
     *
     * @param status that of the other one
     */
    record Busy(ChangeStatus status) implements ChangeOutcome {
        @Override
        public Message message() {
            return Message.of("change.busy", status.author());
        }
    }

    /**
     * It was made for another revision than the one that is kept; nothing was touched.
     *
     * @param revision the number of the one that is kept
     */
    record Outdated(int revision) implements ChangeOutcome {
        @Override
        public Message message() {
            return Message.of("change.outdated", "" + revision);
        }
    }

    /** It says what is in force already. */
    record Unchanged() implements ChangeOutcome {
        @Override
        public Message message() {
            return Message.of("change.unchanged");
        }
    }

    /** There is nothing to confirm, or nothing to go back to. */
    record NothingThere() implements ChangeOutcome {
        @Override
        public Message message() {
            return Message.of("change.nothing-there");
        }
    }
}
