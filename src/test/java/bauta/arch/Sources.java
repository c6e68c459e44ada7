package bauta.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the repository, without what the build makes. */
final class Sources {
    /** The folder that holds {@code pom.xml}: tests run there. */
    static final Path ROOT = Path.of("").toAbsolutePath();

    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".cifuzz-corpus", ".idea");
    private static final Pattern TEXT =
            Pattern.compile(
                    ".*\\.(java|c|h|sh|md|json|xml|properties|txt|hex|html|js|css|svg|config)"
                            + "|.*/(Makefile|run|init)|[^.]*");

    private Sources() {}

    /**
     * A text file.
     *
     * @param name path from the root, with slashes
     * @param lines its text
     */
    record Source(String name, List<String> lines) {
        boolean isJava() {
            return name.endsWith(".java");
        }

        boolean isMainJava() {
            return isJava() && name.startsWith("src/main/");
        }

        boolean isDocument() {
            return name.endsWith(".md");
        }
    }

    /** Returns the names of all files, from the root. */
    static List<String> names() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> ROOT.relativize(file))
                    .filter(Sources::isOurs)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all text files; inputs of the fuzzer are none. */
    static List<Source> read() {
        return names().stream()
                .filter(name -> TEXT.matcher(name).matches() && !name.contains("FuzzInputs/"))
                .map(name -> new Source(name, lines(name)))
                .toList();
    }

    static List<String> lines(String name) {
        try {
            return Files.readAllLines(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static boolean isOurs(Path file) {
        for (Path part : file) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
