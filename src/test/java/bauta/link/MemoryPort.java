package bauta.link;

import java.util.ArrayDeque;
import java.util.Deque;

/** A port that keeps what it is given as byte arrays, and gives the frames back to the pool. */
public final class MemoryPort implements Port {
    private final FramePool pool;
    private final String role;
    private final long mac;
    private final int mtuBytes;
    private final Deque<byte[]> sent = new ArrayDeque<>();
    private boolean keeping = true;
    private long count;
    private int flushes;

    /**
     * Makes a port that is up.
     *
     * @param pool where frames live
     * @param role its name
     * @param mac our address, or 0 for a TUN
     * @param mtuBytes the longest packet
     */
    public MemoryPort(FramePool pool, String role, long mac, int mtuBytes) {
        this.pool = pool;
        this.role = role;
        this.mac = mac;
        this.mtuBytes = mtuBytes;
    }

    /** Sets whether frames are kept, or only counted, so that nothing is allocated. */
    public void keep(boolean on) {
        keeping = on;
    }

    /** Takes the oldest frame not yet taken; fails when there is none. */
    public byte[] take() {
        if (sent.isEmpty()) {
            throw new AssertionError("nothing came out of " + role);
        }
        return sent.remove();
    }

    /** Returns frames kept and not yet taken. */
    public int waiting() {
        return sent.size();
    }

    /** Returns frames ever given. */
    public long count() {
        return count;
    }

    /** Returns how often it was flushed. */
    public int flushes() {
        return flushes;
    }

    @Override
    public String role() {
        return role;
    }

    @Override
    public long mac() {
        return mac;
    }

    @Override
    public int mtuBytes() {
        return mtuBytes;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public void transmit(int at, int length) {
        count++;
        assert FramePool.headroom(at) + length <= FramePool.CHUNK_BYTES : "leaves its chunk";
        if (keeping) {
            byte[] frame = new byte[length];
            pool.memory().getBytes(at, frame);
            sent.add(frame);
        }
        pool.release(at);
    }

    @Override
    public void transmitControl(int at, int length) {
        transmit(at, length);
    }

    @Override
    public void flush() {
        flushes++;
    }
}
