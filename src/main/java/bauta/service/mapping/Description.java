package bauta.service.mapping;

/** What a program calls its mapping: written by whoever is on the LAN, so never trusted. */
final class Description {
    private static final int MOST = 64;

    private Description() {}

    /** Returns a text without control characters, at most 64 characters long. */
    static String of(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .limit(4L * MOST)
                .filter(Description::isHarmless)
                .limit(MOST)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static boolean isHarmless(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.PRIVATE_USE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
