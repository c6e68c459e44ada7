package bauta.lab;

import java.util.function.Supplier;

/** Prints one line per promise and counts how many were kept. */
final class Ledger {
    private static final int MEASURED_MAX = 160;

    private int passed;
    private int failed;

    /**
     * How a promise went.
     *
     * @param kept whether it was kept
     * @param measured what was seen, in a few words
     */
    record Outcome(boolean kept, String measured) {}

    /** Opens a part of the story. */
    void chapter(String title) {
        System.out.println("\n" + title);
    }

    /**
     * Tells a part of the story; if it breaks off, that is a broken promise and the next one
     * follows.
     */
    void chapter(String title, Runnable part) {
        chapter(title);
        try {
            part.run();
        } catch (RuntimeException e) {
            promise("this part is told to its end", () -> new Outcome(false, e.toString()));
        }
    }

    /** Checks a promise and prints how it went; whatever goes wrong counts as broken. */
    void promise(String text, Supplier<Outcome> check) {
        Outcome outcome;
        try {
            outcome = check.get();
        } catch (RuntimeException e) {
            outcome = new Outcome(false, e.toString().lines().findFirst().orElse("failed"));
        }
        passed += outcome.kept() ? 1 : 0;
        failed += outcome.kept() ? 0 : 1;
        String mark = outcome.kept() ? "ok      " : "FAILED  ";
        System.out.println(mark + text + " (" + oneLine(outcome.measured()) + ")");
    }

    private static String oneLine(String text) {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() > MEASURED_MAX ? flat.substring(0, MEASURED_MAX) + "..." : flat;
    }

    /** Prints a figure that is no promise. */
    void note(String text) {
        System.out.println("note    " + text);
    }

    /** Prints the last line and returns the exit status of the story. */
    int close() {
        System.out.println("\n" + passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }
}
