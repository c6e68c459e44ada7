package bauta.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what it keeps, last first: at the end of the block, or when the process is stopped. */
final class Cleaner implements AutoCloseable {
    private final Deque<AutoCloseable> kept = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::closeAll, "bench-cleaner");

    Cleaner() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    synchronized <T extends AutoCloseable> T keep(T thing) {
        kept.push(thing);
        return thing;
    }

    private synchronized void closeAll() {
        while (!kept.isEmpty()) {
            try {
                kept.pop().close();
            } catch (Exception e) {
                System.err.println("while cleaning up: " + e);
            }
        }
    }

    @Override
    public void close() {
        closeAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
