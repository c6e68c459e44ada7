package bauta.service.mapping.portcontrol;

import bauta.engine.Timers;
import java.time.Duration;

/**
 * Repeats news ten times, 250 ms after the first and twice as long after each further one (RFC 6886
 * section 3.2.1, RFC 6887 section 14.1.3). Newer news begin from the start. Mapping loop only.
 */
public final class Announcements {
    private static final int TIMES = 10;
    private static final Duration FIRST = Duration.ofMillis(250);

    private final Timers timers;
    private final Runnable send;
    private Timers.Timer timer = () -> {};

    /**
     * Prepares.
     *
     * @param timers of the loop
     * @param send sends the news as they are then
     */
    public Announcements(Timers timers, Runnable send) {
        this.timers = timers;
        this.send = send;
    }

    /** Begins. */
    public void begin() {
        timer.cancel();
        send(TIMES, FIRST.toNanos());
    }

    private void send(int left, long pauseNanos) {
        send.run();
        if (left > 1) {
            timer = timers.at(timers.nanos() + pauseNanos, () -> send(left - 1, 2 * pauseNanos));
        }
    }

    /** Ends. */
    public void stop() {
        timer.cancel();
    }
}
