package bauta.uplink;

import bauta.pppoe.PppoeSession;
import java.util.Optional;

/**
 * Remembers the last session of each uplink over a crash or a power cut, so that the concentrator
 * can be told that it is over. No method blocks.
 */
public interface SessionStore {
    /**
     * Returns the session that an earlier run of the process left behind.
     *
     * @param uplink the uplink's name
     */
    Optional<PppoeSession> left(String uplink);

    /**
     * Remembers a session as soon as it exists.
     *
     * @param uplink the uplink's name
     * @param session the session
     */
    void remember(String uplink, PppoeSession session);

    /**
     * Forgets, because the concentrator has been told.
     *
     * @param uplink the uplink's name
     */
    void forget(String uplink);
}
