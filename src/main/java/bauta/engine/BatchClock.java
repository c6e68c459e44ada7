package bauta.engine;

/**
 * The time of the batch at hand: read from the machine once per batch, then the same for every
 * packet of it. Owned by one event loop.
 */
public final class BatchClock implements Clock {
    private final Clock source;
    private long nanos;

    /**
     * Creates the clock and reads the time once.
     *
     * @param source the clock behind it
     */
    public BatchClock(Clock source) {
        this.source = source;
        this.nanos = source.nanos();
    }

    /**
     * Reads the time anew; call it at the start of each batch and of each timer.
     *
     * @return the new time
     */
    @HotPath
    public long advance() {
        nanos = source.nanos();
        return nanos;
    }

    @Override
    @HotPath
    public long nanos() {
        return nanos;
    }
}
