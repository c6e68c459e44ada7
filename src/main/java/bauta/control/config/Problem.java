package bauta.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing wrong with a configuration.
 *
 * @param pointer where, as an RFC 6901 pointer; empty for the file as a whole
 * @param value what stands there; never a secret
 * @param allowed what is wrong with it and what is allowed instead
 */
public record Problem(String pointer, String value, Message allowed) {
    /**
     * Returns the line for people: pointer, value, and what is allowed.
     *
     * @param locale English or Japanese; others get English
     */
    public String text(Locale locale) {
        String sentence = Catalogue.of(locale).text(allowed, value);
        return pointer.isEmpty() ? sentence : pointer + ": " + sentence;
    }

    /** Returns the id of the sentence in the catalogue. */
    public String id() {
        return allowed.id();
    }

    /**
     * Returns the arguments of the sentence as texts, the value first.
     *
     * @param locale English or Japanese; others get English
     */
    public List<String> arguments(Locale locale) {
        List<String> texts = new ArrayList<>(List.of(value));
        for (Object argument : allowed.arguments()) {
            texts.add(argument instanceof Message inner ? inner.text(locale) : argument.toString());
        }
        return texts;
    }

    @Override
    public String toString() {
        return text(Locale.ENGLISH);
    }
}
