package bauta.lab;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Notices that {@code make run} is being stopped. Ctrl-C reaches every program of the lab at once,
 * so without this the end of the router would look like a crash. Any thread.
 */
final class CtrlC {
    private final Thread hook = new Thread(this::stop, "ctrl-c");
    private volatile boolean pressed;
    private volatile @Nullable Lab lab;

    private CtrlC() {}

    /** Begins to watch for the end of this process. */
    static CtrlC watch() {
        var watch = new CtrlC();
        Runtime.getRuntime().addShutdownHook(watch.hook);
        return watch;
    }

    /** Says what has to be closed at the end. */
    void closes(Lab built) {
        lab = built;
    }

    boolean pressed() {
        return pressed;
    }

    /** Shows something, unless the end has begun; then the end has the last word. */
    synchronized void unlessPressed(Runnable show) {
        if (!pressed) {
            show.run();
        }
    }

    /** Ends the watch: from here on this process ends by itself. */
    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            return; // the hook itself is running
        }
    }

    private void stop() {
        synchronized (this) {
            pressed = true;
            System.out.print("\nStopping ... ");
            System.out.flush();
        }
        Lab built = lab;
        if (built == null) {
            System.out.println();
            return;
        }
        built.close();
        Path logs = Path.of("").toAbsolutePath().relativize(built.file(""));
        System.out.println("everything is removed; logs stay in " + logs + ".");
    }
}
