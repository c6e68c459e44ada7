package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.engine.Timers;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What it takes to ask servers.
 *
 * @param openers how, by each transport
 * @param timers of the dns loop
 * @param ids random 16-bit numbers that nobody can foresee
 * @param drops counts what was not an answer
 * @param limits bounds of tables and waits
 */
record Asking(
        Map<Transport, Exchange.Opener> openers,
        Timers timers,
        IntSupplier ids,
        DropCounters drops,
        DnsSettings.Limits limits) {
    Exchange.Opener opener(Transport transport) {
        Exchange.Opener opener = openers.get(transport);
        if (opener == null) {
            throw new IllegalStateException("no way to ask by " + transport);
        }
        return opener;
    }

    long tryNanos(Transport transport) {
        return (transport == Transport.UDP ? limits.udpTry() : limits.tcpTry()).toNanos();
    }
}
