package bauta.uplink;

import bauta.uplink.UplinkStatus.Outage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The latest outages of one uplink, newest first. Router loop only. */
final class OutageJournal {
    private final Deque<Outage> outages = new ArrayDeque<>();
    private long attemptsBefore;

    /** Notes a failure: the beginning of an outage, or another one during it. */
    void failed(UplinkCause cause, String detail, long nowNanos, long attempts) {
        Outage latest = outages.peekFirst();
        if (latest != null && latest.endedNanos().isEmpty()) {
            replaceFirst(with(latest, Optional.empty(), cause, attempts));
            return;
        }
        attemptsBefore = attempts;
        outages.addFirst(new Outage(cause, detail, nowNanos, Optional.empty(), cause, 0));
        if (outages.size() > UplinkStatus.MAX_OUTAGES) {
            outages.removeLast();
        }
    }

    /** Notes that the uplink is up. */
    void ended(long nowNanos, long attempts) {
        Outage latest = outages.peekFirst();
        if (latest != null && latest.endedNanos().isEmpty()) {
            replaceFirst(with(latest, Optional.of(nowNanos), latest.lastCause(), attempts));
        }
    }

    List<Outage> newestFirst() {
        return List.copyOf(outages);
    }

    private Outage with(Outage outage, Optional<Long> ended, UplinkCause lastCause, long attempts) {
        return new Outage(
                outage.cause(),
                outage.detail(),
                outage.beganNanos(),
                ended,
                lastCause,
                attempts - attemptsBefore);
    }

    private void replaceFirst(Outage outage) {
        outages.removeFirst();
        outages.addFirst(outage);
    }
}
