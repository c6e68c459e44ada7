package bauta.bench;

import bauta.link.FramePool;
import bauta.link.Port;

/** A way out that counts frames and releases them. */
final class CountingPort implements Port {
    private final FramePool pool;
    private final long mac;
    long sent;

    CountingPort(FramePool pool, long mac) {
        this.pool = pool;
        this.mac = mac;
    }

    @Override
    public String role() {
        return "bench";
    }

    @Override
    public long mac() {
        return mac;
    }

    @Override
    public int mtuBytes() {
        return 1500;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public void transmit(int at, int length) {
        sent++;
        pool.release(at);
    }

    @Override
    public void transmitControl(int at, int length) {
        transmit(at, length);
    }

    @Override
    public void flush() {}
}
