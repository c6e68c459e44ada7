package bauta.control.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The folders of the revisions and the number of the current one. Whatever is written gets its name
 * when it is whole and forced; names that begin with a dot are left-overs.
 */
final class RevisionFolders {
    private static final String FOLDER = "config";
    private static final String CURRENT = "current";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{6,9}");

    private final Disk disk;
    private final Path data;
    private final Path root;

    RevisionFolders(Disk disk, Path data) {
        this.disk = disk;
        this.data = data;
        root = data.resolve(FOLDER);
    }

    /** Makes the root, and removes what a power cut left half done. */
    void open() throws IOException {
        disk.makeFolder(root);
        disk.force(data);
        for (String name : disk.names(root)) {
            if (name.startsWith(".")) {
                deleteTree(root.resolve(name));
            }
        }
    }

    /** Returns the numbers of the folders that are there, ascending. */
    List<Integer> numbers() throws IOException {
        return disk.names(root).stream()
                .filter(NUMBER.asMatchPredicate())
                .map(Integer::parseInt)
                .sorted()
                .toList();
    }

    Path folder(int number) {
        return root.resolve("%06d".formatted(number));
    }

    /** Returns whether a number of the current revision was ever written. */
    boolean namesCurrent() throws IOException {
        return disk.names(root).contains(CURRENT);
    }

    /** Returns the number of the current revision; nothing when it cannot be read. */
    OptionalInt current() {
        try {
            String text = new String(disk.read(root.resolve(CURRENT)), StandardCharsets.US_ASCII);
            return text.endsWith("\n") && NUMBER.matcher(text.strip()).matches()
                    ? OptionalInt.of(Integer.parseInt(text.strip()))
                    : OptionalInt.empty();
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }

    /** Writes the files of a revision under a name that does not count yet. */
    void stage(int number, Map<String, byte[]> files) throws IOException {
        Path staged = staged(number);
        deleteTree(staged);
        disk.makeFolder(staged);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            disk.write(staged.resolve(file.getKey()), file.getValue());
        }
        disk.force(staged);
    }

    /**
     * Makes a staged revision the current one. When this returns, a power cut comes back with it.
     */
    void keep(int number) throws IOException {
        remove(number);
        disk.move(staged(number), folder(number));
        disk.force(root);
        Path fresh = root.resolve(".current");
        disk.write(fresh, "%06d\n".formatted(number).getBytes(StandardCharsets.US_ASCII));
        disk.move(fresh, root.resolve(CURRENT));
        disk.force(root);
    }

    /** Removes what was staged. */
    void unstage(int number) throws IOException {
        deleteTree(staged(number));
    }

    /** Removes a revision: it loses its name first. */
    void remove(int number) throws IOException {
        Path folder = folder(number);
        if (disk.names(root).contains(folder.getFileName().toString())) {
            Path old = root.resolve(".old-" + folder.getFileName());
            deleteTree(old);
            disk.move(folder, old);
            disk.force(root);
            deleteTree(old);
        }
    }

    private Path staged(int number) {
        return root.resolve(".new-%06d".formatted(number));
    }

    /** A file, or a folder of files: nothing lies deeper. */
    private void deleteTree(Path path) throws IOException {
        for (String name : disk.names(path)) {
            disk.delete(path.resolve(name));
        }
        disk.delete(path);
    }
}
