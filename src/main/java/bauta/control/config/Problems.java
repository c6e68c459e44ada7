package bauta.control.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Collects the problems of one file, and remembers where in it each record came from. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final NavigableSet<String> places = new TreeSet<>();
    private final IdentityHashMap<Object, Site> origins = new IdentityHashMap<>();

    void add(Problem problem) {
        found.add(problem);
        places.add(problem.pointer());
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    /** Returns whether nothing is wrong at a place or below it. */
    boolean cleanAt(String pointer) {
        String below = pointer + "/";
        String next = places.ceiling(below);
        return !places.contains(pointer) && (next == null || !next.startsWith(below));
    }

    /**
     * Returns whether the names of all entries of a list could be read.
     *
     * @param list pointer of the list
     * @param key of the name in an entry
     */
    boolean knowsNames(String list, String key) {
        return places.tailSet(list).stream()
                .takeWhile(place -> place.startsWith(list))
                .map(place -> place.substring(list.length()))
                .noneMatch(rest -> rest.matches("(/\\d+(/" + key + ")?)?"));
    }

    void remember(Object bound, Site site) {
        origins.put(bound, site);
    }

    /** Returns where a record stands in the file; a place of its own name for a default. */
    Site origin(Object bound, Site otherwise) {
        return origins.getOrDefault(bound, otherwise);
    }
}
