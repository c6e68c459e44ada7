package bauta.control.command;

import java.util.List;
import java.util.Locale;

/** A command cannot go on; says why in words for the person who typed it. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    private final String id;
    private final transient List<Object> arguments;

    /**
     * Ends a command.
     *
     * @param id message of the catalogue
     * @param arguments what the message speaks of
     */
    CommandException(String id, Object... arguments) {
        super(bauta.control.words.Words.text(Locale.ENGLISH, id, arguments));
        this.id = id;
        this.arguments = List.of(arguments);
    }

    /** Returns whether there is no such command, so that a list of them helps. */
    boolean isUnknownCommand() {
        return id.startsWith("cli.usage.unknown-command") || id.equals("cli.usage.no-command");
    }

    /** Returns the sentence in a language. */
    String text(Locale locale) {
        return bauta.control.words.Words.text(locale, id, arguments);
    }
}
