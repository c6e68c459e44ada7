package bauta;

import bauta.control.admin.AdminReach;
import java.io.IOException;

/** The admin server, as far as the services know it. */
interface AdminDoor {
    /**
     * Opens the ways by which the house reaches the admin pages, and closes all others.
     *
     * @param reach from now on
     * @throws IOException when a port cannot be opened
     */
    void reach(AdminReach reach) throws IOException;

    /** Returns whether the server answers and all ways that are open still take connections. */
    boolean isHealthy();

    /** Returns whether nobody has chosen an admin password yet. */
    boolean needsSetUp();
}
