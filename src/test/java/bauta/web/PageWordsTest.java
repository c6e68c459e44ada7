package bauta.web;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.uplink.UplinkCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The catalogues of the set-up page: both languages say everything, and nothing is left over. */
class PageWordsTest {
    private static final Path WEB = Path.of("src/main/web");
    private static final JsonNode ENGLISH = catalogue("en");
    private static final JsonNode JAPANESE = catalogue("ja");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern NUMBERED = Pattern.compile("(?:cause|advice)\\.(\\d+)");

    /** A message id as it stands in the page's files, whole or up to where a name is put in. */
    private static final Pattern USED =
            Pattern.compile("[\"`]([a-z]+(?:\\.[a-z-]+)+\\.?|[a-z]+\\.(?=\\$))[\"`$]?");

    private static JsonNode catalogue(String language) {
        return JsonMapper.builder()
                .build()
                .readTree(text(WEB.resolve("words/" + language + ".json")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        try (Stream<Path> files = Files.list(WEB)) {
            return files.filter(file -> file.toString().matches(".*\\.(js|html)"))
                    .sorted()
                    .map(PageWordsTest::text)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> ids(JsonNode catalogue) {
        return new TreeSet<>(catalogue.propertyNames());
    }

    @Test
    void bothLanguagesHaveTheSameIds() {
        assertThat(ids(JAPANESE)).isEqualTo(ids(ENGLISH));
    }

    @Test
    void bothLanguagesPutInTheSameArguments() {
        for (String id : ids(ENGLISH)) {
            assertThat(places(JAPANESE.get(id))).as(id).isEqualTo(places(ENGLISH.get(id)));
        }
    }

    private static Set<String> places(JsonNode text) {
        return PLACE.matcher(text.toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyTextSaysSomethingInItsOwnLanguage() {
        for (String id : ids(ENGLISH)) {
            for (JsonNode catalogue : new JsonNode[] {ENGLISH, JAPANESE}) {
                JsonNode text = catalogue.get(id);
                assertThat(text.isArray() ? text.size() : text.asString().strip().length())
                        .as(id)
                        .isPositive();
            }
            String english = ENGLISH.get(id).toString();
            assertThat(english).as(id).doesNotContainPattern("[\\u3040-\\u30ff\\u4e00-\\u9fff]");
            if (PLACE.matcher(english).replaceAll("").matches(".*\\p{L}{3}.*")) {
                assertThat(JAPANESE.get(id).toString())
                        .as(id)
                        .containsPattern("[\\u3040-\\u30ff\\u4e00-\\u9fff]");
            }
        }
    }

    @Test
    void everyCauseHasItsWordsAndAdvice() {
        Set<String> wanted =
                Arrays.stream(UplinkCause.values())
                        .map(cause -> Integer.toString(cause.number()))
                        .collect(Collectors.toCollection(TreeSet::new));
        for (JsonNode catalogue : new JsonNode[] {ENGLISH, JAPANESE}) {
            for (String number : wanted) {
                assertThat(catalogue.path("cause." + number).isString()).as(number).isTrue();
                assertThat(catalogue.path("advice." + number).isArray()).as(number).isTrue();
            }
            Set<String> told =
                    ids(catalogue).stream()
                            .map(NUMBERED::matcher)
                            .filter(found -> found.matches())
                            .map(found -> found.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(told).isEqualTo(wanted);
        }
    }

    @Test
    void everyStageHasANameAndASentence() {
        String stages = text(WEB.resolve("stages.js"));
        String list = stages.substring(stages.indexOf("STAGES = ["), stages.indexOf("];"));
        Set<String> names =
                Pattern.compile("\"(\\w+)\"")
                        .matcher(list)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());
        assertThat(names).hasSize(7);
        for (String name : names) {
            assertThat(ids(ENGLISH)).contains("stage." + name, "stage." + name + ".what");
        }
    }

    @Test
    void whatThePageSaysIsThereAndNothingIsLeftOver() {
        Set<String> used =
                USED.matcher(page())
                        .results()
                        .map(found -> found.group(1))
                        .filter(id ->
                                !id.matches(
                                        ".*\\.(html|js|css|svg|json)|typing|bauta\\..*|api\\..*"))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).hasSizeGreaterThan(60);
        Set<String> known = ids(ENGLISH);
        for (String id : used) {
            assertThat(known.stream().anyMatch(k -> k.equals(id) || belongs(k, id)))
                    .as("the page uses " + id)
                    .isTrue();
        }
        assertThat(known.stream().filter(k -> used.stream().noneMatch(id -> uses(id, k))))
                .as("texts that no file of the page uses")
                .isEmpty();
    }

    private static boolean uses(String id, String known) {
        return known.equals(id) || belongs(known, id);
    }

    /** Says whether an id is put together by the page from a beginning: a name or a number. */
    private static boolean belongs(String known, String beginning) {
        return beginning.endsWith(".")
                ? known.startsWith(beginning)
                : known.equals(beginning + "-title") || known.equals(beginning + "-lead");
    }
}
