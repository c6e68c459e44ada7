package bauta.service;

import java.util.List;

/**
 * Why a service is in its state: a message id with its arguments, never a text.
 *
 * @param id for the catalogues, below {@code service.reason}
 * @param arguments what the message speaks of
 */
public record ServiceReason(String id, List<String> arguments) {
    /** Nothing to say. */
    public static final ServiceReason NONE = of("none");

    /** Somebody started it, though it does not start with the router. */
    public static final ServiceReason STARTED = of("started");

    /** Somebody stopped it, until the next start. */
    public static final ServiceReason STOPPED = of("stopped");

    /** The configuration says that it does not start. */
    public static final ServiceReason DISABLED = of("disabled");

    /** The configuration gives it nothing to do. */
    public static final ServiceReason NOT_CONFIGURED = of("not-configured");

    /** This version does not have it. */
    public static final ServiceReason NOT_BUILT = of("not-built");

    /** Copies the list. */
    public ServiceReason {
        arguments = List.copyOf(arguments);
    }

    private static ServiceReason of(String name, String... arguments) {
        return new ServiceReason("service.reason." + name, List.of(arguments));
    }

    /**
     * The interface that it listens on is not there.
     *
     * @param nic its name
     */
    public static ServiceReason noInterface(String nic) {
        return of("no-interface", nic);
    }

    /**
     * It failed.
     *
     * @param detail what the system said
     */
    public static ServiceReason failed(String detail) {
        return of("failed", detail);
    }
}
