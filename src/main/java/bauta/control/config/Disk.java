package bauta.control.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the store does to files, so that tests can cut the power between and within. Blocks. */
interface Disk {
    /** Returns the names in a folder, sorted; none when it is missing. */
    List<String> names(Path folder) throws IOException;

    /** Returns the content of a file. */
    byte[] read(Path file) throws IOException;

    /** Makes a folder that only our own user can enter; without effect when it is there. */
    void makeFolder(Path folder) throws IOException;

    /** Writes a new file that only our own user can read, and forces its content. */
    void write(Path file, byte[] content) throws IOException;

    /** Gives a file or folder another name at once; a file of that name goes. */
    void move(Path from, Path to) throws IOException;

    /** Forces the names in a folder. */
    void force(Path folder) throws IOException;

    /** Removes a file or an empty folder; without effect when it is missing. */
    void delete(Path path) throws IOException;
}
