package bauta.ppp;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * What an open session has agreed on.
 *
 * @param address ours
 * @param peer the peer's, 0.0.0.0 when it kept silent
 * @param dnsServers in order, none to two
 * @param peerMruBytes what the peer can receive
 * @param mruBytes what we said we can receive; 1500 when the peer would not hear of it
 * @param authentication how we proved who we are
 */
public record PppResult(
        Ipv4Address address,
        Ipv4Address peer,
        List<Ipv4Address> dnsServers,
        int peerMruBytes,
        int mruBytes,
        AuthenticationKind authentication) {}
