package bauta.arch;

import bauta.arch.Exceptions.Breach;
import bauta.arch.Sources.Source;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What documents may say: classes, files and links that exist, and no line numbers. */
final class DocumentRules {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern LINE_NUMBER = Pattern.compile("\\.(java|c|h|sh):\\d+");

    /** A name of two or more humps, alone or after a package or another class. */
    private static final Pattern CLASS =
            Pattern.compile(
                    "(?:[a-z]+\\.)*((?:[A-Z]+[a-z0-9]+){2,})(?:[.#](?!java)\\w+)?(?:\\(.*\\))?");

    private static final Pattern FILE =
            Pattern.compile("(?:[\\w.-]+/)*[\\w.-]+\\.(?:java|md|c|h|sh|xml|properties|txt)");
    private static final Pattern FOLDER = Pattern.compile("(?:src|docs|board)/[\\w./-]*");

    private final Set<String> files;
    private final Set<String> classes;

    /**
     * Knows the files, and the classes that they are or import.
     *
     * @param sources all text files
     */
    DocumentRules(List<Source> sources) {
        files = sources.stream().map(Source::name).collect(Collectors.toSet());
        classes =
                sources.stream()
                        .filter(Source::isJava)
                        .flatMap(DocumentRules::classesIn)
                        .collect(Collectors.toSet());
    }

    private static Stream<String> classesIn(Source source) {
        return Stream.concat(
                Stream.of(source.name().replaceFirst(".*/", "").replace(".java", "")),
                source.lines().stream()
                        .filter(line -> line.startsWith("import "))
                        .map(line -> line.replaceFirst(".*\\.", "").replace(";", "")));
    }

    Stream<Breach> breaches(Source document) {
        String text = String.join("\n", document.lines());
        Stream<String> wrong =
                Stream.of(
                                words(CODE, text)
                                        .filter(this::isMissingClass)
                                        .map(w -> "class " + w),
                                words(CODE, text).filter(this::isMissingFile).map(w -> "file " + w),
                                words(LINK, text)
                                        .filter(link -> !exists(document, link))
                                        .map(w -> "link " + w))
                        .flatMap(found -> found)
                        .map(what -> what + " does not exist");
        Stream<String> numbers =
                LINE_NUMBER.matcher(text).results().map(m -> "line number " + m.group());
        return Stream.concat(wrong, numbers).map(what -> new Breach(document.name(), what));
    }

    private static Stream<String> words(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult m) -> m.group(1));
    }

    private boolean isMissingClass(String word) {
        var matcher = CLASS.matcher(word);
        return matcher.matches() && !classes.contains(matcher.group(1));
    }

    private boolean isMissingFile(String word) {
        if (FOLDER.matcher(word).matches() && !FILE.matcher(word).matches()) {
            String folder = word.replaceFirst("/?$", "/");
            return files.stream().noneMatch(f -> f.startsWith(folder)) && !files.contains(word);
        }
        return FILE.matcher(word).matches()
                && files.stream().noneMatch(f -> f.equals(word) || f.endsWith("/" + word));
    }

    private boolean exists(Source document, String link) {
        String folder = document.name().replaceFirst("[^/]*$", "");
        String target = java.nio.file.Path.of(folder + link).normalize().toString();
        return files.contains(target)
                || files.stream().anyMatch(f -> f.startsWith(target + "/"))
                || target.endsWith(".png") && Files.exists(Sources.ROOT.resolve(target));
    }
}
