package bauta.uplink;

import bauta.engine.DropCounters;
import bauta.engine.ManualTimers;
import bauta.link.FramePool;
import bauta.link.Port;
import bauta.pppoe.PppoeHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;

/** A WAN port of the router and the wire behind it, on virtual time, with faults by seed. */
public final class WanLine implements Port {
    static final long OUR_MAC = 0x02_00_00_00_00_01L;
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    final ManualTimers timers = new ManualTimers();
    final FramePool pool = new FramePool(Unpooled.buffer(64 * FramePool.CHUNK_BYTES));
    final DropCounters drops = new DropCounters();
    final Random random;
    final PppoeHandler handler;
    final int mtuBytes;
    boolean isUp = true;
    long mac = OUR_MAC;
    double loss;
    double duplication;
    double reordering;
    double damage;
    long sent;
    Peer peer = _ -> {};

    /** What stands at the other end. */
    interface Peer {
        void receive(byte[] frame);
    }

    WanLine(long seed, int mtuBytes) {
        random = new Random(seed);
        this.mtuBytes = mtuBytes;
        handler = new PppoeHandler(pool, this, timers, drops);
    }

    /** Carries a frame from the peer to the router. */
    void toRouter(byte[] whole) {
        byte[] frame = random.nextDouble() < damage ? damaged(whole) : whole;
        carry(() -> {
            int at = pool.allocate();
            pool.memory().setBytes(at, frame);
            handler.receive(at, frame.length);
        });
    }

    /** Flips bytes behind the addresses, or cuts the end off. */
    private byte[] damaged(byte[] whole) {
        byte[] frame =
                random.nextInt(4) == 0
                        ? Arrays.copyOf(whole, random.nextInt(whole.length))
                        : whole.clone();
        for (int i = 0; i < 3 && frame.length > 14; i++) {
            frame[12 + random.nextInt(Math.min(frame.length, 60) - 12)] = (byte) random.nextInt();
        }
        return frame;
    }

    private void carry(Runnable arrival) {
        int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay =
                    MILLI + (random.nextDouble() < reordering ? random.nextLong(30 * MILLI) : 0);
            timers.at(
                    timers.nanos() + delay,
                    () -> {
                        if (isUp) {
                            arrival.run();
                        }
                    });
        }
    }

    @Override
    public void transmitControl(int at, int length) {
        ByteBuf memory = pool.memory();
        byte[] frame = new byte[length];
        memory.getBytes(at, frame);
        pool.release(at);
        sent++;
        carry(() -> peer.receive(frame));
    }

    @Override
    public void transmit(int at, int length) {
        throw new AssertionError("an uplink sends only control frames");
    }

    @Override
    public String role() {
        return "wan";
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
        return isUp;
    }

    @Override
    public void flush() {}
}
