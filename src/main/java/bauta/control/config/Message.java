package bauta.control.config;

import java.util.List;
import java.util.Locale;

/**
 * Text for people, as an id of the catalogue and arguments: {@link Catalogue} turns it into a
 * language.
 *
 * @param id key in the catalogues
 * @param arguments words, or further messages
 */
public record Message(String id, List<Object> arguments) {
    /** Copies the arguments. */
    public Message {
        arguments = List.copyOf(arguments);
    }

    /**
     * Returns the sentence.
     *
     * @param locale English or Japanese; others get English
     */
    public String text(Locale locale) {
        return Catalogue.of(locale).text(this, "");
    }

    static Message of(String id, Object... arguments) {
        return new Message(id, List.of(arguments));
    }
}
