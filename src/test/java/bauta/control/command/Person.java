package bauta.control.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Somebody at a command line: types commands and answers, and sees what is printed. */
final class Person implements Terminal.Questions {
    private final Map<String, String> environment = new HashMap<>();
    private final Path run;
    private final Locale locale;
    private final Deque<String> answers = new ArrayDeque<>();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String asked = "";
    private boolean colour;
    private boolean isThere = true;

    Person(Path folder, Locale locale) {
        this.run = folder;
        this.locale = locale;
        environment.put("HOME", folder.resolve("home").toString());
    }

    static Person english(Path folder) {
        return new Person(folder, Locale.ENGLISH);
    }

    Person answers(String... lines) {
        answers.addAll(List.of(lines));
        return this;
    }

    Person away() {
        isThere = false;
        return this;
    }

    Person colourful() {
        colour = true;
        return this;
    }

    Person environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Types a command; returns the exit status. */
    int types(String... args) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        locale,
                        colour,
                        this);
        return Client.run(Arrays.asList(args), environment, run, terminal);
    }

    String sees() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String asked() {
        return asked;
    }

    @Override
    public boolean isThere() {
        return isThere;
    }

    @Override
    public Optional<String> line(String prompt) {
        asked += prompt;
        return Optional.ofNullable(answers.poll());
    }

    @Override
    public Optional<String> secret(String prompt) {
        return line(prompt);
    }
}
