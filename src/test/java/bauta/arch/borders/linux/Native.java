package bauta.arch.borders.linux;

import java.util.List;

/** Stands for a system call. */
public final class Native {
    /** Something to use. */
    public static final List<String> CALLS = List.of("read");

    private Native() {}
}
