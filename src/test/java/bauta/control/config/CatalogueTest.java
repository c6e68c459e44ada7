package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Set<String> ENGLISH = ids(Locale.ROOT);

    private static Set<String> ids(Locale locale) {
        return new TreeSet<>(
                ResourceBundle.getBundle(
                                "bauta.control.config.messages",
                                locale,
                                ResourceBundle.Control.getNoFallbackControl(
                                        ResourceBundle.Control.FORMAT_PROPERTIES))
                        .keySet());
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(Catalogue.of(Locale.JAPANESE).text(Message.of("kind.object"), ""))
                .isNotEqualTo(Catalogue.of(Locale.ENGLISH).text(Message.of("kind.object"), ""));
        for (String id : ENGLISH) {
            String english = Catalogue.of(Locale.ENGLISH).text(plain(id), "v");
            String japanese = Catalogue.of(Locale.JAPANESE).text(plain(id), "v");
            assertThat(japanese).as(id).isNotEqualTo(english);
            assertThat(japanese).as(id).matches("(?s).*[^\\x00-\\x7f].*");
            for (String argument : List.of("<1>", "<2>")) {
                assertThat(japanese.contains(argument))
                        .as(id)
                        .isEqualTo(english.contains(argument));
            }
        }
    }

    @Test
    void everyProblemAndEveryKeyHasWords() {
        for (ProblemId id : ProblemId.values()) {
            assertThat(ENGLISH).contains(id.key());
        }
        List<String> missing = new ArrayList<>();
        collect(Config.SHAPE, missing);
        assertThat(missing).isEmpty();
    }

    @Test
    void otherLanguagesGetEnglish() {
        assertThat(Catalogue.of(Locale.FRENCH).text(Message.of("kind.object"), ""))
                .isEqualTo("an object");
    }

    private static void collect(Shape<?> shape, List<String> missing) {
        for (Key<?> key : shape.keys()) {
            String id = "key." + shape.id() + "." + key.name();
            if (!ENGLISH.contains(id)) {
                missing.add(id);
            }
            if (!ENGLISH.contains(key.kind().allowed().id())) {
                missing.add(key.kind().allowed().id());
            }
            key.kind().shape().ifPresent(inner -> collect(inner, missing));
        }
    }

    private static Message plain(String id) {
        return Message.of(id, "<1>", "<2>");
    }
}
