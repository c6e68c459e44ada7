package bauta.control.admin;

import bauta.engine.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files with secrets: nobody else reads them at any moment, a power cut leaves the old or the new.
 */
final class PrivateFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    /** Makes a folder that only its owner may enter. */
    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }

    /** Replaces or makes a file that only its owner may read. */
    static void replace(Path file, byte[] content) throws IOException {
        SafeFile.replacePrivate(file, content);
    }
}
