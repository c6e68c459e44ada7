package bauta.control.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tinylog.Logger;

/**
 * The configurations that were kept, on the data partition: the one that a restart comes back with,
 * and those before it. Each revision is a folder under {@code config/}, written under another name,
 * forced and renamed; a file {@code current} says which one counts. A power cut at any moment keeps
 * the old or the new. Thread-safe; methods block.
 */
public final class ConfigStore {
    /** How many revisions are kept. */
    static final int MOST = 20;

    private static final String FILE_AUTHOR = "file";
    private static final byte[] FRESH =
            "{\"schema-version\": %d}"
                    .formatted(Config.SCHEMA_VERSION)
                    .getBytes(StandardCharsets.UTF_8);

    private final RevisionFolders folders;
    private final Board board;
    private final InstantSource wall;
    private final List<Stored> stored = new ArrayList<>();
    private final List<Message> troubles = new ArrayList<>();
    private int highest;
    private volatile int current;

    private ConfigStore(RevisionFolders folders, Board board, InstantSource wall) {
        this.folders = folders;
        this.board = board;
        this.wall = wall;
    }

    /**
     * Opens the store, or makes it. What a power cut left half done is removed; a damaged revision
     * is passed over, see {@link #troubles}.
     *
     * @param data folder for state that lasts; it exists
     * @param board gives the ports where a configuration does not
     * @throws IOException when the folder cannot be used at all
     */
    public static ConfigStore open(Path data, Board board) throws IOException {
        return open(new SystemDisk(), data, board, InstantSource.system());
    }

    static ConfigStore open(Disk disk, Path data, Board board, InstantSource wall)
            throws IOException {
        RevisionFolders folders = new RevisionFolders(disk, data);
        folders.open();
        ConfigStore store = new ConfigStore(folders, board, wall);
        store.load(disk);
        return store;
    }

    private void load(Disk disk) throws IOException {
        OptionalInt said = folders.current();
        if (said.isEmpty() && folders.namesCurrent()) {
            troubles.add(Message.of("store.damaged-current"));
        }
        for (int number : folders.numbers()) {
            if (number <= said.orElse(Integer.MAX_VALUE)) {
                highest = number;
                Stored.read(disk, folders.folder(number), number, board)
                        .ifPresentOrElse(
                                stored::add,
                                () -> troubles.add(Message.of("store.damaged", "" + number)));
            } else {
                folders.remove(number);
            }
        }
        highest = Math.max(highest, said.orElse(0));
        current = stored.isEmpty() ? 0 : stored.getLast().revision().number();
        if (said.isPresent() && current != said.getAsInt()) {
            troubles.add(
                    current == 0
                            ? Message.of("store.nothing-whole")
                            : Message.of("store.fell-back", "" + current));
        }
    }

    /** Returns the box that the configurations are for. */
    public Board board() {
        return board;
    }

    /** Returns the revision that is kept, if there is one. */
    public synchronized Optional<Revision> current() {
        return newest().map(Stored::revision);
    }

    /** Returns the revisions that are there, the newest first; at most 20. */
    public synchronized List<Revision> history() {
        return stored.reversed().stream().map(Stored::revision).toList();
    }

    /** Returns what was found damaged when the store was opened, a sentence each. */
    public synchronized List<Message> troubles() {
        return List.copyOf(troubles);
    }

    /**
     * Takes a file over as a new revision, when it says something else than the one taken over
     * last; otherwise what was kept since then stays.
     *
     * @param file the configuration of a person, in any form that is known
     * @return what is kept now, which is still the old one when the new one could not be stored; or
     *     what is wrong with the file, and then nothing has changed
     * @throws IOException when it could not be stored, and nothing is kept yet
     */
    public synchronized Reading takeOver(Path file) throws IOException {
        byte[] json;
        try (InputStream in = Files.newInputStream(file)) {
            json = in.readNBytes(Json.MOST_BYTES + 1);
        } catch (IOException e) {
            return new Reading.Refused(List.of(ConfigReader.unreadable(file, e)));
        }
        Optional<Stored> newest = newest();
        String hash = Stored.hash(json);
        if (newest.isPresent() && newest.get().fileHash().equals(hash)) {
            return new Reading.Accepted(newest.get().revision().config());
        }
        return switch (Candidate.read(json, board, newest.map(s -> s.written().tree()))) {
            case Candidate.Unusable(List<Problem> problems) -> new Reading.Refused(problems);
            case Candidate.Usable(Written written) ->
                    new Reading.Accepted(
                            take(new Draft(written, FILE_AUTHOR, current, Optional.of(hash))));
        };
    }

    /** A full disk is no reason not to start. */
    private Config take(Draft draft) throws IOException {
        try {
            return keep(stage(draft)).config();
        } catch (IOException e) {
            Config old = newest().orElseThrow(() -> e).revision().config();
            Logger.error(
                    "the configuration file could not be stored, the old one stays: {}",
                    e.getMessage());
            return old;
        }
    }

    /**
     * Returns what to start with: the revision that is kept, or the configuration of a box that
     * nobody has set up.
     */
    public Reading start() {
        return switch (written()) {
            case Candidate.Usable(Written written) -> new Reading.Accepted(written.config());
            case Candidate.Unusable(List<Problem> problems) -> new Reading.Refused(problems);
        };
    }

    /** Returns what {@link #start} does, as it is written. */
    synchronized Candidate written() {
        return newest().<Candidate>map(s -> new Candidate.Usable(s.written()))
                .orElseGet(() -> Candidate.read(FRESH, board, Optional.empty()));
    }

    /**
     * What is to be kept.
     *
     * @param written the configuration
     * @param author who made it
     * @param previous the revision that undoing goes back to; 0 for none
     * @param fileHash of the file that it was taken from; empty when from none
     */
    record Draft(Written written, String author, int previous, Optional<String> fileHash) {}

    /**
     * Writes a revision to disk that does not count yet: a power cut comes back without it.
     *
     * @param draft what to keep
     * @throws IOException when it could not be written, for example for want of room; nothing has
     *     changed
     */
    synchronized Stored stage(Draft draft) throws IOException {
        int number = highest + 1;
        String fileHash = draft.fileHash().or(() -> newest().map(Stored::fileHash)).orElse("");
        Revision revision =
                new Revision(
                        number,
                        wall.instant(),
                        draft.author(),
                        draft.written().config(),
                        draft.written().masked());
        Stored made = new Stored(revision, draft.written(), draft.previous(), fileHash);
        try {
            folders.stage(number, made.files());
            return made;
        } catch (IOException e) {
            unstage(made);
            throw e;
        }
    }

    /**
     * Makes a staged revision the one that a restart comes back with.
     *
     * @param staged by {@link #stage}, with nothing kept since then
     * @throws IOException when that failed; a restart comes back with the old one
     */
    synchronized Revision keep(Stored staged) throws IOException {
        int number = staged.revision().number();
        try {
            folders.keep(number);
        } catch (IOException e) {
            unstage(staged);
            throw e;
        }
        stored.add(staged);
        highest = number;
        current = number;
        prune();
        return staged.revision();
    }

    /** Removes a staged revision. */
    synchronized void unstage(Stored staged) {
        try {
            folders.unstage(staged.revision().number());
        } catch (IOException e) {
            Logger.warn("left-over of a configuration stays for now: {}", e.getMessage());
        }
    }

    /** Returns the number of the revision that is kept; 0 while none is. Never blocks. */
    int currentNumber() {
        return current;
    }

    /** Returns the revision that undoing goes back to, if it is still there. */
    synchronized Optional<Stored> beforeCurrent() {
        return newest().flatMap(now ->
                stored.stream().filter(s -> s.revision().number() == now.previous()).findFirst());
    }

    private Optional<Stored> newest() {
        return stored.isEmpty() ? Optional.empty() : Optional.of(stored.getLast());
    }

    /** What is left over when this fails goes at the next time. */
    private void prune() {
        try {
            List<Integer> numbers = folders.numbers();
            for (int number : numbers.subList(0, Math.max(0, numbers.size() - MOST))) {
                folders.remove(number);
                stored.removeIf(s -> s.revision().number() == number);
            }
        } catch (IOException e) {
            Logger.warn("old configurations stay for now: {}", e.getMessage());
        }
    }
}
