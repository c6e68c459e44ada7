package bauta.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of the packet rate table.
 *
 * @param upstream from the inside out, or from outside in
 * @param frameBytes length on the LAN wire, without frame check sequence
 * @param flows how many conversations
 */
record Scenario(boolean upstream, int frameBytes, int flows) {
    /** Returns the rows of the table: two directions, two lengths, two numbers of flows. */
    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (int frameBytes : List.of(60, 1400)) {
            for (int flows : List.of(1, 1000)) {
                all.add(new Scenario(true, frameBytes, flows));
                all.add(new Scenario(false, frameBytes, flows));
            }
        }
        return all;
    }

    String direction() {
        return upstream ? "up" : "down";
    }

    /** Returns whether a word such as {@code up}, {@code 60} or {@code 1000} is part of the row. */
    boolean hasWord(String word) {
        return List.of(direction(), frameBytes + "", flows + "").contains(word);
    }

    Traffic over(Route route) {
        return new Traffic(route, upstream, frameBytes, flows);
    }
}
