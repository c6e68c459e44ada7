package bauta.firewall;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The latest of what the log tells of rules, for people who do not read the log of the process. One
 * for all sets of rules, so that it goes on over changes of them. Any thread.
 */
public final class RuleLogBook implements Consumer<LoggedHits> {
    /** The most that is kept; the oldest goes first. */
    public static final int MOST_LINES = 256;

    private final Deque<LoggedHits> lines = new ArrayDeque<>();

    @Override
    public void accept(LoggedHits line) {
        RuleLog.write(line);
        synchronized (lines) {
            if (lines.size() == MOST_LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
    }

    /** Returns what is kept, the oldest first. */
    public List<LoggedHits> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }
}
