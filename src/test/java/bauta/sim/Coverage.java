package bauta.sim;

import bauta.engine.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a number of seeds together has to reach, and did not. */
record Coverage(Set<DropReason> reasons, Set<String> steps) {
    /** What is missing, a line each. */
    List<String> missing() {
        List<String> lines = new ArrayList<>();
        return lines;
    }
}
