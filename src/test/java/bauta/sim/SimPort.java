package bauta.sim;

import bauta.link.FramePool;
import bauta.link.Port;
import java.util.function.Consumer;

/** A port that tells what it is given. */
final class SimPort implements Port {
    private final FramePool pool;
    private final Side side;
    private final long mac;
    private final int mtuBytes;
    private final Consumer<Emission> seen;
    private long count;

    SimPort(FramePool pool, Side side, long mac, int mtuBytes, Consumer<Emission> seen) {
        this.pool = pool;
        this.side = side;
        this.mac = mac;
        this.mtuBytes = mtuBytes;
        this.seen = seen;
    }

    Side side() {
        return side;
    }

    long count() {
        return count;
    }

    /** Tells of a packet that waits for its neighbour. */
    void waits(int at, int length) {
        seen.accept(new Emission(side, packet(at, length), Emission.Kind.WAITS));
    }

    private Datagram packet(int at, int length) {
        byte[] bytes = new byte[length];
        pool.memory().getBytes(at, bytes);
        return new Datagram(bytes);
    }

    @Override
    public String role() {
        return side.toString();
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
        byte[] frame = new byte[length];
        pool.memory().getBytes(at, frame);
        pool.release(at);
        Emission.Kind kind = returning ? Emission.Kind.WAITED : Emission.Kind.SENT;
        seen.accept(new Emission(side, Framing.packetOut(side, frame), kind));
    }

    /** Whether what comes now has waited. */
    boolean returning;

    @Override
    public void transmitControl(int at, int length) {
        transmit(at, length);
    }

    @Override
    public void flush() {}
}
