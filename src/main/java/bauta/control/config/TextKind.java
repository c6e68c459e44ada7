package bauta.control.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value written as text in a form of its own; what has the form may still be wrong in itself,
 * such as a range that ends before it begins.
 *
 * @param id of the message that says what is allowed
 * @param form what the whole text matches
 * @param make makes the value of the parts, or reports what is wrong and gives nothing
 * @param <T> the type of the value; its text form is {@code toString}
 */
record TextKind<T>(String id, Pattern form, Make<T> make) implements Kind<T> {
    /** Makes a value of a text. */
    @FunctionalInterface
    interface Make<T> {
        /** Returns the value; or nothing, having reported why. */
        Optional<T> of(Matcher text, Site site);
    }

    TextKind(String id, String form, Make<T> make) {
        this(id, Pattern.compile(form), make);
    }

    @Override
    public Message allowed() {
        return Message.of(id);
    }

    @Override
    public ObjectNode schema() {
        return Kinds.pattern(form.pattern());
    }

    @Override
    public Optional<T> bind(JsonNode node, Site site) {
        Optional<Matcher> text = Kinds.string(node).map(form::matcher).filter(Matcher::matches);
        if (text.isEmpty()) {
            site.reportNot(node, allowed());
        }
        return text.flatMap(parts -> make.of(parts, site));
    }
}
