package bauta.arch;

import bauta.arch.Exceptions.Breach;
import bauta.arch.Sources.Source;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules of tidiness. Each takes what it looks at and answers with what breaks it. */
final class TidyRules {
    /** A file of more lines is two files. */
    static final int MOST_LINES = 600;

    /** A method of more lines is two methods. */
    static final int MOST_METHOD_LINES = 70;

    private static final Pattern BANNED_NAME =
            Pattern.compile("Abstract\\w+|\\w*(Manager|Utils?|Helper|Info|Data|Impl)");
    private static final Pattern GETTER = Pattern.compile("get[A-Z]\\w*");
    private static final Pattern TODO = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");

    /** Paths that exist on one machine only; put together here, so that this file holds none. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.$}])/(" + "work|home|root|tmp/" + "(team|wt))/\\w");

    /** Calls that have a better replacement: owner, dot, name. */
    private static final Map<String, String> BANNED_CALLS =
            Map.ofEntries(
                    Map.entry("java/lang/System.currentTimeMillis", "engine.Clock"),
                    Map.entry("java/lang/System.nanoTime", "engine.Clock"),
                    Map.entry("java/time/Instant.now", "engine.Clock"),
                    Map.entry("java/lang/Math.random", "a RandomGenerator passed in"),
                    Map.entry("java/lang/Throwable.printStackTrace", "a log line"),
                    Map.entry("java/lang/Exception.printStackTrace", "a log line"),
                    Map.entry("java/lang/System.gc", "nothing"),
                    Map.entry("java/lang/Runtime.exec", "nothing: the router starts no process"),
                    Map.entry(
                            "java/lang/ProcessBuilder.start",
                            "nothing: the router starts no process"),
                    Map.entry("java/lang/Thread.sleep", "engine.Timers"),
                    Map.entry("java/lang/Object.wait", "the mailbox of the loop"),
                    Map.entry("java/lang/Object.notifyAll", "the mailbox of the loop"));

    private TidyRules() {}

    static Stream<Breach> tooLong(Source source) {
        int lines = source.lines().size();
        boolean code = source.isJava() || source.name().matches(".*\\.[ch]");
        return code && lines > MOST_LINES
                ? breach(source.name(), lines + " lines, at most " + MOST_LINES)
                : Stream.empty();
    }

    static Stream<Breach> longMethods(ClassModel type) {
        return type.methods().stream()
                .filter(m -> !m.methodName().stringValue().startsWith("<"))
                .filter(m -> length(m) > MOST_METHOD_LINES)
                .map(m ->
                        new Breach(
                                HotPathScan.name(type, m),
                                length(m) + " lines, at most " + MOST_METHOD_LINES));
    }

    private static int length(MethodModel method) {
        List<Integer> lines = method.code().map(TidyRules::lines).orElse(List.of());
        int first = lines.stream().mapToInt(Integer::intValue).min().orElse(0);
        int last = lines.stream().mapToInt(Integer::intValue).max().orElse(0);
        return last - first + 1;
    }

    private static List<Integer> lines(CodeModel code) {
        return code.elementStream()
                .filter(LineNumber.class::isInstance)
                .map(element -> ((LineNumber) element).line())
                .toList();
    }

    static Stream<Breach> bannedNames(ClassModel type) {
        String name = type.thisClass().asInternalName().replaceAll(".*[/$]", "");
        return BANNED_NAME.matcher(name).matches()
                ? breach(name, "says nothing: name it for its subject")
                : Stream.empty();
    }

    static Stream<Breach> getters(ClassModel type) {
        return type.methods().stream()
                .filter(m -> m.flags().has(AccessFlag.PUBLIC) && !m.flags().has(AccessFlag.BRIDGE))
                .filter(m -> m.methodTypeSymbol().parameterCount() == 0)
                .filter(m -> GETTER.matcher(m.methodName().stringValue()).matches())
                .map(m -> new Breach(HotPathScan.name(type, m), "accessors are nouns, no get"));
    }

    static Stream<Breach> bannedCalls(ClassModel type) {
        return type.methods().stream()
                .flatMap(m ->
                        calls(m).filter(BANNED_CALLS::containsKey)
                                .map(call ->
                                        new Breach(
                                                HotPathScan.name(type, m),
                                                "calls "
                                                        + call
                                                        + "; use "
                                                        + BANNED_CALLS.get(call))));
    }

    private static Stream<String> calls(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .map(c -> c.owner().asInternalName() + "." + c.name().stringValue());
    }

    static Stream<Breach> todos(Source source) {
        return source.name().endsWith("TidyRules.java") || source.isDocument()
                ? Stream.empty()
                : matches(source, TODO, "TODO(#123) names an issue, or is left out");
    }

    static Stream<Breach> machinePaths(Source source) {
        return matches(source, MACHINE_PATH, "a path of one machine");
    }

    private static Stream<Breach> matches(Source source, Pattern pattern, String message) {
        return IntStream.range(0, source.lines().size())
                .filter(i -> pattern.matcher(source.lines().get(i)).find())
                .mapToObj(i -> new Breach(source.name(), "line " + (i + 1) + ": " + message));
    }

    /** Every package of the router has a {@code package-info.java} marked {@code @NullMarked}. */
    static List<Breach> packagesWithoutInfo(List<Source> sources) {
        List<Breach> found = new ArrayList<>();
        sources.stream()
                .filter(Source::isMainJava)
                .map(source -> source.name().replaceFirst("/[^/]*$", ""))
                .distinct()
                .filter(folder -> !folder.endsWith("java/bauta"))
                .filter(folder -> sources.stream().noneMatch(s -> isInfo(s, folder)))
                .forEach(
                        f -> found.add(new Breach(f, "has no package-info.java with @NullMarked")));
        return found;
    }

    private static boolean isInfo(Source source, String folder) {
        return source.name().equals(folder + "/package-info.java")
                && source.lines().contains("@NullMarked");
    }

    private static Stream<Breach> breach(String key, String message) {
        return Stream.of(new Breach(key, message));
    }
}
