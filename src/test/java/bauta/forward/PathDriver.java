package bauta.forward;

import java.util.Arrays;

/**
 * Runs a path by a script of bytes. A step is one byte for what happens, two for a length, then the
 * frame's bytes; a script that ends early ends the run.
 */
public final class PathDriver {
    private static final int MAX_FRAME = 1700;

    private static final long SECOND = 1_000_000_000L;

    private final Rig rig = new Rig(16);

    /** Runs a script; fails when a frame is lost or counted twice. */
    public void run(byte[] script) {
        int at = 0;
        while (script.length - at >= 3) {
            int step = script[at] & 7;
            int length = Math.min((script[at + 1] & 0xff) << 8 | script[at + 2] & 0xff, MAX_FRAME);
            int end = Math.min(script.length, at + 3 + length);
            step(step, Arrays.copyOfRange(script, at + 3, end));
            at = end;
        }
        rig.timers.advance(Fragments.TIMEOUT_NANOS + SECOND);
        rig.assertBalance();
    }

    private void step(int step, byte[] frame) {
        switch (step) {
            case 0 -> rig.frameFromLan(frame);
            case 1 -> rig.frameFromWan(frame);
            case 2 -> rig.fromRouter(frame);
            case 3 -> rig.fromLan(frame);
            case 4 -> rig.fromWan(frame);
            case 5 -> rig.neighbours.forget(Rig.HOST);
            case 6 -> rig.neighbours.giveUp(Rig.HOST);
            default -> rig.timers.advance((frame.length & 31) * SECOND);
        }
    }
}
