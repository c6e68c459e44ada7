package bauta.forward;

import bauta.engine.Clock;
import bauta.engine.DropCounters;
import bauta.engine.Timers;
import bauta.link.FramePool;

/**
 * What the path takes from the loop it runs on.
 *
 * @param pool all frames
 * @param clock the time of the batch
 * @param timers one-shot timers on the loop
 * @param drops where ended frames are counted
 */
public record ForwardLoop(FramePool pool, Clock clock, Timers timers, DropCounters drops) {}
