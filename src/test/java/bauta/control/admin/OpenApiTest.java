package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The description of the API says what the API does, and a parser that nobody here wrote
 * understands it. {@code -Dbauta.golden=write} makes the copy in the documents anew.
 */
class OpenApiTest {
    private static final Path COPY = Path.of("docs/openapi.json");

    @TempDir Path folder;

    private String served() throws IOException {
        try (AdminRig rig = AdminRig.fresh(folder)) {
            return rig.ask("GET", "/api/v1/openapi.json", "").body();
        }
    }

    @Test
    void theCopyInTheDocumentsIsWhatIsServed() throws IOException {
        String text = served().replace("\"version\" : \"1.2\"", "\"version\" : \"1\"");
        if ("write".equals(System.getProperty("bauta.golden"))) {
            Files.writeString(COPY, text);
        }
        assertThat(Files.readString(COPY)).isEqualTo(text);
    }

    @Test
    void aParserOfOthersUnderstandsIt() throws IOException {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        options.setResolveFully(true);
        SwaggerParseResult result =
                new OpenAPIV3Parser().readContents(served(), List.of(), options);
        assertThat(result.getMessages()).isEmpty();
        OpenAPI api = result.getOpenAPI();
        assertThat(api.getOpenapi()).isEqualTo("3.1.0");
        assertThat(api.getPaths()).hasSizeGreaterThan(20);
        assertThat(api.getPaths()).containsKey("/api/v1/services/{name}/restart");
    }

    @Test
    void theParserFindsWhatIsWrong() throws IOException {
        String broken = served().replace("\"responses\" : {", "\"answers\" : {");
        ParseOptions options = new ParseOptions();
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(broken, List.of(), options);
        assertThat(result.getMessages()).isNotEmpty();
    }

    /** What the description calls required is there, in answers of the server. */
    @Test
    void answersHaveWhatTheDescriptionPromises() throws IOException {
        try (AdminRig rig = AdminRig.setUp(folder)) {
            String session = rig.logIn();
            JsonNode api =
                    ApiJson.MAPPER.readTree(rig.ask("GET", "/api/v1/openapi.json", "").body());
            for (String path :
                    List.of(
                            "/health",
                            "/api/v1/setup",
                            "/api/v1/status",
                            "/api/v1/services",
                            "/api/v1/leases",
                            "/api/v1/flows",
                            "/api/v1/drops",
                            "/api/v1/tokens",
                            "/api/v1/config/history",
                            "/api/v1/config/change")) {
                JsonNode schema =
                        api.at("/paths")
                                .get(path)
                                .at("/get/responses/200/content/application~1json/schema");
                JsonNode answer = ApiJson.MAPPER.readTree(rig.ask("GET", path, "", session).body());
                assertFits(path, answer, schema, api);
            }
        }
    }

    private static void assertFits(String where, JsonNode value, JsonNode schema, JsonNode api) {
        JsonNode reference = schema.get("$ref");
        if (reference != null) {
            assertFits(where, value, api.at(reference.asString().substring(1)), api);
        } else if (schema.has("properties")) {
            assertThat(value.isObject()).as(where).isTrue();
            assertThat(schema.get("properties").propertyNames())
                    .as(where)
                    .containsAll(value.propertyNames());
            schema.get("required")
                    .forEach(name ->
                            assertThat(value.has(name.asString())).as(where + name).isTrue());
            value.properties()
                    .forEach(entry ->
                            assertFits(
                                    where + "/" + entry.getKey(),
                                    entry.getValue(),
                                    schema.get("properties").get(entry.getKey()),
                                    api));
        } else if (schema.has("items")) {
            assertThat(value.isArray()).as(where).isTrue();
            value.forEach(item -> assertFits(where + "/*", item, schema.get("items"), api));
        } else if (schema.has("type")) {
            assertThat(schema.get("type").toString()).as(where).contains(type(value));
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case OBJECT -> "object";
            case ARRAY -> "array";
            default -> "nothing";
        };
    }
}
