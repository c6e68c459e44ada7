/**
 * Port mappings that programs of the house ask for: by NAT-PMP (RFC 6886) and PCP (RFC 6887), which
 * share UDP port 5351, and by UPnP (IGD 1 and 2). All three keep their leases in one {@link
 * bauta.service.mapping.MappingStore}, and open ports through one {@link
 * bauta.service.mapping.MappingGate}. A host maps only its own address; nothing is answered on the
 * WAN. Start reading at {@link bauta.service.mapping.MappingStore}.
 */
@NullMarked
package bauta.service.mapping;

import org.jspecify.annotations.NullMarked;
