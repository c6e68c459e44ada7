package bauta.uplink;

import bauta.wire.Octets;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeTags;
import java.util.Arrays;

/** Drives a whole uplink by a string of bytes, for fuzzing. */
public final class UplinkBench extends UplinkRig {
    private static final int[] PROTOCOLS = {0xc021, 0x8021, 0xc023, 0xc223, 0x80fd, 0x0021};

    /**
     * Takes each step from the bytes: two choose what happens, the rest is payload.
     *
     * @param bytes anything
     * @throws AssertionError when a frame leaked, too many were sent, or it did not heal
     */
    public void drive(byte[] bytes) {
        uplink.start();
        int at = 0;
        int steps = 0;
        while (at + 2 <= bytes.length) {
            int what = bytes[at] & 0xff;
            int length = Math.min(bytes[at + 1] & 0xff, bytes.length - at - 2);
            at += 2;
            step(what, Octets.of(Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
            steps++;
        }
        boolean leaked = line.pool.available() != line.pool.capacity();
        if (leaked || line.sent > 100 + 40L * steps) {
            throw new AssertionError("leaked " + leaked + ", sent " + line.sent + " by " + steps);
        }
        line.timers.advance(1400 * WanLine.SECOND);
        if (uplink.status().phase() != UplinkStatus.Phase.UP) {
            throw new AssertionError("did not heal: " + uplink.status());
        }
    }

    private void step(int what, Octets payload) {
        int kind = what & 0x0f;
        if (kind < PROTOCOLS.length) {
            ac.sendRaw(PROTOCOLS[kind], payload);
        } else if (kind == 6) {
            line.toRouter(payload.toArray());
        } else if (kind == 7) {
            ac.send(new PppoeMessage.Padt(ac.sessionId, PppoeTags.NONE));
        } else if (kind == 8) {
            uplink.redial();
        } else if (kind == 9) {
            ac.restart();
        }
        line.timers.advance((long) (what >> 4) * (what >> 4) * 100 * WanLine.MILLI + WanLine.MILLI);
    }
}
