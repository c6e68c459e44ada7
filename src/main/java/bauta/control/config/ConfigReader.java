package bauta.control.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code bauta.json}: JSON to a tree by Jackson, the tree to records by their {@link Shape}s,
 * then the conflicts between records. Everything wrong is reported at once; nothing is thrown on
 * any input. Jackson alone would stop at the first problem, take a number for text and null for an
 * object.
 */
public final class ConfigReader {
    /** The longest file that is read, in bytes. */
    static final int MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ConfigReader() {}

    /**
     * Reads a file.
     *
     * @param file JSON in UTF-8, at most 1 MiB
     */
    public static Reading read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(MOST_BYTES + 1));
        } catch (IOException e) {
            return refused(file.toString(), unreadable(file, e));
        }
    }

    private static Message unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return ProblemId.NO_SUCH_FILE.with();
        }
        return Files.isDirectory(file)
                ? ProblemId.IS_DIRECTORY.with()
                : ProblemId.UNREADABLE.with(e.getClass().getSimpleName());
    }

    /**
     * Reads the content of a file.
     *
     * @param json JSON in UTF-8
     */
    public static Reading parse(byte[] json) {
        if (json.length > MOST_BYTES) {
            return refused("", ProblemId.TOO_LONG.with("" + MOST_BYTES));
        }
        try {
            JsonNode tree = JSON.readTree(json);
            return tree.isMissingNode() ? refused("", ProblemId.EMPTY.with()) : bind(tree);
        } catch (JacksonException e) {
            return new Reading.Refused(List.of(syntax(e)));
        }
    }

    private static Reading bind(JsonNode tree) {
        Problems problems = new Problems();
        Optional<Config> config = Config.SHAPE.bind(tree, new Site("", problems));
        return config.isPresent() && problems.found().isEmpty()
                ? new Reading.Accepted(config.get())
                : new Reading.Refused(problems.found());
    }

    private static Reading refused(String value, Message why) {
        return new Reading.Refused(List.of(new Problem("", value, why)));
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
