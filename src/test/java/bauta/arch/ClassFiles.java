package bauta.arch;

import bauta.engine.HotPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of the project. */
final class ClassFiles {
    /** The folder of the router's classes. */
    static final Path MAIN = folderOf(HotPath.class);

    /** The folder of the tests' classes. */
    static final Path TESTS = folderOf(ClassFiles.class);

    private ClassFiles() {}

    /** Reads all classes below a folder. */
    static List<ClassModel> read(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .map(ClassFiles::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one class of the tests. */
    static ClassModel read(Class<?> type) {
        return parse(folderOf(type).resolve(type.getName().replace('.', '/') + ".class"));
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folderOf(Class<?> type) {
        try {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
