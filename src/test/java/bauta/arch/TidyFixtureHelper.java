package bauta.arch;

/** A class that breaks the rules for names and calls. */
public final class TidyFixtureHelper {
    /** Breaks two rules. */
    public long getTime() {
        return System.currentTimeMillis() + System.nanoTime();
    }
}
