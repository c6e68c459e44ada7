package bauta.service.mapping;

/** By which protocol a program has asked. */
public enum MappingSource {
    /** RFC 6886. */
    NAT_PMP,
    /** RFC 6887. */
    PCP,
    /** UPnP Internet Gateway Device. */
    UPNP
}
