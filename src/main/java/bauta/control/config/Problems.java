package bauta.control.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Collects the problems of one file, and remembers where in it each record came from. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final IdentityHashMap<Object, Site> origins = new IdentityHashMap<>();

    void add(Problem problem) {
        found.add(problem);
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    /** Returns whether nothing is wrong at a place or below it. */
    boolean cleanAt(String pointer) {
        return found.stream()
                .map(Problem::pointer)
                .noneMatch(p -> p.equals(pointer) || p.startsWith(pointer + "/"));
    }

    void remember(Object bound, Site site) {
        origins.put(bound, site);
    }

    /** Returns where a record stands in the file; a place of its own name for a default. */
    Site origin(Object bound, Site otherwise) {
        return origins.getOrDefault(bound, otherwise);
    }
}
