package bauta.control.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The box that the router runs on, as its board file says.
 *
 * @param ports role ({@code wan}, {@code lan1}) to the name of its network interface; the default
 *     of the configuration's {@code ports}
 */
public record Board(Map<String, String> ports) {
    /** A box of which nothing is known: the configuration has to name the ports. */
    public static final Board UNKNOWN = new Board(Map.of());

    static final Key<Map<String, String>> PORTS =
            Key.required(
                    Config.PORTS.name(), Config.PORTS.kind(), Map.of(), Config.PORTS.example());

    static final Shape<Board> SHAPE =
            new Shape<>("board", List.of(PORTS), values -> new Board(values.get(PORTS)));

    /** What came of reading a board file. */
    public sealed interface Reading {
        /**
         * Nothing is wrong with it.
         *
         * @param board what it says
         */
        record Accepted(Board board) implements Reading {}

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

    /**
     * Reads a board file: {@code {"ports": {"wan": "eth0", "lan1": "eth1"}}}.
     *
     * @param file JSON in UTF-8
     */
    public static Reading read(Path file) {
        return ConfigReader.readBoard(file);
    }
}
