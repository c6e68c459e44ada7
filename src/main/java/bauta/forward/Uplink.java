package bauta.forward;

import bauta.engine.HotPath;
import bauta.flow.FiveTuple;

/** An uplink as packets see it. Stays when the session is down, so that its flows can wait. */
final class Uplink {
    final int id;
    final int side;
    UplinkAttachment attachment;
    int address;
    int mtuBytes;
    boolean up;
    UplinkUse use = UplinkUse.MASQUERADE;
    long lastReceivedNanos;

    Uplink(UplinkAttachment attachment) {
        this.id = attachment.id();
        this.side = FiveTuple.uplinkSide(id);
        this.attachment = attachment;
    }

    void up(UplinkAttachment now, long nowNanos) {
        attachment = now;
        address = now.address().bits();
        mtuBytes = now.mtuBytes();
        up = true;
        lastReceivedNanos = nowNanos;
    }

    @HotPath
    boolean isSession(long destination, long source, int sessionId) {
        return attachment.sessionId() == sessionId
                && attachment.acMac() == source
                && attachment.ourMac() == destination;
    }
}
