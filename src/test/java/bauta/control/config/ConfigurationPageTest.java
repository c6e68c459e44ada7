package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The reference page says what the records say. {@code -Dbauta.golden=write} makes it anew. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void thePageSaysWhatTheRecordsSay() throws IOException {
        String text = ConfigurationPage.text();
        if ("write".equals(System.getProperty("bauta.golden"))) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(text);
    }

    @Test
    void everyExampleAndDefaultIsAllowed() {
        everyKey(Config.SHAPE).forEach(ConfigurationPageTest::assertAllowed);
    }

    private static Stream<Key<?>> everyKey(Shape<?> shape) {
        return shape.keys().stream()
                .flatMap(key ->
                        Stream.concat(
                                Stream.of(key),
                                key.kind().shape().stream()
                                        .flatMap(ConfigurationPageTest::everyKey)));
    }

    private static <T> void assertAllowed(Key<T> key) {
        assertBinds(key, key.example());
        T otherwise = key.otherwise();
        if (otherwise != null && !key.required() && key.kind().shape().isEmpty()) {
            assertBinds(key, key.kind().show(otherwise));
        }
    }

    private static void assertBinds(Key<?> key, String json) {
        Problems problems = new Problems();
        key.kind().bind(new JsonMapper().readTree(json), new Site("", problems));
        List<Problem> found = problems.found();
        assertThat(found).as(key.name() + " " + json).isEmpty();
    }
}
