package bauta.service;

import java.io.IOException;

/**
 * How a service is opened and closed. {@link SupervisedService} calls these methods one at a time,
 * on a thread that may block.
 */
public interface Service {
    /**
     * Opens it with the settings of this moment.
     *
     * @throws IOException when that fails, with a text for people; nothing may stay open then
     */
    void open() throws IOException;

    /** Closes it; without effect when it is not open. */
    void close();

    /**
     * Returns whether it still works; asked every few seconds while it runs, and must answer within
     * as many. One that does not work any more is closed and opened again.
     */
    boolean isHealthy();
}
