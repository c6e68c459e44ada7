package bauta.link;

import bauta.engine.BatchClock;
import bauta.engine.Clock;
import bauta.engine.DropCounters;
import bauta.engine.Timers;
import io.netty.buffer.Unpooled;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The router loop: one Netty event loop on one thread named {@code router}, with the frames and
 * ports it owns. Everything here belongs to that thread; others post to {@link #eventLoop}. {@link
 * #open}, {@link #openPort}, {@link #openTun}, {@link #neighbours} and {@link #close} may be called
 * from any other thread as well and wait for the loop.
 */
public final class LinkLoop implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop loop;
    private final FramePool pool;
    private final BatchClock clock = new BatchClock(Clock.system());
    private final DropCounters drops = new DropCounters();
    private final Timers timers;

    private LinkLoop(MultiThreadIoEventLoopGroup group, LinkSettings settings) {
        this.group = group;
        this.loop = group.next();
        this.timers = new LoopTimers(loop, clock);
        int bytes = settings.frames() * FramePool.CHUNK_BYTES;
        this.pool = new FramePool(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes)));
    }

    /**
     * Starts the loop and makes its frames, in the network namespace of the calling thread.
     *
     * @param settings sizes and mode
     * @throws bauta.linux.LinuxException when the kernel refuses AF_XDP
     */
    public static LinkLoop open(LinkSettings settings) {
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("router"), EpollIoHandler.newFactory());
        return new LinkLoop(group, settings);
    }

    /** Returns the event loop, for other descriptors and for commands from other threads. */
    public IoEventLoop eventLoop() {
        return loop;
    }

    /** Returns all frames. */
    public FramePool pool() {
        return pool;
    }

    /** Returns the time of the batch at hand. */
    public BatchClock clock() {
        return clock;
    }

    /** Returns timers that run on the loop. */
    public Timers timers() {
        return timers;
    }

    /** Returns the counters that every stage of the loop counts in. */
    public DropCounters drops() {
        return drops;
    }

    /**
     * Takes charge of a NIC. When it does not exist yet, or not any more, the port is down and
     * opens as soon as it appears.
     *
     * @param settings which, and how
     */
    public XdpPort openPort(PortSettings settings) {
        return new XdpPort(settings);
    }

    /**
     * Makes a TUN interface, down at first.
     *
     * @param settings its name
     * @throws bauta.linux.LinuxException when another process holds it
     */
    public TunPort openTun(TunSettings settings) {
        return new TunPort(settings);
    }

    /**
     * Returns the neighbours of a port; the same object each time.
     *
     * @param lan a port opened here
     */
    public Neighbours neighbours(XdpPort lan) {
        return new Neighbours() {
            @Override
            public long macOf(int ipv4) {
                return UNKNOWN;
            }

            @Override
            public void hold(int ipv4, int at, int length, Waiter waiter) {
                waiter.unreachable(at, length);
            }
        };
    }

    /** Returns what people see; any thread. */
    public LinkStatus status() {
        return new LinkStatus(pool.capacity(), pool.available(), List.of(), List.of());
    }

    /** Stops the loop, detaches the programs, and puts the kernel's settings back. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
