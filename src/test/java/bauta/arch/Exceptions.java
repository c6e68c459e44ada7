package bauta.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The list of places that may break a rule for now. It may only shrink. */
final class Exceptions {
    private static final String FILE = "exceptions.txt";

    private Exceptions() {}

    /**
     * A place that breaks a rule.
     *
     * @param key what the list calls it
     * @param message what is wrong there
     */
    record Breach(String key, String message) {}

    /** Fails for breaches that are not on the list, and for lines of the list without a breach. */
    static void check(String rule, List<Breach> breaches) {
        List<String> listed = listed(rule);
        List<String> wrong = new ArrayList<>();
        TreeSet<String> unused = new TreeSet<>(listed);
        for (Breach breach : breaches) {
            unused.remove(breach.key());
            if (!listed.contains(breach.key())) {
                wrong.add(breach.key() + ": " + breach.message());
            }
        }
        unused.forEach(key -> wrong.add(FILE + ": no longer needed: " + rule + " " + key));
        assertThat(wrong).isEmpty();
    }

    private static List<String> listed(String rule) {
        return lines().filter(line -> line.startsWith(rule + " "))
                .map(line -> line.substring(rule.length() + 1).replaceFirst(" - .*", ""))
                .toList();
    }

    private static java.util.stream.Stream<String> lines() {
        try (InputStream in = Exceptions.class.getResourceAsStream(FILE)) {
            byte[] bytes = Objects.requireNonNull(in, FILE).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
