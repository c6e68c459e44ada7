package bauta.engine;

/**
 * Monotonic time (CLOCK_MONOTONIC), in nanoseconds since an arbitrary point of this boot. Stages
 * take it as a parameter or through this interface and never read the system themselves.
 */
@FunctionalInterface
public interface Clock {
    /** Returns nanoseconds, never smaller than an earlier answer on the same thread. */
    @HotPath
    long nanos();

    /**
     * Returns the clock of the machine; {@code System.nanoTime} equals the kernel's
     * bpf_ktime_get_ns.
     */
    static Clock system() {
        return System::nanoTime;
    }
}
