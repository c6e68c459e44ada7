package bauta.control.config;

import java.util.List;

/** What came of reading a configuration. */
public sealed interface Reading {
    /**
     * Nothing is wrong with it.
     *
     * @param config with every default filled in
     */
    record Accepted(Config config) implements Reading {}

    /**
     * It cannot be used.
     *
     * @param problems everything that is wrong, at least one problem
     */
    record Refused(List<Problem> problems) implements Reading {
        /** Copies the list. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
