package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.arch.Sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every test that a page of {@code docs/rfc} names is there, and in the tables of the translation
 * every MUST has one.
 */
class RfcPagesTest {
    private static final Pattern PROOF = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
    private static final Pattern MUST = Pattern.compile("^\\| [^|]+ \\| MUST[^|]* \\|.*");
    private static final Pattern OWN =
            Pattern.compile("docs/rfc/(rfc\\d+-\\w+-nat|rfc7857.*|nat-.*)\\.md");
    private static final List<Source> SOURCES = Sources.read();

    private static Stream<Source> pages() {
        return SOURCES.stream().filter(source -> source.name().startsWith("docs/rfc/"));
    }

    @Test
    void everyNamedTestIsThere() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Source page : pages().toList()) {
            for (String line : page.lines()) {
                Matcher proof = PROOF.matcher(line);
                while (proof.find()) {
                    found++;
                    if (!isThere(proof.group(1), proof.group(2))) {
                        missing.add(page.name() + ": " + proof.group());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(100);
    }

    @Test
    void everyMustOfTheTranslationHasATest() {
        List<Source> own = pages().filter(page -> OWN.matcher(page.name()).matches()).toList();
        assertThat(own).hasSize(5);
        List<String> bare =
                own.stream()
                        .flatMap(page -> page.lines().stream())
                        .filter(line -> MUST.matcher(line).matches())
                        .filter(line -> !PROOF.matcher(line).find())
                        .toList();
        assertThat(bare).isEmpty();
    }

    @Test
    void whatIsNotThereIsFound() {
        assertThat(isThere("RfcPagesTest", "everyNamedTestIsThere")).isTrue();
        assertThat(isThere("RfcPagesTest", null)).isTrue();
        assertThat(isThere("RfcPagesTest", "nothing" + "LikeIt")).isFalse();
        assertThat(isThere("NoSuchTest", null)).isFalse();
        assertThat(MUST.matcher("| 1 | MUST | it sings | `Song` | |").matches()).isTrue();
        assertThat(MUST.matcher("| 1 | SHOULD | it sings | `Song` | |").matches()).isFalse();
    }

    private static boolean isThere(String type, @Nullable String method) {
        String says = method == null ? "" : " " + method + "()";
        return SOURCES.stream()
                .filter(source -> source.name().endsWith("/" + type + ".java"))
                .anyMatch(source -> String.join("\n", source.lines()).contains(says));
    }
}
