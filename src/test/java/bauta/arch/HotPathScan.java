package bauta.arch;

import bauta.arch.Exceptions.Breach;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;

/** Looks through the code of one hot method. */
final class HotPathScan {
    /** Made only when an assertion fails, or by javac for a constant that cannot be there. */
    private static final Set<String> OWN_MISTAKES =
            Set.of("java/lang/AssertionError", "java/lang/MatchException");

    private final HotPathRules rules;
    private final ClassModel type;
    private final MethodModel method;
    private final List<Breach> found;
    private boolean inMistake;
    private int line;

    HotPathScan(HotPathRules rules, ClassModel type, MethodModel method, List<Breach> found) {
        this.rules = rules;
        this.type = type;
        this.method = method;
        this.found = found;
    }

    static String name(ClassModel type, MethodModel method) {
        return type.thisClass().asInternalName().replace('/', '.')
                + "."
                + method.methodName().stringValue();
    }

    void scan(CodeModel code) {
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            breach("is synchronized");
        }
        for (CodeElement element : code) {
            scan(element);
        }
    }

    private void scan(CodeElement element) {
        switch (element) {
            case LineNumber number -> line = number.line();
            case NewObjectInstruction made when isMistake(made) -> inMistake = true;
            case ThrowInstruction _ when inMistake -> inMistake = false;
            case InvokeInstruction call when returnsMistake(call) -> inMistake = true;
            case CodeElement _ when inMistake -> {}
            case NewObjectInstruction made ->
                    breach("makes a " + made.className().asInternalName());
            case NewPrimitiveArrayInstruction _ -> breach("makes an array");
            case NewReferenceArrayInstruction _ -> breach("makes an array");
            case NewMultiArrayInstruction _ -> breach("makes an array");
            case InvokeDynamicInstruction made ->
                    breach("makes a lambda, a string or a switch: " + made.name().stringValue());
            case ThrowInstruction _ -> breach("throws");
            case MonitorInstruction _ -> breach("locks");
            case InvokeInstruction call -> scan(call);
            default -> {}
        }
    }

    private void scan(InvokeInstruction call) {
        if (!rules.mayCall(call.owner(), call.name().stringValue(), call.type().stringValue())) {
            breach(
                    "calls "
                            + call.owner().asInternalName().replace('/', '.')
                            + "."
                            + call.name().stringValue());
        }
    }

    private static boolean isMistake(NewObjectInstruction made) {
        return OWN_MISTAKES.contains(made.className().asInternalName());
    }

    private static boolean returnsMistake(InvokeInstruction call) {
        return call.type().stringValue().endsWith(")Ljava/lang/AssertionError;");
    }

    private void breach(String what) {
        found.add(new Breach(name(type, method), "line " + line + " " + what));
    }
}
