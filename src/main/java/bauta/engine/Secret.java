package bauta.engine;

/**
 * A password or key. Its text form is {@code ***}, so that no log line, status or problem shows it
 * by accident.
 */
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a secret.
     *
     * @param text the secret itself
     */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** Returns the secret itself, for the one place that sends or hashes it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
