package bauta;

import bauta.uplink.SessionStore;
import bauta.uplink.UplinkStatus;
import bauta.wire.Ipv4Address;
import java.util.List;

/** What uplinks need from outside the router loop, and whom they tell. Called on that loop. */
interface DialTools {
    /** Returns who remembers sessions over a crash. */
    SessionStore sessions();

    /**
     * The provider told its name servers.
     *
     * @param servers primary first, perhaps none
     */
    void nameServers(List<Ipv4Address> servers);

    /**
     * An uplink has come a step further, or fallen back.
     *
     * @param status how it is now
     */
    void changed(UplinkStatus status);

    /**
     * An uplink of the configuration is gone.
     *
     * @param name its name
     */
    default void ended(String name) {}
}
