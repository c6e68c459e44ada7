package bauta.ppp;

import bauta.engine.Secret;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.Set;

/**
 * What one PPP session is to negotiate, and how patiently.
 *
 * @param user the name for PAP and CHAP, UTF-8
 * @param password what proves it
 * @param allowed the ways to authenticate that may be used; not {@code NONE}, which needs no
 *     permission
 * @param mruBytes the most we can receive, 128 to 1500
 * @param requestedAddress what to ask for, 0.0.0.0 for any; the peer's word is followed
 * @param askDns whether to ask for DNS servers
 * @param echoInterval silence after which the peer is asked for a sign of life, and between asks
 * @param echoFailures unanswered asks after which it counts as gone
 * @param lcpLimit the longest that LCP may take to open
 * @param authenticationLimit the longest that authentication may take
 * @param ipcpLimit the longest that IPCP may take to open
 * @param identification text to identify ourselves with once LCP is open (RFC 1570), empty for none
 * @param configure counters and timers of the automaton
 */
public record PppSettings(
        String user,
        Secret password,
        Set<AuthenticationKind> allowed,
        int mruBytes,
        Ipv4Address requestedAddress,
        boolean askDns,
        Duration echoInterval,
        int echoFailures,
        Duration lcpLimit,
        Duration authenticationLimit,
        Duration ipcpLimit,
        String identification,
        ConfigureSettings configure) {
    /** The least MRU that can be set. */
    public static final int MIN_MRU_BYTES = LcpNegotiation.MIN_MRU_BYTES;

    /** The MRU that fits into Ethernet behind the PPPoE header (RFC 2516 section 7). */
    public static final int PPPOE_MRU_BYTES = 1492;

    /** The largest MRU that can be set (RFC 4638). */
    public static final int MAX_MRU_BYTES = 1500;

    /** Checks ranges. */
    public PppSettings {
        allowed = Set.copyOf(allowed);
        if (mruBytes < MIN_MRU_BYTES || mruBytes > MAX_MRU_BYTES) {
            throw new IllegalArgumentException(
                    "MRU " + mruBytes + " is outside " + MIN_MRU_BYTES + " to " + MAX_MRU_BYTES);
        }
        if (echoFailures < 1 || echoInterval.isNegative() || echoInterval.isZero()) {
            throw new IllegalArgumentException("echo interval and failures must be positive");
        }
    }

    /**
     * Returns the defaults for a user: MRU 1492, CHAP or PAP, any address, DNS servers asked, a
     * dead peer found after 16 s of silence.
     *
     * @param user the name
     * @param password what proves it
     */
    public static PppSettings of(String user, Secret password) {
        return new PppSettings(
                user,
                password,
                Set.of(AuthenticationKind.CHAP_MD5, AuthenticationKind.PAP),
                PPPOE_MRU_BYTES,
                Ipv4Address.ANY,
                true,
                Duration.ofSeconds(4),
                3,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                "",
                ConfigureSettings.DEFAULT);
    }

    /**
     * Returns these with another MRU.
     *
     * @param bytes 128 to 1500
     */
    public PppSettings withMru(int bytes) {
        return new PppSettings(
                user,
                password,
                allowed,
                bytes,
                requestedAddress,
                askDns,
                echoInterval,
                echoFailures,
                lcpLimit,
                authenticationLimit,
                ipcpLimit,
                identification,
                configure);
    }

    /**
     * Returns these with other ways to authenticate.
     *
     * @param kinds what may be used
     */
    public PppSettings withAllowed(Set<AuthenticationKind> kinds) {
        return new PppSettings(
                user,
                password,
                kinds,
                mruBytes,
                requestedAddress,
                askDns,
                echoInterval,
                echoFailures,
                lcpLimit,
                authenticationLimit,
                ipcpLimit,
                identification,
                configure);
    }

    /**
     * Returns these with another keep-alive.
     *
     * @param interval silence before, and time between, echo requests
     * @param failures unanswered ones that end the session
     */
    public PppSettings withEcho(Duration interval, int failures) {
        return new PppSettings(
                user,
                password,
                allowed,
                mruBytes,
                requestedAddress,
                askDns,
                interval,
                failures,
                lcpLimit,
                authenticationLimit,
                ipcpLimit,
                identification,
                configure);
    }
}
