package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published schema, judged by a validator that nobody here wrote. {@code -Dbauta.golden=write}
 * makes the file anew.
 */
class ConfigSchemaTest {
    private static final Path FILE = Path.of("docs/configuration.schema.json");
    private static final int ROUNDS = 2_000;
    private static final Board BOARD = new Board(Map.of("wan", "eth0", "lan1", "eth1"));
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(Json.read(ConfigSchema.text()));

    /** What one value can be wrong in; the rest stands between keys. */
    private static final Set<String> OF_ONE_VALUE =
            Set.of(
                    ProblemId.NOT.key(),
                    ProblemId.NOT_TEXT.key(),
                    ProblemId.MISSING.key(),
                    ProblemId.UNKNOWN_KEY.key(),
                    ProblemId.UNKNOWN_KEY_NEAR.key(),
                    ProblemId.NOT_BUILT.key(),
                    ProblemId.NEWER_FORM.key());

    private static final List<String> WORDS =
            List.of(
                    "null",
                    "{}",
                    "[]",
                    "[null]",
                    "-1",
                    "0.5",
                    "7",
                    "99999999999",
                    "true",
                    "\"\"",
                    "\"wan\"",
                    "\"10.0.0.300\"",
                    "\"127.0.0.1\"",
                    "\"two words\"",
                    "\"\\u0007\"",
                    "{\"colour\": 1}");

    private static boolean valid(JsonNode tree) {
        return SCHEMA.validate(tree).isEmpty();
    }

    @Test
    void thePublishedFileSaysWhatTheRecordsSay() throws IOException {
        if ("write".equals(System.getProperty("bauta.golden"))) {
            Files.writeString(FILE, ConfigSchema.text());
        }
        assertThat(Files.readString(FILE)).isEqualTo(ConfigSchema.text());
        assertThat(ConfigSchema.text(Locale.JAPANESE)).contains("インターネットへの接続先");
    }

    @Test
    void itIsASchemaOfTheDraft() {
        Schema draft =
                REGISTRY.getSchema(
                        SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(draft.validate(Json.read(ConfigSchema.text()))).isEmpty();
    }

    @Test
    void everyKeyHasTitleDescriptionAndExample() {
        JsonNode schema = Json.read(ConfigSchema.text());
        assertThat(schema.get("$defs").size()).isGreaterThan(15);
        schema.get("$defs").forEach(ConfigSchemaTest::assertDescribed);
        assertDescribed(schema);
        JsonNode size = schema.at("/$defs/forwarder/properties/cache-size");
        assertThat(size.get("title").stringValue()).isEqualTo("Cache size");
        assertThat(size.get("default").intValue()).isEqualTo(10_000);
        assertThat(size.get("x-unit").stringValue()).isEqualTo("names");
        assertThat(size.get("examples")).hasSize(1);
    }

    private static void assertDescribed(JsonNode object) {
        for (JsonNode property : object.get("properties")) {
            assertThat(property.propertyNames()).contains("title", "description", "examples");
        }
    }

    @Test
    void goodFilesAreValidAndBadOnesAreNot() {
        assertThat(valid(Json.read("{\"schema-version\": 3}"))).isTrue();
        assertThat(valid(Json.read(ConfigStoreTest.json(1400)))).isTrue();
        for (String bad :
                List.of(
                        "[]",
                        "{}",
                        "{\"schema-version\": 4}",
                        "{\"schema-version\": 3, \"mtu\": 1}",
                        "{\"schema-version\": 3, \"uplinks\": [{\"user\": \"u\"}]}",
                        "{\"schema-version\": 3, \"ports\": {\"dsl\": \"eth0\"}}",
                        "{\"schema-version\": 3, \"ports\": {\"wan\": \"a/b\"}}",
                        "{\"schema-version\": 3, \"rules\": [1]}",
                        "{\"schema-version\": 3, \"networks\": []}")) {
            assertThat(valid(Json.read(bad))).as(bad).isFalse();
        }
    }

    @Test
    void schemaAndReaderAgree() {
        long seed = Long.getLong("bauta.seed", System.nanoTime());
        System.out.println("ConfigSchemaTest: -Dbauta.seed=" + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode tree = object(Config.SHAPE, random);
            byte[] json = tree.toString().getBytes(StandardCharsets.UTF_8);
            List<Problem> found =
                    ConfigReader.parse(json, BOARD) instanceof Reading.Refused(var problems)
                            ? problems
                            : List.of();
            boolean wrong = found.stream().anyMatch(p -> OF_ONE_VALUE.contains(p.id()));
            assertThat(valid(tree)).as("%s %s", tree, found).isEqualTo(!wrong);
            refused += wrong ? 1 : 0;
        }
        assertThat(refused).isBetween(ROUNDS / 5, ROUNDS * 4 / 5);
    }

    /** Examples of some keys, and now and then something that hardly any key takes. */
    private static ObjectNode object(Shape<?> shape, Random random) {
        ObjectNode object = Json.object();
        for (Key<?> key : shape.keys()) {
            boolean written = key.required() ? random.nextInt(100) > 0 : random.nextInt(3) == 0;
            if (written) {
                object.set(key.name(), value(key, random));
            }
        }
        return object;
    }

    private static JsonNode value(Key<?> key, Random random) {
        if (random.nextInt(60) == 0) {
            return Json.read(WORDS.get(random.nextInt(WORDS.size())));
        }
        JsonNode example = Json.read(key.example());
        Shape<?> inner = key.kind().shape().orElse(null);
        if (inner == null) {
            return example;
        }
        if (!example.isArray()) {
            return object(inner, random);
        }
        ArrayNode list = Json.object().putArray("");
        for (int i = random.nextInt(3); i >= 0; i--) {
            list.add(object(inner, random));
        }
        return list;
    }
}
