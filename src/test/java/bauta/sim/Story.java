package bauta.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The last events of a run, kept only when it is known to fail: a run is told by running twice. */
final class Story {
    private static final int LINES = 4_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final VirtualTime time;
    private final boolean told;

    Story(VirtualTime time, boolean told) {
        this.time = time;
        this.told = told;
    }

    void note(Supplier<String> what) {
        if (told) {
            if (lines.size() == LINES) {
                lines.remove();
            }
            lines.add(String.format("%10.4f  %s", time.nanos() / 1e9 - 1000, what.get()));
        }
    }

    /** The last lines. */
    String text(int count) {
        return lines.stream()
                .skip(Math.max(0, lines.size() - count))
                .collect(Collectors.joining("\n"));
    }
}
