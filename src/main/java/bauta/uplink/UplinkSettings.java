package bauta.uplink;

import bauta.ppp.PppSettings;
import bauta.pppoe.DiscoverySettings;

/**
 * One PPPoE uplink. More than 1492 bytes either way are only asked for when the port can carry them
 * (RFC 4638); where it cannot, 1492 hold.
 *
 * @param id stable number of the uplink in this process
 * @param name as configured
 * @param mtuBytes the longest packet to send, if the peer can take it: 128 to 1500
 * @param ppp what to negotiate, our MRU among it
 * @param discovery what to look for
 * @param retry how long to wait after failures
 */
public record UplinkSettings(
        int id,
        String name,
        int mtuBytes,
        PppSettings ppp,
        DiscoverySettings discovery,
        RetrySettings retry) {
    /** Checks the range. */
    public UplinkSettings {
        if (mtuBytes < PppSettings.MIN_MRU_BYTES || mtuBytes > PppSettings.MAX_MRU_BYTES) {
            throw new IllegalArgumentException("MTU " + mtuBytes + " is outside 128 to 1500");
        }
    }

    /**
     * Returns the defaults for a session: MTU as its MRU, any concentrator, default waits.
     *
     * @param id stable number of the uplink in this process
     * @param name as configured
     * @param ppp what to negotiate
     */
    public static UplinkSettings of(int id, String name, PppSettings ppp) {
        return new UplinkSettings(
                id, name, ppp.mruBytes(), ppp, DiscoverySettings.DEFAULT, RetrySettings.DEFAULT);
    }
}
