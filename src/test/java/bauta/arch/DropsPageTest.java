package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/drops.md} has a row for every reason, and no other. */
class DropsPageTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `(\\w+)` \\|[^|]+\\|[^|]+\\|[^|]*\\|$");

    @Test
    void everyReasonHasOneRow() {
        List<String> rows =
                Sources.lines("docs/drops.md").stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .map(row -> row.group(1))
                        .toList();
        List<String> reasons =
                Arrays.stream(DropReason.values())
                        .filter(reason -> reason != DropReason.NONE)
                        .map(DropReason::name)
                        .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(reasons);
    }
}
