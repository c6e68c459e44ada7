package bauta.web;

/**
 * What the reader of a page has.
 *
 * @param width of the window in CSS pixels
 * @param height of the window in CSS pixels
 * @param dark whether the system prefers dark colours
 * @param languages of the browser, as in Accept-Language
 */
public record Look(int width, int height, boolean dark, String languages) {
    /** A desktop window, light, English. */
    public static final Look DESKTOP = new Look(1280, 900, false, "en-GB,en");

    /** A phone, light, Japanese. */
    public static final Look PHONE_JA = new Look(390, 844, false, "ja,en");

    /** Returns whether it is a phone. */
    boolean isPhone() {
        return width < 600;
    }

    /** Returns a name for files, such as {@code phone-dark}. */
    String text() {
        return (isPhone() ? "phone" : "desktop") + (dark ? "-dark" : "-light");
    }
}
