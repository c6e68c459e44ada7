package bauta.control.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code bauta.json}: JSON to a tree by Jackson, the tree to records by their {@link Shape}s,
 * then the conflicts between records. Everything wrong is reported at once; nothing is thrown on
 * any input. Jackson alone would stop at the first problem, take a number for text and null for an
 * object.
 */
public final class ConfigReader {
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
            return parse(in.readNBytes(Json.MOST_BYTES + 1), board);
        } catch (IOException e) {
            return new Reading.Refused(List.of(unreadable(file, e)));
        }
    }

    /** Reads a board file. */
    static Board.Reading readBoard(Path file) {
        List<Problem> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode tree = Json.read(in.readNBytes(Json.MOST_BYTES + 1), found).orElse(null);
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

    /** Says why a file cannot be read. */
    static Problem unreadable(Path file, IOException e) {
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
        return switch (Candidate.read(json, board, Optional.empty())) {
            case Candidate.Usable(Written written) -> new Reading.Accepted(written.config());
            case Candidate.Unusable(List<Problem> problems) -> new Reading.Refused(problems);
        };
    }
}
