package bauta.service;

/** What {@link ServiceMachine} wants done. */
public sealed interface ServiceAction {
    /**
     * Open it; answer with {@link ServiceEvent.Opened} or {@link ServiceEvent.Failed}.
     *
     * @param opening goes into the answer
     */
    record Open(int opening) implements ServiceAction {}

    /** Close whatever is open of it. */
    record Close() implements ServiceAction {}
}
