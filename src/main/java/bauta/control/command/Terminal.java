package bauta.control.command;

import bauta.control.words.Words;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The person at the command line: what is printed, asked, and in which language. Control characters
 * from elsewhere, say in the name of a host, never reach the terminal.
 */
public final class Terminal {
    /** Something good. */
    static final String GREEN = "\u001b[32m";

    /** Something bad. */
    static final String RED = "\u001b[31m";

    /** A heading. */
    static final String BOLD = "\u001b[1m";

    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final Locale locale;
    private final boolean colour;
    private final Questions questions;

    /** Asks the person. */
    interface Questions {
        /** Returns whether somebody is there who can answer. */
        boolean isThere();

        /**
         * Asks for a line.
         *
         * @param prompt the question
         * @return empty when the input ended
         */
        Optional<String> line(String prompt);

        /**
         * Asks for a secret, which is not shown while it is typed; without a person reads a line.
         *
         * @param prompt the question
         * @return empty when the input ended
         */
        Optional<String> secret(String prompt);
    }

    /**
     * Makes a terminal.
     *
     * @param out for what was asked for
     * @param err for what went wrong, and for questions
     * @param locale of the person
     * @param colour whether colours are shown
     * @param questions asks the person
     */
    Terminal(PrintStream out, PrintStream err, Locale locale, boolean colour, Questions questions) {
        this.out = out;
        this.err = err;
        this.locale = locale;
        this.colour = colour;
        this.questions = questions;
    }

    /**
     * Returns the terminal of this process: language by {@code LC_ALL}, {@code LC_MESSAGES} or
     * {@code LANG}, colours only on a terminal and without {@code NO_COLOR}.
     *
     * @param environment of the process
     */
    public static Terminal system(Map<String, String> environment) {
        String language = language(environment);
        Optional<Console> console = console();
        boolean terminal = console.isPresent();
        boolean colour =
                terminal
                        && !environment.containsKey("NO_COLOR")
                        && !"dumb".equals(environment.get("TERM"));
        Charset charset = charset(language);
        return new Terminal(
                stream(FileDescriptor.out, charset),
                stream(FileDescriptor.err, charset),
                locale(language, charset),
                colour,
                new SystemQuestions(console));
    }

    /** Java 25 has none without a terminal, Java 22 to 24 have one that says so. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** Returns the first variable that names a language, as POSIX orders them. */
    private static String language(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    /**
     * Returns the language of a POSIX locale name.
     *
     * @param name for example {@code ja_JP.UTF-8}; empty for that of the system
     */
    static Locale locale(String name) {
        String language = name.isEmpty() ? Locale.getDefault().getLanguage() : name;
        return language.matches("ja([_.@].*)?") ? Locale.JAPANESE : Locale.ENGLISH;
    }

    /**
     * Returns the language that a person can also read: Japanese would be question marks where it
     * cannot be written.
     *
     * @param name of the POSIX locale
     * @param charset of what is written
     */
    static Locale locale(String name, Charset charset) {
        Locale wanted = locale(name);
        String some = Words.text(wanted, "cli.traffic.none");
        return charset.newEncoder().canEncode(some) ? wanted : Locale.ENGLISH;
    }

    /** A box may lack the tables of its locale; what says UTF-8 is taken at its word. */
    private static Charset charset(String language) {
        String upper = language.toUpperCase(Locale.ROOT);
        boolean utf8 = upper.endsWith("UTF-8") || upper.endsWith("UTF8");
        return utf8 ? StandardCharsets.UTF_8 : System.out.charset();
    }

    private static PrintStream stream(FileDescriptor to, Charset charset) {
        return new PrintStream(new FileOutputStream(to), true, charset);
    }

    /** Returns the language of the person. */
    Locale locale() {
        return locale;
    }

    /** Returns whether somebody is there who can answer questions. */
    boolean isPerson() {
        return questions.isThere();
    }

    /**
     * Returns a sentence in the person's language.
     *
     * @param id message of the catalogue
     * @param arguments what it speaks of
     */
    String words(String id, Object... arguments) {
        return Words.text(locale, id, arguments);
    }

    /**
     * Prints a sentence.
     *
     * @param id message of the catalogue
     * @param arguments what it speaks of
     */
    void say(String id, Object... arguments) {
        print(words(id, arguments));
    }

    /**
     * Prints text with a line end.
     *
     * @param text one line or more
     */
    void print(String text) {
        out.println(clean(text));
        out.flush();
    }

    /**
     * Prints text without a line end, for what is completed later.
     *
     * @param text part of a line
     */
    void begin(String text) {
        out.print(clean(text));
        out.flush();
    }

    /**
     * Prints a line about something that went wrong.
     *
     * @param text one line or more
     */
    void complain(String text) {
        err.println(clean(text));
        err.flush();
    }

    /**
     * Returns text in a colour, or as it is where there are none. What it holds is cleaned here.
     *
     * @param style one of the constants
     * @param text a word or two
     */
    String styled(String style, String text) {
        return colour ? style + text + PLAIN : text;
    }

    /**
     * Asks for a line.
     *
     * @param id message of the question
     * @param arguments what it speaks of
     */
    Optional<String> ask(String id, Object... arguments) {
        return questions.line(clean(words(id, arguments)) + " ");
    }

    /**
     * Asks for a secret, not shown while it is typed.
     *
     * @param id message of the question
     * @param arguments what it speaks of
     * @throws CommandException when the input ended
     */
    String secret(String id, Object... arguments) throws CommandException {
        return questions
                .secret(clean(words(id, arguments)) + " ")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new CommandException("cli.error.no-secret"));
    }

    /** Takes out control characters, except line ends and our own styles. */
    private String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            int skip = colour ? styleAt(text, at) : 0;
            char next = text.charAt(at);
            if (skip > 0) {
                clean.append(text, at, at + skip);
                at += skip - 1;
            } else {
                clean.append(Character.isISOControl(next) && next != '\n' ? '?' : next);
            }
        }
        return clean.toString();
    }

    private static int styleAt(String text, int at) {
        for (String style : new String[] {GREEN, RED, BOLD, PLAIN}) {
            if (text.startsWith(style, at)) {
                return style.length();
            }
        }
        return 0;
    }

    /** Asks by the console, or reads lines of a script. */
    private record SystemQuestions(Optional<Console> console) implements Questions {
        @Override
        public boolean isThere() {
            return console.isPresent();
        }

        @Override
        public Optional<String> line(String prompt) {
            return console.map(there -> Optional.ofNullable(there.readLine("%s", prompt)))
                    .orElseGet(SystemQuestions::next);
        }

        @Override
        public Optional<String> secret(String prompt) {
            return console.map(there ->
                            Optional.ofNullable(there.readPassword("%s", prompt)).map(String::new))
                    .orElseGet(SystemQuestions::next);
        }

        /** Byte by byte: what follows the line is left for the next question. */
        private static Optional<String> next() {
            try {
                var bytes = new java.io.ByteArrayOutputStream();
                int one = System.in.read();
                boolean any = one >= 0;
                for (; one >= 0 && one != '\n'; one = System.in.read()) {
                    bytes.write(one);
                }
                return any
                        ? Optional.of(bytes.toString(StandardCharsets.UTF_8).replace("\r", ""))
                        : Optional.empty();
            } catch (IOException _) {
                return Optional.empty();
            }
        }
    }
}
