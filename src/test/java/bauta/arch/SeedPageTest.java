package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.arch.Sources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every row of {@code docs/seed.md} names what proves it: a test, perhaps with its method, or a
 * chapter of the story and its promise, and all of them are there.
 */
class SeedPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| .* \\| ([^|]+) \\|$");
    private static final Pattern PROOF = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`(?:: (.+))?");
    private static final List<Source> SOURCES = Sources.read();

    @Test
    void everyRowIsProven() {
        List<String> unproven = new ArrayList<>();
        int rows = 0;
        for (String line : Sources.lines("docs/seed.md")) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && !row.group(1).equals("proof")) {
                rows++;
                if (!isThere(row.group(1))) {
                    unproven.add(row.group(1));
                }
            }
        }
        assertThat(unproven).isEmpty();
        assertThat(rows).isGreaterThan(30);
    }

    @Test
    void whatIsNotThereIsFound() {
        assertThat(isThere("`SeedPageTest.everyRowIsProven`")).isTrue();
        assertThat(isThere("`SeedPageTest`")).isTrue();
        assertThat(isThere("`SeedPageTest.nothing" + "LikeIt`")).isFalse();
        assertThat(isThere("`LanChapter`: it sings")).isFalse();
        assertThat(isThere("`NoSuchChapter`: it pings the Internet")).isFalse();
        assertThat(isThere("somebody said so")).isFalse();
    }

    private static boolean isThere(String text) {
        Matcher proof = PROOF.matcher(text);
        if (!proof.matches()) {
            return false;
        }
        String says =
                proof.group(3) != null
                        ? "\"" + proof.group(3) + "\""
                        : proof.group(2) != null ? "void " + proof.group(2) + "()" : "";
        return SOURCES.stream()
                .filter(source -> source.name().endsWith("/" + proof.group(1) + ".java"))
                .anyMatch(source -> String.join("\n", source.lines()).contains(says));
    }
}
