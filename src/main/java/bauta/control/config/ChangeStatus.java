package bauta.control.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a change of the configuration stands.
 *
 * @param stage what is going on
 * @param revision the number of the revision that is kept, and that a restart comes back with
 * @param author who made the change that is going on; empty when none is
 * @param differences what it changes
 * @param leftMillis until it is undone by itself; empty when it does not wait for a person
 * @param last how the latest change since the start ended
 */
public record ChangeStatus(
        Stage stage,
        int revision,
        String author,
        List<Difference> differences,
        Optional<Long> leftMillis,
        Optional<Message> last) {
    /** Copies the list. */
    public ChangeStatus {
        differences = List.copyOf(differences);
    }

    /** What is going on. */
    public enum Stage {
        /** Nothing. */
        IDLE,
        /** A configuration is being brought into force. */
        APPLYING,
        /** It is in force, and the router is watched before it is kept. */
        WATCHING,
        /** It is in force, and waits for a person to confirm it. */
        TRIAL,
        /** The old one is being brought back. */
        UNDOING
    }

    /**
     * Returns how the latest change ended, for people.
     *
     * @param locale English or Japanese; others get English
     */
    public Optional<String> lastText(Locale locale) {
        return last.map(message -> message.text(locale));
    }
}
