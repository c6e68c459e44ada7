package bauta.link;

import bauta.engine.BatchClock;
import bauta.engine.Clock;
import bauta.engine.ColdExit;
import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.ExecutorTimers;
import bauta.engine.HotPath;
import bauta.engine.Incidents;
import bauta.engine.Timers;
import bauta.linux.LinuxException;
import bauta.linux.RouteEvent;
import bauta.linux.RouteEvents;
import bauta.linux.RouteNetlink;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * The router loop: one Netty event loop on one thread named {@code router}, with the frames and
 * ports it owns. Everything here belongs to that thread; others {@link #post} or {@link #ask}.
 * {@link #open}, {@link #openPort}, {@link #openTun}, {@link #neighbours}, {@link #status} and
 * {@link #close} may be called from any other thread as well and wait for the loop.
 *
 * <p>One round: the control rings of all ports, then the bulk ring that woke us, up to a budget;
 * then the receivers hear of the end of the batch, and every port sends and is refilled.
 */
public final class LinkLoop implements AutoCloseable {
    /** Frames taken from one bulk ring per round. */
    public static final int BULK_BUDGET = 256;

    private static final int MOST_PORTS = 127;
    private static final long WATCH_MILLIS = 50;
    private static final long STALL_MICROS = 500;

    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop loop;
    private final LinkSettings settings;
    private final BatchClock clock = new BatchClock(Clock.system());
    private final DropCounters drops = new DropCounters();
    private final Timers timers;
    private final Incidents watchIncidents = Incidents.at("router loop watchdog");
    private final SharedFrames frames;
    private final RouteNetlink netlink;
    private final RouteEvents events;
    private final FdHandle eventsHandle;
    private final KernelSettings kernelSettings = new KernelSettings();
    private final List<TunPort> tuns = new ArrayList<>();
    private final Map<XdpPort, RouteNeighbours> neighbours = new LinkedHashMap<>();
    private final Runnable flush = this::flushNow;
    private XdpPort[] ports = new XdpPort[0];
    private boolean inRound;
    private boolean flushPosted;
    private boolean closed;

    private LinkLoop(MultiThreadIoEventLoopGroup group, LinkSettings settings) {
        this.group = group;
        this.loop = group.next();
        this.settings = settings;
        this.timers =
                new ExecutorTimers(loop, clock, clock::advance, Incidents.at("router loop timer"));
        this.frames = new SharedFrames(settings.frames(), drops);
        this.netlink = RouteNetlink.open();
        this.events = RouteEvents.open();
        this.eventsHandle =
                FdHandle.register(loop, events.fd(), "rtnetlink", _ -> readRouteEvents());
        kernelSettings.host();
        loop.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts the loop and makes its frames, in the network namespace of the calling thread.
     *
     * @param settings sizes and mode
     * @throws LinuxException when the kernel refuses AF_XDP
     */
    public static LinkLoop open(LinkSettings settings) {
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("router"), EpollIoHandler.newFactory());
        try {
            return call(group.next(), () -> new LinkLoop(group, settings));
        } catch (RuntimeException e) {
            stop(group);
            throw e;
        }
    }

    private static <T> T call(IoEventLoop loop, Callable<T> task) {
        try {
            return loop.inEventLoop() ? task.call() : loop.submit(task).syncUninterruptibly().get();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stop(MultiThreadIoEventLoopGroup group) {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Runs a task on the loop and waits for it. */
    void onLoop(Runnable task) {
        call(
                loop,
                () -> {
                    task.run();
                    return true;
                });
    }

    /**
     * Runs a task on the loop and waits for its answer; at once when called on the loop itself.
     *
     * @param task must not block
     * @param <T> what it answers
     */
    public <T> T ask(Callable<T> task) {
        return call(loop, task);
    }

    /**
     * Posts a task to the loop. Any thread.
     *
     * @param task must not block
     */
    public void post(Runnable task) {
        loop.execute(task);
    }

    /** Returns the event loop, for other descriptors. */
    IoEventLoop eventLoop() {
        return loop;
    }

    /** Returns all frames. */
    public FramePool pool() {
        return frames.pool();
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

    SharedFrames frames() {
        return frames;
    }

    RouteNetlink netlink() {
        return netlink;
    }

    KernelSettings kernelSettings() {
        return kernelSettings;
    }

    /**
     * Takes charge of a NIC. When it does not exist yet, or not any more, the port is down and
     * opens as soon as it appears.
     *
     * @param settings which, and how
     * @throws LinuxException when the kernel refuses the program
     */
    public XdpPort openPort(PortSettings settings) {
        return call(
                loop,
                () -> {
                    if (ports.length == MOST_PORTS) {
                        throw new IllegalStateException("more than " + MOST_PORTS + " ports");
                    }
                    XdpPort port = new XdpPort(settings, this, ports.length + 1, this.settings);
                    ports = Arrays.copyOf(ports, ports.length + 1);
                    ports[ports.length - 1] = port;
                    port.open();
                    return port;
                });
    }

    /**
     * Makes a TUN interface, down at first.
     *
     * @param settings its name
     * @throws LinuxException when another process holds it
     */
    public TunPort openTun(TunSettings settings) {
        return call(
                loop,
                () -> {
                    TunPort tun = new TunPort(settings, this);
                    tuns.add(tun);
                    return tun;
                });
    }

    /** Takes a TUN off the list and returns whether it was there. */
    boolean forget(TunPort tun) {
        return tuns.remove(tun);
    }

    /**
     * Returns the neighbours of a port; the same object each time.
     *
     * @param lan a port opened here
     */
    public Neighbours neighbours(XdpPort lan) {
        return call(
                loop,
                () ->
                        neighbours.computeIfAbsent(
                                lan,
                                port ->
                                        RouteNeighbours.of(
                                                port, netlink, timers, drops, frames.pool())));
    }

    /** Returns what people see; any thread. */
    public LinkStatus status() {
        return call(
                loop,
                () -> {
                    List<PortStatus> all = new ArrayList<>();
                    for (XdpPort port : ports) {
                        all.add(port.status());
                    }
                    tuns.forEach(tun -> all.add(tun.status()));
                    return new LinkStatus(
                            frames.pool().capacity(),
                            frames.pool().available(),
                            all,
                            kernelSettings.changes());
                });
    }

    /**
     * Returns how many frames ended here by reason, those that the programs in the kernel dropped
     * included, without the zeros; any thread.
     */
    public Map<DropReason, Long> allDrops() {
        return call(
                loop,
                () -> {
                    Map<DropReason, Long> all = drops.nonZero();
                    Arrays.stream(ports)
                            .flatMap(port -> port.drops().entrySet().stream())
                            .forEach(drop -> all.merge(drop.getKey(), drop.getValue(), Long::sum));
                    return all;
                });
    }

    /** Returns whether a round is running, at whose end all ports are flushed. */
    @HotPath
    boolean inRound() {
        return inRound;
    }

    /** Frames came to a queue of a port, or its socket is in error. */
    void ready(XdpPort port, int queue, boolean error) {
        if (error) {
            port.lost();
        } else {
            try {
                round(port, queue);
            } finally {
                inRound = false;
            }
        }
    }

    @HotPath
    private void round(XdpPort port, int queue) {
        clock.advance();
        inRound = true;
        receiveControl();
        port.receiveBulk(queue, BULK_BUDGET);
        endRound();
    }

    @HotPath
    private void receiveControl() {
        for (int i = 0; i < ports.length; i++) {
            ports[i].receiveControl();
        }
    }

    @HotPath
    private void endRound() {
        for (int i = 0; i < ports.length; i++) {
            ports[i].batchEnd();
        }
        for (int i = 0; i < ports.length; i++) {
            ports[i].flush();
        }
        for (int i = 0; i < ports.length; i++) {
            ports[i].refill();
        }
    }

    /** Packets came from a TUN. */
    void ready(TunPort tun) {
        try {
            clock.advance();
            inRound = true;
            receiveControl();
            tun.receive();
            endRound();
        } finally {
            inRound = false;
        }
    }

    /** Sends what is queued outside of a round once the task at hand is done. */
    @ColdExit
    void flushSoon() {
        if (!flushPosted) {
            flushPosted = true;
            loop.execute(flush);
        }
    }

    /** Tries again a little later to send what the kernel would not take. */
    @ColdExit
    void flushLater() {
        if (!flushPosted) {
            flushPosted = true;
            loop.schedule(flush, STALL_MICROS, TimeUnit.MICROSECONDS);
        }
    }

    private void flushNow() {
        flushPosted = false;
        for (XdpPort port : ports) {
            port.flush();
        }
    }

    private void watch() {
        try {
            for (XdpPort port : ports) {
                port.watch();
                port.flush();
                port.refill();
            }
        } catch (RuntimeException | AssertionError e) {
            watchIncidents.accept(e);
        }
    }

    private void readRouteEvents() {
        clock.advance();
        if (!events.poll(this::routeEvent)) {
            Logger.warn("rtnetlink events were lost, reading everything anew");
            resynchronize();
        }
    }

    private void routeEvent(RouteEvent event) {
        for (XdpPort port : ports) {
            port.event(event);
        }
        neighbours.values().forEach(known -> known.event(event));
    }

    private void resynchronize() {
        List<RouteEvent.LinkPresent> links = netlink.links();
        for (XdpPort port : ports) {
            boolean exists = links.stream().anyMatch(link -> link.index() == port.index());
            if (!exists) {
                port.lost();
            }
        }
        links.forEach(this::routeEvent);
        neighbours.values().forEach(RouteNeighbours::forgetAll);
        netlink.neighbours().forEach(this::routeEvent);
    }

    /** Stops the loop, detaches the programs, and puts the kernel's settings back. */
    @Override
    public void close() {
        onLoop(this::closeAll);
        stop(group);
    }

    private void closeAll() {
        if (closed) {
            return;
        }
        closed = true;
        neighbours.values().forEach(RouteNeighbours::close);
        for (XdpPort port : ports) {
            port.close();
        }
        ports = new XdpPort[0];
        tuns.forEach(TunPort::release);
        tuns.clear();
        kernelSettings.restore();
        eventsHandle.close();
        events.close();
        netlink.close();
        frames.close();
    }
}
