package bauta.control.command;

import bauta.control.words.Words;

/** {@code bauta help [COMMAND]}. */
final class HelpPages {
    private HelpPages() {}

    /**
     * Prints how to call it.
     *
     * @param terminal the person
     * @param topic a command; empty for the list of them
     * @return exit status: 2 when there is no such command
     */
    static int show(Terminal terminal, String topic) {
        String id = "cli.help." + (topic.isEmpty() ? "all" : topic);
        if (!Words.has(id)) {
            terminal.complain(terminal.words("cli.usage.unknown-command", topic));
            return 2;
        }
        terminal.say(id);
        return 0;
    }
}
