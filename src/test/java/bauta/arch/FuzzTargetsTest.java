package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Decoded;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that reads what came from outside has a fuzz target that calls it. */
class FuzzTargetsTest {
    private static final Set<String> RESULTS =
            Set.of(DropReason.class.descriptorString(), Decoded.class.descriptorString());

    @Test
    void everyCheckAndParseHasAFuzzTarget() {
        List<String> parsers =
                ClassFiles.read(ClassFiles.MAIN).stream()
                        .flatMap(FuzzTargetsTest::parsers)
                        .toList();
        assertThat(parsers).isNotEmpty();
        assertThat(withoutTarget(parsers, fuzzed())).isEmpty();
    }

    @Test
    void aParserWithoutATargetIsFound() {
        List<String> parsers = parsers(ClassFiles.read(Unfuzzed.class)).toList();
        assertThat(withoutTarget(parsers, fuzzed()))
                .containsExactly(
                        "bauta/arch/FuzzTargetsTest$Unfuzzed.check",
                        "bauta/arch/FuzzTargetsTest$Unfuzzed.parse");
    }

    /** Stands for a header and a message that nobody fuzzes. */
    static final class Unfuzzed {
        private Unfuzzed() {}

        public static DropReason check(int at) {
            return at < 0 ? DropReason.IPV4_TRUNCATED : DropReason.NONE;
        }

        public static Decoded<String> parse(int at) {
            return new Decoded.Malformed<>(DropReason.IPV4_TRUNCATED, at);
        }

        public static DropReason reason() {
            return check(0);
        }
    }

    private static List<String> withoutTarget(List<String> parsers, Set<String> fuzzed) {
        return parsers.stream().filter(parser -> !fuzzed.contains(parser)).distinct().toList();
    }

    /** The public static methods named check or parse whose answer is a reason or a message. */
    private static Stream<String> parsers(ClassModel type) {
        return type.methods().stream()
                .filter(FuzzTargetsTest::isParser)
                .map(m -> type.thisClass().asInternalName() + "." + m.methodName().stringValue());
    }

    private static boolean isParser(MethodModel method) {
        String name = method.methodName().stringValue();
        String result = method.methodTypeSymbol().returnType().descriptorString();
        return method.flags().has(AccessFlag.STATIC)
                && method.flags().has(AccessFlag.PUBLIC)
                && (name.startsWith("check") || name.startsWith("parse"))
                && RESULTS.contains(result);
    }

    /** What fuzz targets call, and the parsers that those parsers call in turn. */
    private static Set<String> fuzzed() {
        Map<String, Set<String>> calls = new HashMap<>();
        ClassFiles.read(ClassFiles.MAIN).forEach(type -> collect(type, calls));
        Deque<String> next = new ArrayDeque<>();
        ClassFiles.read(ClassFiles.TESTS.resolve("bauta/fuzz")).stream()
                .flatMap(type -> type.methods().stream())
                .forEach(method -> next.addAll(calls(method)));
        Set<String> reached = new HashSet<>();
        while (!next.isEmpty()) {
            String called = next.remove();
            if (reached.add(called)) {
                next.addAll(calls.getOrDefault(called, Set.of()));
            }
        }
        return reached;
    }

    private static void collect(ClassModel type, Map<String, Set<String>> calls) {
        for (MethodModel method : type.methods()) {
            String name = method.methodName().stringValue();
            if (name.startsWith("check") || name.startsWith("parse")) {
                calls.computeIfAbsent(
                                type.thisClass().asInternalName() + "." + name,
                                _ -> new HashSet<>())
                        .addAll(calls(method));
            }
        }
    }

    private static Set<String> calls(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .map(c -> c.owner().asInternalName() + "." + c.name().stringValue())
                .collect(Collectors.toSet());
    }
}
