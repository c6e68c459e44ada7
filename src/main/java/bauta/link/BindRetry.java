package bauta.link;

import bauta.engine.Clock;
import bauta.linux.Errno;
import bauta.linux.LinuxException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a queue is asked for that the kernel calls busy: for some milliseconds after its last
 * owner died it still is.
 */
final class BindRetry {
    /** From when on it is a fault and no leftover. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Between two attempts. */
    static final Duration PAUSE = Duration.ofMillis(10);

    private static final Clock CLOCK = Clock.system();

    private BindRetry() {}

    /**
     * Tries again and again, and blocks meanwhile; for start-up only.
     *
     * @param bind throws EBUSY while it cannot
     */
    static void blocking(Runnable bind) {
        long deadline = CLOCK.nanos() + PATIENCE.toNanos();
        while (true) {
            try {
                bind.run();
                return;
            } catch (LinuxException e) {
                if (e.errno() != Errno.EBUSY || CLOCK.nanos() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
