package bauta.service.dhcp;

import java.util.List;
import java.util.Optional;

/** Hears of changes on the dhcp loop; must not block. */
public interface LeaseListener {
    /** Hears nothing. */
    LeaseListener NONE = _ -> {};

    /**
     * Addresses were given, taken back, lost or found in use. Several changes shortly after one
     * another come as one.
     *
     * @param leases all that run and all that are in quarantine, by address; immutable. Only those
     *     in state {@link LeaseStatus.State#BOUND} belong to a device.
     */
    void changed(List<LeaseStatus> leases);

    /**
     * Another DHCP server was noticed on the LAN, was identified further, or has gone.
     *
     * @param foreign the one noticed last, or nothing
     */
    default void foreignServer(Optional<ForeignServer> foreign) {}
}
