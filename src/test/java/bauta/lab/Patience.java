package bauta.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for things that happen in other processes. The only place of the lab that sleeps; real
 * programs and kernels have no manual clock.
 */
final class Patience {
    private static final Duration STEP = Duration.ofMillis(50);

    private Patience() {}

    /**
     * Looks every 50 ms until something is so.
     *
     * @return whether it came true within the limit
     */
    static boolean until(Duration limit, BooleanSupplier isSo) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0 || !pause(STEP)) {
                return isSo.getAsBoolean();
            }
        }
        return true;
    }

    /** Lets time pass; false when interrupted. */
    static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
