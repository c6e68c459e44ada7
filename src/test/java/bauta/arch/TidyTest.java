package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.arch.Exceptions.Breach;
import bauta.arch.Sources.Source;
import java.lang.classfile.ClassModel;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sizes, names, calls, notes and documents. Each rule is shown to find what breaks it. */
class TidyTest {
    private static final List<Source> SOURCES = Sources.read();
    private static final List<ClassModel> MAIN = ClassFiles.read(ClassFiles.MAIN);
    private static final List<ClassModel> ALL =
            Stream.concat(MAIN.stream(), ClassFiles.read(ClassFiles.TESTS).stream())
                    .filter(type -> !type.thisClass().asInternalName().contains("Fixture"))
                    .toList();

    private static <T> List<Breach> all(List<T> things, Function<T, Stream<Breach>> rule) {
        return things.stream().flatMap(rule).toList();
    }

    @Test
    void filesAndMethodsAreShort() {
        Exceptions.check("long-file", all(SOURCES, TidyRules::tooLong));
        Exceptions.check("long-method", all(ALL, TidyRules::longMethods));
    }

    @Test
    void classesAreNamedForTheirSubject() {
        Exceptions.check("name", all(ALL, TidyRules::bannedNames));
        Exceptions.check("getter", all(MAIN, TidyRules::getters));
    }

    @Test
    void callsWithABetterReplacementAreNotMade() {
        Exceptions.check("call", all(MAIN, TidyRules::bannedCalls));
    }

    @Test
    void notesNameAnIssueAndPathsAreOfNoMachine() {
        Exceptions.check("todo", all(SOURCES, TidyRules::todos));
        Exceptions.check("path", all(SOURCES, TidyRules::machinePaths));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        Exceptions.check("package", TidyRules.packagesWithoutInfo(SOURCES));
    }

    @Test
    void documentsNameWhatExists() {
        DocumentRules rules = new DocumentRules(SOURCES);
        List<Source> documents = SOURCES.stream().filter(Source::isDocument).toList();
        Exceptions.check("document", all(documents, rules::breaches));
    }

    @Test
    void theRulesForFilesFindWhatBreaksThem() {
        Source longFile =
                new Source("src/main/java/x/X.java", java.util.Collections.nCopies(601, ""));
        assertThat(TidyRules.tooLong(longFile)).hasSize(1);
        Source notes = source("X.java", "// TO" + "DO later", "// TO" + "DO(#12): later");
        assertThat(TidyRules.todos(notes)).hasSize(1);
        Source paths = source("x.sh", "cd /ho" + "me/somebody", "cd /usr/lib", "see a/ro" + "ot/b");
        assertThat(TidyRules.machinePaths(paths)).hasSize(1);
        assertThat(TidyRules.packagesWithoutInfo(List.of(longFile))).hasSize(1);
    }

    @Test
    void theRulesForClassesFindWhatBreaksThem() {
        ClassModel fixture = ClassFiles.read(TidyFixtureHelper.class);
        assertThat(TidyRules.bannedNames(fixture)).hasSize(1);
        assertThat(TidyRules.getters(fixture)).hasSize(1);
        assertThat(TidyRules.bannedCalls(fixture)).hasSize(2);
        assertThat(TidyRules.longMethods(fixture)).isEmpty();
    }

    @Test
    void theRulesForDocumentsFindWhatBreaksThem() {
        DocumentRules rules =
                new DocumentRules(
                        List.of(source("src/main/java/x/HotPath.java"), source("docs/a.md")));
        assertThat(
                        rules.breaches(
                                source(
                                        "docs/a.md",
                                        "`HotPath` `x.HotPath.method()` `HotPath.java` [a](a.md)",
                                        "`src/main/java` [b](../docs/a.md)")))
                .isEmpty();
        assertThat(
                        rules.breaches(
                                source(
                                        "docs/b.md",
                                        "`ColdPath` `x.ColdPath.method()` `ColdPath.java` `src/main/c`",
                                        "[c](c.md) HotPath.java" + ":12")))
                .hasSize(6);
    }

    private static Source source(String name, String... lines) {
        return new Source(name, List.of(lines));
    }
}
