package bauta.nat;

/**
 * For whom a port trigger is open, and until when. The host that opened it keeps it until it has
 * been quiet for the lifetime; only then can another one have it. Router loop only.
 */
final class OpenTrigger {
    private int host;
    private boolean everOpen;
    private long untilNanos;

    /** An inside host has begun a flow of the trigger's kind. */
    void fired(int by, long nowNanos, long lifetimeNanos) {
        if (!isOpen(nowNanos) || host == by) {
            host = by;
            everOpen = true;
            untilNanos = nowNanos + lifetimeNanos;
        }
    }

    boolean isOpen(long nowNanos) {
        return everOpen && nowNanos - untilNanos < 0;
    }

    int host() {
        return host;
    }
}
