package bauta.link;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.engine.Incidents;
import bauta.linux.FrameMemory;
import bauta.linux.LinuxException;
import bauta.linux.XdpSocket;
import io.netty.buffer.Unpooled;

/**
 * The frames of the process and the socket that keeps them registered with the kernel. That socket
 * is bound to the loopback interface and never used, so that NICs may come and go while the
 * registration stays. Router loop only.
 */
final class SharedFrames implements AutoCloseable {
    private static final int ANCHOR_RING = 64;
    private static final int LOOPBACK_INDEX = 1;

    private final FrameMemory memory;
    private final long address;
    private final FramePool pool;
    private final LentFrames lent;
    private final DropCounters drops;
    private final Incidents incidents = Incidents.ending("frame receiver");
    private final XdpSocket anchor;

    SharedFrames(int frames, DropCounters drops) {
        this.memory = FrameMemory.allocate(frames * FramePool.CHUNK_BYTES);
        this.address = memory.address();
        this.pool = new FramePool(Unpooled.wrappedBuffer(memory.buffer()));
        this.lent = new LentFrames(pool);
        this.drops = drops;
        this.anchor = openAnchor();
    }

    private XdpSocket openAnchor() {
        XdpSocket.RingSizes sizes =
                new XdpSocket.RingSizes(ANCHOR_RING, 0, ANCHOR_RING, ANCHOR_RING);
        XdpSocket socket = XdpSocket.open(memory, FramePool.CHUNK_BYTES, sizes);
        try {
            BindRetry.blocking(() -> socket.bind(LOOPBACK_INDEX, 0));
            return socket;
        } catch (LinuxException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the address of the first frame, for system calls. */
    @HotPath
    long address() {
        return address;
    }

    /** Returns the socket to share memory with. */
    XdpSocket anchor() {
        return anchor;
    }

    @HotPath
    FramePool pool() {
        return pool;
    }

    @HotPath
    LentFrames lent() {
        return lent;
    }

    /** Returns a receiver whose mistakes do not reach the caller; many of them end the process. */
    FrameReceiver guarded(FrameReceiver receiver) {
        return new GuardedReceiver(receiver, pool, lent, drops, incidents);
    }

    /**
     * Ends a frame.
     *
     * @param at any index inside it
     * @param reason what it is counted under
     */
    @HotPath
    void drop(int at, DropReason reason) {
        drops.count(reason);
        pool.release(at);
    }

    @Override
    public void close() {
        anchor.close();
    }
}
