package bauta.control.admin;

import bauta.control.config.ChangeOutcome;
import java.util.Locale;

/** What was asked for was not kept in the configuration, and nothing was done. */
public final class NotKeptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ChangeOutcome outcome;

    /**
     * Makes one.
     *
     * @param outcome why
     */
    public NotKeptException(ChangeOutcome outcome) {
        super(outcome.text(Locale.ENGLISH));
        this.outcome = outcome;
    }

    /** Returns why. */
    ChangeOutcome outcome() {
        return outcome;
    }
}
