package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code that runs per packet neither allocates nor blocks nor throws, and calls only its like. */
class HotPathTest {
    @Test
    void hotCodeDoesOnlyWhatItMay() {
        HotPathRules rules = new HotPathRules(ClassFiles.read(ClassFiles.MAIN));
        assertThat(rules.hotMethods()).isPositive();
        Exceptions.check("hot", rules.breaches());
    }

    @Test
    void everyRuleFindsWhatBreaksIt() {
        HotPathRules rules =
                new HotPathRules(
                        Stream.of(
                                        HotPathFixture.class,
                                        HotPathFixture.Receiver.class,
                                        HotPathFixture.Unmarked.class,
                                        HotPathFixture.Point.class)
                                .map(ClassFiles::read)
                                .toList());
        List<String> plain =
                rules.breaches().stream()
                        .map(b -> b.key() + b.message().replaceFirst("line \\d+", ""))
                        .map(text -> text.replace("bauta.arch.HotPathFixture", "F"))
                        .toList();
        assertThat(plain)
                .containsExactlyInAnyOrder(
                        "F$Unmarked.receive makes an array",
                        "F.array makes an array",
                        "F.boxing calls java.lang.Integer.valueOf",
                        "F.callsCold calls bauta.arch.HotPathFixture.cold"
                                .replace("bauta.arch.HotPathFixture", "F"),
                        "F.lambda makes a lambda, a string or a switch: run",
                        "F.locks locks",
                        "F.locks locks",
                        "F.locks locks",
                        "F.locks throws",
                        "F.matrix makes an array",
                        "F.newObject calls java.lang.Object.<init>",
                        "F.newObject makes a java/lang/Object",
                        "F.string makes a lambda, a string or a switch: makeConcatWithConstants",
                        "F.synchronizedMethod is synchronized",
                        "F.throwing calls java.lang.IllegalStateException.<init>",
                        "F.throwing makes a java/lang/IllegalStateException",
                        "F.throwing throws",
                        "F.varargs calls java.lang.String.format",
                        "F.varargs makes an array");
    }
}
