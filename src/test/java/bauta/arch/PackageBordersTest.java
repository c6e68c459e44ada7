package bauta.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.arch.Exceptions.Breach;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each package uses only rows above it; a few things stay inside one package. */
class PackageBordersTest {
    /** From the bottom up: a package may use itself and what stands before it. */
    private static final List<String> ROWS =
            List.of(
                    "engine",
                    "wire",
                    "linux",
                    "link",
                    "ppp",
                    "pppoe",
                    "flow",
                    "firewall",
                    "nat",
                    "alg",
                    "forward",
                    "fastpath",
                    "uplink",
                    "service",
                    "control",
                    "");

    private static final JavaClasses MAIN = new ClassFileImporter().importPath(ClassFiles.MAIN);
    private static final JavaClasses FIXTURES =
            new ClassFileImporter().importPackages("bauta.arch.borders");

    private static final ArchRule ROWS_ABOVE =
            classes().should(new UsesOnlyRowsAbove()).as("each package uses only rows above it");

    private static final List<ArchRule> INSIDE_ONE_PACKAGE =
            List.of(
                    noClasses()
                            .that(areIn("firewall"))
                            .should()
                            .dependOnClassesThat(areIn("nat"))
                            .orShould()
                            .dependOnClassesThat(areIn("forward"))
                            .as("the firewall does not know NAT"),
                    noClasses()
                            .that(areIn("nat"))
                            .should()
                            .dependOnClassesThat(areIn("firewall"))
                            .as("NAT does not know the firewall"),
                    noClasses()
                            .that(areNotIn("linux"))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("java.lang.foreign")
                            .as("the foreign function interface stays inside linux"),
                    noClasses()
                            .that(
                                    areIn(
                                            "ppp",
                                            "pppoe",
                                            "flow",
                                            "firewall",
                                            "nat",
                                            "alg",
                                            "forward"))
                            .should()
                            .dependOnClassesThat(areIn("linux"))
                            .as("protocols and the packet path do not know the system"),
                    noClasses()
                            .that(areNotIn("control"))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
                            .as("only control knows Jackson"),
                    noClasses()
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage("java.lang.reflect", "sun..", "jdk.internal..")
                            .as("no reflection"),
                    classes()
                            .should(new ExtendsOnlyItsOwnPackage())
                            .as("no inheritance across packages"));

    @Test
    void eachPackageUsesOnlyRowsAboveIt() {
        ROWS_ABOVE.check(MAIN);
    }

    @Test
    void someThingsStayInsideOnePackage() {
        INSIDE_ONE_PACKAGE.forEach(rule -> rule.allowEmptyShould(true).check(MAIN));
    }

    /**
     * Style asks for channels only in link and handlers; who opens the sockets stands on a list.
     */
    @Test
    void nettyBeyondItsBuffersStaysInLinkAndHandlers() {
        List<Breach> breaches =
                MAIN.stream()
                        .filter(areNotIn("link").and(areNoHandlers()))
                        .filter(PackageBordersTest::usesNettyBeyondBuffers)
                        .map(type -> new Breach(outermost(type).getName(), "uses Netty channels"))
                        .distinct()
                        .toList();
        Exceptions.check("netty", breaches);
        assertThat(FIXTURES).anyMatch(PackageBordersTest::usesNettyBeyondBuffers);
    }

    @Test
    void everyPackageHasARow() {
        assertThat(MAIN).allSatisfy(c -> assertThat(ROWS).contains(row(c)));
    }

    @Test
    void theRulesFindWhatBreaksThem() {
        assertThat(ROWS_ABOVE.evaluate(FIXTURES).getFailureReport().getDetails())
                .anyMatch(line -> line.contains("KnowsTooMuch"));
        for (ArchRule rule : INSIDE_ONE_PACKAGE.subList(2, INSIDE_ONE_PACKAGE.size())) {
            assertThat(rule.allowEmptyShould(true).evaluate(FIXTURES).hasViolation())
                    .as(rule.getDescription())
                    .isTrue();
        }
    }

    /** First word after {@code bauta.}; fixtures stand below {@code bauta.arch.borders}. */
    static String row(JavaClass type) {
        String name = type.getPackageName().replace("bauta.arch.borders", "bauta");
        String[] words = name.split("\\.", -1);
        return words.length < 2 ? "" : words[1];
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals("bauta") || type.getPackageName().startsWith("bauta.");
    }

    private static DescribedPredicate<JavaClass> areIn(String... rows) {
        return DescribedPredicate.describe(
                "are in " + String.join(", ", rows),
                type -> isOurs(type) && List.of(rows).contains(row(type)));
    }

    private static DescribedPredicate<JavaClass> areNotIn(String... rows) {
        return DescribedPredicate.not(areIn(rows));
    }

    private static DescribedPredicate<JavaClass> areNoHandlers() {
        return DescribedPredicate.describe(
                "are no handlers", type -> !outermost(type).getSimpleName().endsWith("Handler"));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(PackageBordersTest::outermost).orElse(type);
    }

    private static boolean usesNettyBeyondBuffers(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(use -> isNettyBeyondBuffers(use.getTargetClass()));
    }

    private static boolean isNettyBeyondBuffers(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("io.netty.") && !name.startsWith("io.netty.buffer");
    }

    private static final class UsesOnlyRowsAbove extends ArchCondition<JavaClass> {
        UsesOnlyRowsAbove() {
            super("use only rows above");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass target = use.getTargetClass().getBaseComponentType();
                if (isOurs(target) && ROWS.indexOf(row(target)) > ROWS.indexOf(row(type))) {
                    events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                }
            }
        }
    }

    private static final class ExtendsOnlyItsOwnPackage extends ArchCondition<JavaClass> {
        ExtendsOnlyItsOwnPackage() {
            super("extend only classes of their own package");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getRawSuperclass()
                    .filter(PackageBordersTest::isOurs)
                    .filter(parent -> !parent.getPackageName().equals(type.getPackageName()))
                    .ifPresent(parent ->
                            events.add(
                                    SimpleConditionEvent.violated(
                                            type,
                                            type.getName() + " extends " + parent.getName())));
        }
    }
}
