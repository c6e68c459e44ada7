package bauta.control.config;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words of one language: message ids to sentences. */
final class Catalogue {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle words;

    private Catalogue(ResourceBundle words) {
        this.words = words;
    }

    /**
     * Returns the catalogue of a language, English where there is none.
     *
     * @param locale the language asked for
     */
    static Catalogue of(Locale locale) {
        return new Catalogue(
                ResourceBundle.getBundle("bauta.control.config.messages", locale, NO_FALLBACK));
    }

    /** Returns whether the language has a text for an id. */
    boolean has(String id) {
        return words.containsKey(id);
    }

    /**
     * Returns the sentence of a message; {@code {0}} is the value, the arguments follow.
     *
     * @param message id and arguments
     * @param value what the message is about
     */
    String text(Message message, String value) {
        List<Object> all = new ArrayList<>();
        all.add(value);
        for (Object argument : message.arguments()) {
            all.add(argument instanceof Message inner ? text(inner, value) : argument);
        }
        return new MessageFormat(words.getString(message.id()), Locale.ROOT).format(all.toArray());
    }
}
