package bauta.forward;

import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.wire.Ipv4Address;

/** An uplink as packets see it. Stays when the session is down, so that its flows can wait. */
final class Uplink {
    final int id;
    final int side;
    UplinkAttachment attachment;
    int address;
    int[] more = {};
    int mtuBytes;
    boolean up;
    UplinkUse use = UplinkUse.MASQUERADE;
    long lastReceivedNanos;

    /** Which rules its flows were judged by last, see {@link PathState#rulesSwapped}. */
    int judgedBy;

    Uplink(UplinkAttachment attachment) {
        this.id = attachment.id();
        this.side = FiveTuple.uplinkSide(id);
        this.attachment = attachment;
    }

    void up(UplinkAttachment now, long nowNanos) {
        attachment = now;
        address = now.address().bits();
        more = now.more().stream().mapToInt(Ipv4Address::bits).toArray();
        mtuBytes = now.mtuBytes();
        up = true;
        lastReceivedNanos = nowNanos;
    }

    /** Returns whether an address is one of those that it is reached by. */
    boolean owns(int ipv4) {
        if (ipv4 == address) {
            return true;
        }
        for (int other : more) {
            if (other == ipv4) {
                return true;
            }
        }
        return false;
    }

    @HotPath
    boolean isSession(long destination, long source, int sessionId) {
        return attachment.sessionId() == sessionId
                && attachment.acMac() == source
                && attachment.ourMac() == destination;
    }
}
