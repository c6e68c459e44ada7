package bauta.control.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON text to trees and back, strictly (RFC 8259): no two equal keys, nothing behind the end. */
final class Json {
    /** The longest text that is read, in bytes. */
    static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /**
     * Reads a text.
     *
     * @param json in UTF-8
     * @param found where to report that it is none
     */
    static Optional<JsonNode> read(byte[] json, List<Problem> found) {
        if (json.length > MOST_BYTES) {
            found.add(new Problem("", "", ProblemId.TOO_LONG.with("" + MOST_BYTES)));
            return Optional.empty();
        }
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (!tree.isMissingNode()) {
                return Optional.of(tree);
            }
            found.add(new Problem("", "", ProblemId.EMPTY.with()));
        } catch (JacksonException e) {
            found.add(syntax(e));
        }
        return Optional.empty();
    }

    /** Reads a text of our own. */
    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    /** Returns an object of keys and values: texts, numbers, truth values or trees. */
    static ObjectNode object(Object... keysAndValues) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.set((String) keysAndValues[i], MAPPER.valueToTree(keysAndValues[i + 1]));
        }
        return object;
    }

    /** Returns the text of a tree, for people: indented, with an end of line. */
    static String text(JsonNode tree) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    /** Returns the text of a value: a line for a plain one, indented for others. */
    static String line(JsonNode value) {
        return value.isContainer()
                ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                : value.toString();
    }

    /** Returns {@link #text} in UTF-8. */
    static byte[] bytes(JsonNode tree) {
        return text(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** Jackson's own text is not used: it quotes the file, which may hold a password there. */
    private static Problem syntax(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
        boolean duplicate = e.getOriginalMessage().startsWith("Duplicate");
        String pointer =
                duplicate && e.processor() instanceof JsonParser parser
                        ? parser.streamReadContext().pathAsPointer().toString()
                        : "";
        ProblemId id = duplicate ? ProblemId.DUPLICATE_KEY : ProblemId.NOT_JSON;
        return new Problem(pointer, where, id.with());
    }
}
