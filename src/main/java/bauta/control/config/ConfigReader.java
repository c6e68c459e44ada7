package bauta.control.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * Reads a file on a box of which nothing is known.
     *
     * @param file JSON in UTF-8, at most 1 MiB
     */
    public static Reading read(Path file) {
        return read(file, Board.UNKNOWN);
    }

    /**
     * Reads a file.
     *
     * @param file JSON in UTF-8, at most 1 MiB
     * @param board gives the ports where the file does not
     */
    public static Reading read(Path file, Board board) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(MOST_BYTES + 1), board);
        } catch (IOException e) {
            return refused(unreadable(file, e));
        }
    }

    /** Reads a board file. */
    static Board.Reading readBoard(Path file) {
        List<Problem> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode tree = tree(in.readNBytes(MOST_BYTES + 1), found).orElse(null);
            Problems problems = new Problems();
            if (tree != null) {
                Optional<Board> board = Board.SHAPE.bind(tree, new Site("", problems));
                found.addAll(problems.found());
                if (board.isPresent() && found.isEmpty()) {
                    return new Board.Reading.Accepted(board.get());
                }
            }
        } catch (IOException e) {
            found.add(unreadable(file, e));
        }
        return new Board.Reading.Refused(found);
    }

    private static Problem unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new Problem("", file.toString(), ProblemId.NO_SUCH_FILE.with());
        }
        Message why =
                Files.isDirectory(file)
                        ? ProblemId.IS_DIRECTORY.with()
                        : ProblemId.UNREADABLE.with(e.getClass().getSimpleName());
        return new Problem("", file.toString(), why);
    }

    /**
     * Reads the content of a file on a box of which nothing is known.
     *
     * @param json JSON in UTF-8
     */
    public static Reading parse(byte[] json) {
        return parse(json, Board.UNKNOWN);
    }

    /**
     * Reads the content of a file.
     *
     * @param json JSON in UTF-8
     * @param board gives the ports where the file does not
     */
    public static Reading parse(byte[] json, Board board) {
        List<Problem> found = new ArrayList<>();
        return tree(json, found)
                .map(tree -> bind(tree, board))
                .orElseGet(() -> new Reading.Refused(found));
    }

    /** Reads a tree as it stands in the file, of whatever form; a problem when it is none. */
    static Optional<JsonNode> tree(byte[] json, List<Problem> found) {
        if (json.length > MOST_BYTES) {
            found.add(new Problem("", "", ProblemId.TOO_LONG.with("" + MOST_BYTES)));
            return Optional.empty();
        }
        try {
            JsonNode tree = JSON.readTree(json);
            if (!tree.isMissingNode()) {
                return Optional.of(tree);
            }
            found.add(new Problem("", "", ProblemId.EMPTY.with()));
        } catch (JacksonException e) {
            found.add(syntax(e));
        }
        return Optional.empty();
    }

    /** Brings a tree into the newest form and makes records of it. */
    static Reading bind(JsonNode tree, Board board) {
        Migrated migrated = Migrations.migrate(tree);
        Problems problems = new Problems();
        Optional<Config> config = Config.shape(board).bind(migrated.tree(), new Site("", problems));
        return config.isPresent() && problems.found().isEmpty()
                ? new Reading.Accepted(config.get())
                : refused(migrated.problems(problems.found()));
    }

    private static Reading refused(Problem why) {
        return refused(List.of(why));
    }

    private static Reading refused(List<Problem> why) {
        return new Reading.Refused(why);
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
