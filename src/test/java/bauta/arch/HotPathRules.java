package bauta.arch;

import bauta.arch.Exceptions.Breach;
import bauta.engine.ColdExit;
import bauta.engine.HotPath;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What hot code may do, and which code is hot. */
final class HotPathRules {
    private static final String HOT = HotPath.class.descriptorString();
    private static final String COLD = ColdExit.class.descriptorString();

    /** Methods of others that neither allocate nor block: owner, dot, name. */
    private static final Predicate<String> ALLOWED =
            Pattern.compile(
                            "java/lang/(Math|StrictMath)\\..*"
                                    + "|java/lang/(Integer|Long|Short|Byte|Character|Boolean)\\."
                                    + "(compare|compareUnsigned|divideUnsigned|remainderUnsigned"
                                    + "|toUnsigned\\w+|numberOf\\w+|highestOneBit|lowestOneBit"
                                    + "|reverse|reverseBytes|rotateLeft|rotateRight|bitCount"
                                    + "|signum|sum|min|max|hashCode)"
                                    + "|java/lang/Enum\\.(ordinal|hashCode)"
                                    + "|java/lang/System\\.(nanoTime|arraycopy)"
                                    + "|java/lang/Thread\\.onSpinWait"
                                    + "|java/lang/ThreadLocal\\.get"
                                    + "|java/lang/invoke/VarHandle\\..*"
                                    + "|java/lang/invoke/MethodHandle\\.invokeExact"
                                    + "|java/lang/foreign/MemorySegment\\.(get|set|getAtIndex"
                                    + "|setAtIndex|copy|address|byteSize|fill)"
                                    + "|java/util/Arrays\\.fill"
                                    + "|java/util/Objects\\.(requireNonNull|checkIndex)"
                                    + "|java/nio/ByteBuffer\\.(get|put)(Int|Long|Short)?"
                                    + "|io/netty/buffer/ByteBuf\\.(get|set)[A-Z]\\w*"
                                    + "|io/netty/buffer/ByteBuf\\.(capacity|memoryAddress)")
                    .asMatchPredicate();

    private final Map<String, ClassModel> classes = new HashMap<>();

    HotPathRules(List<ClassModel> models) {
        models.forEach(model -> classes.put(model.thisClass().asInternalName(), model));
    }

    /** Returns every breach in all classes, in the order of their names. */
    List<Breach> breaches() {
        return classes.values().stream()
                .flatMap(type -> breaches(type).stream())
                .sorted(Comparator.comparing(Breach::toString))
                .toList();
    }

    /** Returns how many methods are hot. */
    long hotMethods() {
        return classes.values().stream()
                .mapToLong(type -> type.methods().stream().filter(m -> isHot(type, m)).count())
                .sum();
    }

    private List<Breach> breaches(ClassModel type) {
        List<Breach> found = new ArrayList<>();
        for (MethodModel method : type.methods()) {
            if (isHot(type, method)) {
                method.code()
                        .ifPresent(code -> new HotPathScan(this, type, method, found).scan(code));
            }
        }
        return found;
    }

    /**
     * A mark on a type goes for its methods, not for its constructors. What overrides a hot method
     * is hot without a mark.
     */
    boolean isHot(ClassModel type, MethodModel method) {
        String name = method.methodName().stringValue();
        if (marked(method, HOT)) {
            return true;
        }
        boolean mayInherit = !name.startsWith("<") && !isSynthetic(method) && !marked(method, COLD);
        return mayInherit && (marked(type, HOT) || overridesHot(type, method));
    }

    boolean mayCall(ClassEntry owner, String name, String descriptor) {
        String type = owner.asInternalName();
        if (!type.startsWith("bauta/")) {
            return ALLOWED.test(type + "." + name);
        }
        Optional<Declared> declared = find(type, name, descriptor);
        return declared.isEmpty()
                ? ALLOWED.test("java/lang/Enum." + name)
                : declared.filter(this::isOpenToHot).isPresent();
    }

    private boolean isOpenToHot(Declared d) {
        return isHot(d.type(), d.method()) || marked(d.method(), COLD) || isComponent(d);
    }

    /** The accessor of a record's component, when nobody wrote one by hand: a field read. */
    private static boolean isComponent(Declared d) {
        return d.type().findAttribute(Attributes.record()).stream()
                .flatMap(record -> record.components().stream())
                .anyMatch(component ->
                        component.name().equals(d.method().methodName())
                                && d.method()
                                        .methodType()
                                        .equalsString("()" + component.descriptor()));
    }

    private boolean overridesHot(ClassModel type, MethodModel method) {
        String name = method.methodName().stringValue();
        String descriptor = method.methodType().stringValue();
        return !method.flags().has(AccessFlag.STATIC)
                && parents(type)
                        .map(parent -> find(parent, name, descriptor))
                        .flatMap(Optional::stream)
                        .anyMatch(d -> isHot(d.type(), d.method()));
    }

    private Optional<Declared> find(String type, String name, String descriptor) {
        ClassModel model = classes.get(type);
        if (model == null) {
            return Optional.empty();
        }
        return model.methods().stream()
                .filter(m -> m.methodName().equalsString(name))
                .filter(m -> m.methodType().equalsString(descriptor))
                .findFirst()
                .map(m -> new Declared(model, m))
                .or(() ->
                        parents(model)
                                .map(p -> find(p, name, descriptor))
                                .flatMap(Optional::stream)
                                .findFirst());
    }

    private static Stream<String> parents(ClassModel type) {
        return Stream.concat(type.superclass().stream(), type.interfaces().stream())
                .map(ClassEntry::asInternalName);
    }

    private static boolean isSynthetic(MethodModel method) {
        return method.flags().has(AccessFlag.SYNTHETIC);
    }

    private static boolean marked(ClassModel type, String mark) {
        return type.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(a -> a.annotations().stream())
                .anyMatch(a -> isMark(a, Set.of(mark)));
    }

    private static boolean marked(MethodModel method, String mark) {
        return method.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(a -> a.annotations().stream())
                .anyMatch(a -> isMark(a, Set.of(mark)));
    }

    private static boolean isMark(Annotation annotation, Set<String> marks) {
        return marks.contains(annotation.className().stringValue());
    }

    private record Declared(ClassModel type, MethodModel method) {}
}
