package bauta.control.config.rules;

import java.util.List;
import java.util.Optional;

/**
 * The traffic that a rule or policy is about: all of it has to fit, and what is absent fits all.
 *
 * @param from whence it comes
 * @param to where it goes
 * @param protocols of IP
 * @param icmp kinds of ICMP messages
 * @param tos type of service
 * @param fragments only later pieces of fragmented packets
 * @param syn only segments that begin a TCP connection
 * @param mark that an earlier policy gave
 */
public record RuleMatch(
        RuleEnd from,
        RuleEnd to,
        List<ProtocolTerm> protocols,
        List<IcmpTerm> icmp,
        Optional<TosMatch> tos,
        boolean fragments,
        boolean syn,
        Optional<MarkMatch> mark) {
    /** Copies the lists. */
    public RuleMatch {
        protocols = List.copyOf(protocols);
        icmp = List.copyOf(icmp);
    }
}
