package bauta.service.mapping;

import bauta.nat.ExplicitMapping;
import bauta.nat.ExplicitMappings;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The way to the translation, which lives on the router loop. Never waits. */
public interface MappingGate {
    /**
     * Begins: from now on, answers and news come on a loop.
     *
     * @param loop the mapping loop
     * @param listener hears of what happens to mappings by themselves, on that loop
     */
    void connect(Executor loop, ExplicitMappings.Listener listener);

    /** Ends: nobody listens any more. */
    void disconnect();

    /**
     * Opens a mapping.
     *
     * @param wish what is wanted
     * @param then gets the answer, on the mapping loop
     */
    void open(ExplicitMapping wish, Consumer<ExplicitMappings.Answer> then);

    /**
     * Closes a mapping.
     *
     * @param id number of the lease
     * @param cut whether connections that came in by it end too
     */
    void close(int id, boolean cut);
}
