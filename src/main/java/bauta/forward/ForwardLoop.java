package bauta.forward;

import bauta.engine.Clock;
import bauta.engine.DropCounters;
import bauta.engine.Timers;
import bauta.link.FramePool;
import java.time.InstantSource;

/**
 * What the path takes from the loop it runs on.
 *
 * @param pool all frames
 * @param clock the time of the batch
 * @param timers one-shot timers on the loop
 * @param drops where ended frames are counted
 * @param wallClock the time of day, for rules with schedules
 */
public record ForwardLoop(
        FramePool pool, Clock clock, Timers timers, DropCounters drops, InstantSource wallClock) {
    /** Takes the system's time of day. */
    public ForwardLoop(FramePool pool, Clock clock, Timers timers, DropCounters drops) {
        this(pool, clock, timers, drops, InstantSource.system());
    }
}
