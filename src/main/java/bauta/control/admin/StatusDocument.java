package bauta.control.admin;

import bauta.forward.ForwardStatus;
import bauta.link.LinkStatus;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dns.DnsStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All there is to see of the running router at one moment.
 *
 * @param version version of the software
 * @param uptimeMillis milliseconds since the process started
 * @param uplinks the ways out
 * @param link ports, rings and what was set in the kernel
 * @param forward the packet path
 * @param dns the forwarder, when it runs
 * @param dhcp the DHCP servers that run
 * @param drops frames that ended inside, by the name of the reason; reasons never met are left out
 */
public record StatusDocument(
        String version,
        long uptimeMillis,
        List<UplinkView> uplinks,
        LinkStatus link,
        ForwardStatus forward,
        Optional<DnsStatus> dns,
        List<DhcpStatus> dhcp,
        Map<String, Long> drops) {
    /** This one with its causes in the words of a language. */
    StatusDocument in(Locale locale) {
        return new StatusDocument(
                version,
                uptimeMillis,
                uplinks.stream().map(uplink -> uplink.in(locale)).toList(),
                link,
                forward,
                dns,
                dhcp,
                drops);
    }
}
