package bauta.control.admin.traffic;

/**
 * A trace has begun.
 *
 * @param trace its number, by which its lines are told from those of the next one
 * @param replaced whether another one was running, which has ended
 */
public record TraceBegun(int trace, boolean replaced) {}
