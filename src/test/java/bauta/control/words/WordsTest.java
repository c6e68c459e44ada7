package bauta.control.words;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.uplink.UplinkCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Map<String, String> ENGLISH = Words.all(Locale.ENGLISH);
    private static final Map<String, String> JAPANESE = Words.all(Locale.JAPANESE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+\\}");
    private static final Path MAIN = Path.of("src/main/java/bauta");
    private static final Pattern LONE_QUOTE = Pattern.compile("(?<!')'(?!')");

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(JAPANESE.keySet()).isEqualTo(ENGLISH.keySet());
        ENGLISH.forEach((id, english) ->
                assertThat(placeholders(JAPANESE.getOrDefault(id, "")))
                        .as(id)
                        .isEqualTo(placeholders(english)));
    }

    @Test
    void japaneseIsJapaneseAndEnglishIsEnglish() {
        JAPANESE.forEach(
                (id, text) -> assertThat(text).as(id).matches("(?s)|\\{0\\}|.*[^\\x00-\\x7f].*"));
        ENGLISH.forEach((id, text) -> assertThat(text).as(id).matches("(?s)[\\x00-\\x7f]*"));
        assertThat(JAPANESE.get("drop.policy-rule")).contains("IPマスカレード");
        assertThat(JAPANESE.get("drop.inbound-no-mapping")).contains("ポート開放");
        assertThat(JAPANESE.get("uplink.cause.lcp-refused.advice")).contains("接続先");
    }

    @Test
    void quotesAreWrittenTwice() {
        Stream.of(ENGLISH, JAPANESE)
                .forEach(words ->
                        words.forEach((id, text) ->
                                assertThat(LONE_QUOTE.matcher(text).find()).as(id).isFalse()));
    }

    @Test
    void everyCauseHasWordsAndAdvice() {
        List<String> want =
                Arrays.stream(UplinkCause.values())
                        .flatMap(c -> Stream.of(c.messageId(), c.messageId() + ".advice"))
                        .toList();
        assertThat(ids("uplink.cause.")).containsExactlyInAnyOrderElementsOf(want);
        for (UplinkCause cause : UplinkCause.values()) {
            assertThat(Words.cause(Locale.ENGLISH, cause)).isEqualTo(cause.text());
            assertThat(Words.advice(Locale.JAPANESE, cause))
                    .isNotEqualTo(Words.cause(Locale.JAPANESE, cause));
        }
    }

    @Test
    void everyDropReasonHasWords() {
        List<String> want =
                Arrays.stream(DropReason.values())
                        .filter(reason -> reason != DropReason.NONE)
                        .map(Words::dropId)
                        .toList();
        assertThat(ids("drop.")).containsExactlyInAnyOrderElementsOf(want);
    }

    @Test
    void everyErrorOfTheApiHasWords() {
        List<String> want =
                found("control/admin/ApiError.java", "(?m)^ {4}([A-Z_]+)\\(\\d{3}\\)")
                        .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                        .map(name -> "api.error." + name)
                        .toList();
        assertThat(ids("api.error.")).containsExactlyInAnyOrderElementsOf(want);
    }

    @Test
    void everyReasonOfAServiceHasWords() {
        List<String> want =
                found("service/ServiceReason.java", "\\bof\\(\"([a-z-]+)\"")
                        .map(name -> "service.reason." + name)
                        .toList();
        assertThat(ids("service.reason.")).containsExactlyInAnyOrderElementsOf(want);
    }

    /** An id that is put together begins with a literal that ends with a dot. */
    @Test
    void everyWordOfTheCommandIsThereAndUsed() throws IOException {
        Set<String> literals;
        try (Stream<Path> files = Files.walk(MAIN)) {
            literals =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(file -> MAIN.relativize(file).toString())
                            .flatMap(file -> found(file, "\"(cli\\.[a-z0-9.-]+)\""))
                            .collect(Collectors.toSet());
        }
        Set<String> begun =
                literals.stream().filter(id -> id.endsWith(".")).collect(Collectors.toSet());
        assertThat(literals).contains("cli.leases.none");
        assertThat(literals.stream().filter(id -> !begun.contains(id)))
                .allSatisfy(id -> assertThat(Words.has(id)).as(id).isTrue());
        assertThat(ids("cli.").stream().filter(id -> begun.stream().noneMatch(id::startsWith)))
                .isSubsetOf(literals);
    }

    private static Stream<String> found(String file, String pattern) {
        try {
            return Pattern.compile(pattern)
                    .matcher(Files.readString(MAIN.resolve(file)))
                    .results()
                    .map(match -> match.group(1))
                    .distinct();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void argumentsAreShownAsTheyAre() {
        assertThat(Words.text(Locale.ENGLISH, "api.error.too-large", 65536))
                .isEqualTo("The request is longer than 65536 bytes.");
        assertThat(Words.text(Locale.ENGLISH, "api.error.not-json", "it's {0}"))
                .isEqualTo("The request's body is not JSON: it's {0}");
    }

    @Test
    void otherLanguagesGetEnglishAndUnknownIdsThemselves() {
        assertThat(Words.text(Locale.FRENCH, "service.state.running")).isEqualTo("running");
        assertThat(Words.text(Locale.JAPAN, "service.state.running")).isEqualTo("動作中");
        assertThat(Words.text(Locale.ENGLISH, "no.such")).isEqualTo("no.such");
        assertThat(Words.text(Locale.ENGLISH, "no.such", "a", 1)).isEqualTo("no.such [a, 1]");
        assertThat(Words.has("no.such")).isFalse();
        assertThat(Words.has("service.state.running")).isTrue();
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static List<String> ids(String prefix) {
        return ENGLISH.keySet().stream().filter(id -> id.startsWith(prefix)).toList();
    }
}
