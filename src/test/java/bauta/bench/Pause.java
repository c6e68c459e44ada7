package bauta.bench;

import java.time.Duration;

/** Lets time pass for programs and kernels, which have no manual clock. */
final class Pause {
    private Pause() {}

    static void take(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
