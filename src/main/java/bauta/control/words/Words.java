package bauta.control.words;

import bauta.engine.DropReason;
import bauta.uplink.UplinkCause;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/**
 * Sentences for people, by message id: {@code uplink.cause.*}, {@code drop.*}, {@code service.*},
 * {@code api.error.*}, {@code cli.*}, {@code rebind.*} and {@code dhcp.*}. Languages other than
 * Japanese get English. An id that no catalogue has, say of a newer router, is shown as it is with
 * its arguments: a person can still search for it. Any thread; never throws.
 */
public final class Words {
    /** The languages there are, English first. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.JAPANESE);

    private static final String ADVICE = ".advice";
    private static final String BUNDLE = "bauta.control.words.messages";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private Words() {}

    /**
     * Returns the sentence of a message.
     *
     * @param locale English or Japanese; others get English
     * @param id the message
     * @param arguments what its placeholders stand for, shown by their {@code toString}
     */
    public static String text(Locale locale, String id, Object... arguments) {
        return text(locale, id, Arrays.asList(arguments));
    }

    /**
     * Returns the sentence of a message.
     *
     * @param locale English or Japanese; others get English
     * @param id the message
     * @param arguments what its placeholders stand for, shown by their {@code toString}
     */
    public static String text(Locale locale, String id, List<?> arguments) {
        ResourceBundle bundle = bundle(locale);
        if (!bundle.containsKey(id)) {
            return arguments.isEmpty() ? id : id + " " + arguments;
        }
        Object[] texts = arguments.stream().map(String::valueOf).toArray();
        return new MessageFormat(bundle.getString(id), Locale.ROOT).format(texts);
    }

    /**
     * Returns whether there is a sentence for an id.
     *
     * @param id the message
     */
    public static boolean has(String id) {
        return bundle(Locale.ENGLISH).containsKey(id);
    }

    /**
     * Returns the patterns of a language by id, in the order of the ids; {@code {0}} stands for the
     * first argument and a single quote is written twice.
     *
     * @param locale English or Japanese; others get English
     */
    public static Map<String, String> all(Locale locale) {
        ResourceBundle bundle = bundle(locale);
        Map<String, String> words = new TreeMap<>();
        bundle.keySet().forEach(id -> words.put(id, bundle.getString(id)));
        return words;
    }

    /**
     * Returns why an uplink is down, in plain words.
     *
     * @param locale English or Japanese; others get English
     * @param cause why
     */
    public static String cause(Locale locale, UplinkCause cause) {
        return text(locale, cause.messageId());
    }

    /**
     * Returns what a person can do about an uplink that is down.
     *
     * @param locale English or Japanese; others get English
     * @param cause why it is down
     */
    public static String advice(Locale locale, UplinkCause cause) {
        return text(locale, cause.messageId() + ADVICE);
    }

    /**
     * Returns the id of the words for a drop reason.
     *
     * @param reason any but {@code NONE}
     */
    public static String dropId(DropReason reason) {
        return dropId(reason.name());
    }

    /**
     * Returns the id of the words for the name of a drop reason.
     *
     * @param reason as {@link DropReason} spells it
     */
    public static String dropId(String reason) {
        return "drop." + reason.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, NO_FALLBACK);
    }
}
