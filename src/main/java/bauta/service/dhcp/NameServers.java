package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import java.util.List;

/** Which name servers clients are told of (option 6). */
public sealed interface NameServers {
    /** Our own address on the LAN. */
    record Own() implements NameServers {}

    /** The provider's as they are when a client asks; our own address while there are none. */
    record Provider() implements NameServers {}

    /**
     * These.
     *
     * @param addresses first choice first; empty for none
     */
    record Listed(List<Ipv4Address> addresses) implements NameServers {
        /** Copies the list. */
        public Listed {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Returns what to tell a client now.
     *
     * @param own our own address on the LAN
     * @param provider the provider's servers, empty while unknown
     */
    default List<Ipv4Address> resolve(Ipv4Address own, List<Ipv4Address> provider) {
        return switch (this) {
            case Own _ -> List.of(own);
            case Provider _ -> provider.isEmpty() ? List.of(own) : provider;
            case Listed(var addresses) -> addresses;
        };
    }
}
