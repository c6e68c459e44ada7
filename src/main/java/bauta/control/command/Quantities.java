package bauta.control.command;

import java.util.Locale;

/** Times and amounts as people say them. */
final class Quantities {
    private static final long MILLIS = 1000;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final double STEP = 1000;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Quantities() {}

    /**
     * Returns a time in its two largest units.
     *
     * @param terminal knows the language
     * @param millis 0 or more
     */
    static String time(Terminal terminal, long millis) {
        long seconds = Math.max(0, millis / MILLIS);
        if (seconds < MINUTE) {
            return terminal.words("cli.time.seconds", seconds);
        }
        if (seconds < HOUR) {
            return terminal.words("cli.time.minutes", seconds / MINUTE, seconds % MINUTE);
        }
        if (seconds < DAY) {
            return terminal.words("cli.time.hours", seconds / HOUR, seconds % HOUR / MINUTE);
        }
        return terminal.words("cli.time.days", seconds / DAY, seconds % DAY / HOUR);
    }

    /**
     * Returns a count with commas.
     *
     * @param count any
     */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /**
     * Returns bytes in a unit that keeps the number short.
     *
     * @param bytes 0 or more
     */
    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }
}
