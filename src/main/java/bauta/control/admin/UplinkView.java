package bauta.control.admin;

import bauta.control.words.Words;
import bauta.uplink.UplinkCause;
import bauta.uplink.UplinkStatus;
import bauta.uplink.UplinkUp;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An uplink as people see it: ages instead of points in time, causes with their number and words.
 *
 * @param name as configured
 * @param state {@code UP}, or the phase of the dial
 * @param stateMillis how long it has been up, or has not been
 * @param lastCause why it is down, or was down last
 * @param lastCauseNumber the stable number of that cause
 * @param lastCauseText the cause in plain words, English unless asked otherwise
 * @param lastCauseId the id of those words in the catalogues; {@code .advice} behind it gives what
 *     to do
 * @param lastDetail what the other side said about it, perhaps empty
 * @param attempts dials since start
 * @param nextTryMillis until it dials again, while it waits
 * @param address ours, while it is up
 * @param peer the provider's end, while it is up
 * @param dnsServers the provider's, primary first, while it is up
 * @param mtuBytes the longest packet, 0 while it is not up
 * @param acName the concentrator's name, empty without a session
 * @param acMac the concentrator's address, while it is up
 * @param sessionId of the PPPoE session, 0 without one
 * @param outages the latest, newest first
 */
public record UplinkView(
        String name,
        String state,
        long stateMillis,
        String lastCause,
        int lastCauseNumber,
        String lastCauseText,
        String lastCauseId,
        String lastDetail,
        long attempts,
        Optional<Long> nextTryMillis,
        Optional<Ipv4Address> address,
        Optional<Ipv4Address> peer,
        List<Ipv4Address> dnsServers,
        int mtuBytes,
        String acName,
        Optional<MacAddress> acMac,
        int sessionId,
        List<OutageView> outages) {
    /** Copies the lists. */
    public UplinkView {
        dnsServers = List.copyOf(dnsServers);
        outages = List.copyOf(outages);
    }

    /**
     * A time without the uplink.
     *
     * @param cause what began it
     * @param causeNumber the stable number of that cause
     * @param causeId the id of its words
     * @param agoMillis how long ago it began
     * @param lengthMillis how long it took; empty while it lasts
     * @param attempts dials it took
     */
    public record OutageView(
            String cause,
            int causeNumber,
            String causeId,
            long agoMillis,
            Optional<Long> lengthMillis,
            long attempts) {}

    /** This one with its cause in the words of a language. */
    UplinkView in(Locale locale) {
        return new UplinkView(
                name,
                state,
                stateMillis,
                lastCause,
                lastCauseNumber,
                Words.text(locale, lastCauseId),
                lastCauseId,
                lastDetail,
                attempts,
                nextTryMillis,
                address,
                peer,
                dnsServers,
                mtuBytes,
                acName,
                acMac,
                sessionId,
                outages);
    }

    /**
     * Makes the view of a status.
     *
     * @param status from the uplink
     * @param nowNanos the same clock's time
     */
    public static UplinkView of(UplinkStatus status, long nowNanos) {
        UplinkCause cause = status.cause();
        Optional<UplinkUp> up = status.up();
        return new UplinkView(
                status.name(),
                status.phase().name(),
                millis(nowNanos - status.sinceNanos()),
                cause.name(),
                cause.number(),
                cause.text(),
                cause.messageId(),
                status.detail(),
                status.attempts(),
                status.nextTryNanos().map(next -> Math.max(0, millis(next - nowNanos))),
                up.map(UplinkUp::address),
                up.map(UplinkUp::peer),
                up.map(UplinkUp::dnsServers).orElse(List.of()),
                up.map(UplinkUp::mtuBytes).orElse(0),
                status.acName(),
                up.map(u -> new MacAddress(u.acMac())),
                status.sessionId(),
                status.outages().stream().map(outage -> view(outage, nowNanos)).toList());
    }

    private static OutageView view(UplinkStatus.Outage outage, long nowNanos) {
        return new OutageView(
                outage.cause().name(),
                outage.cause().number(),
                outage.cause().messageId(),
                millis(nowNanos - outage.beganNanos()),
                outage.endedNanos().map(ended -> millis(ended - outage.beganNanos())),
                outage.attempts());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
