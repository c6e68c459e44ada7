package bauta.control.admin;

import bauta.control.admin.traffic.Traffic;
import bauta.control.config.ConfigDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The running router as the API sees it: everything that can be asked of it and done to it. Its
 * methods may block and are called on virtual threads, several at once. They throw {@link
 * RouterBusyException} while the router is being changed, {@link #health} and {@link #setUp} not.
 */
public interface Control {
    /** Returns all there is to see at this moment. */
    StatusDocument status();

    /** Returns the services, in the order people expect them in. */
    List<ServiceView> services();

    /**
     * Does something to a service; returns when it is done or has failed.
     *
     * @param service name of the service
     * @param what to do
     * @return how the service is now
     * @throws NoSuchServiceException when the router has no such service
     * @throws NotKeptException when enabling or disabling it could not be kept
     */
    ServiceView command(String service, ServiceCommand what) throws NoSuchServiceException;

    /** Returns where the configuration is looked at and changed. */
    ConfigDesk config();

    /** Returns the addresses that hosts hold by DHCP, by network and address. */
    List<LeaseView> leases();

    /**
     * Returns tracked flows.
     *
     * @param offset how many to pass over
     * @param limit how many at most
     * @param host only flows of this inside or peer address
     */
    FlowPage flows(int offset, int limit, Optional<String> host);

    /** Returns the traffic: rules, hosts, and what becomes of packets. */
    Traffic traffic();

    /** Returns frames that ended inside, by the name of the reason; reasons never met left out. */
    Map<String, Long> drops();

    /** Returns whether the router does what the house needs: uplink, dns, dhcp. */
    List<HealthCheck> health();

    /**
     * The first set-up of the box is over: its admin password is chosen, and names need no longer
     * lead to the set-up page.
     */
    void setUp();
}
