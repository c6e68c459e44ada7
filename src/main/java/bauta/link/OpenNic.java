package bauta.link;

import bauta.engine.HotPath;
import bauta.linux.Errno;
import bauta.linux.InterfaceFeatures;
import bauta.linux.LinuxException;
import bauta.linux.RouteEvent;
import bauta.linux.XdpFeatures;
import java.util.ArrayList;
import java.util.List;

/**
 * A NIC while it is open: the program attached, a pair of sockets on every receive queue. Made and
 * closed as a whole. Router loop only.
 */
final class OpenNic implements AutoCloseable {
    private static final int SMALLEST_RING = 1024;

    private final int index;
    private final PortProgram.Attached attached;
    private final List<String> features;
    private final SharedFrames frames;
    private final int portNumber;
    private final XdpQueue[] queues;
    private final XdpTransmitter transmitter;
    private final List<FdHandle> handles = new ArrayList<>();

    private OpenNic(
            int index,
            PortProgram.Attached attached,
            SharedFrames frames,
            int portNumber,
            List<XdpQueue> queues,
            PortCounters counters) {
        this.index = index;
        this.attached = attached;
        this.features = XdpFeatures.of(index);
        this.frames = frames;
        this.portNumber = portNumber;
        this.queues = queues.toArray(new XdpQueue[0]);
        this.transmitter = new XdpTransmitter(frames, portNumber, this.queues[0], counters);
    }

    /**
     * What opening takes.
     *
     * @param frames where frames come from
     * @param portNumber who borrows them, from 1 to 127
     * @param settings sizes and mode
     * @param counters of the port
     */
    record Means(
            SharedFrames frames, int portNumber, LinkSettings settings, PortCounters counters) {}

    /**
     * Attaches the program and binds all queues; on failure everything is undone.
     *
     * @param link the NIC
     * @param program its program
     * @param means what it takes
     * @throws LinuxException EBUSY while a queue has another owner
     */
    static OpenNic open(RouteEvent.LinkPresent link, PortProgram program, Means means) {
        PortProgram.Attached attached = program.attach(link.index(), means.settings().nativeMode());
        List<XdpQueue> queues = new ArrayList<>();
        try {
            bindQueues(link, program, means, queues);
            return new OpenNic(
                    link.index(),
                    attached,
                    means.frames(),
                    means.portNumber(),
                    queues,
                    means.counters());
        } catch (LinuxException e) {
            queues.forEach(XdpQueue::close);
            attached.attachment().close();
            means.frames().lent().reclaim(means.portNumber());
            throw e;
        }
    }

    private static void bindQueues(
            RouteEvent.LinkPresent link, PortProgram program, Means means, List<XdpQueue> queues) {
        int count = Math.min(queueCount(link), PortProgram.MAX_QUEUES);
        int share = means.settings().ringFrames() / Integer.highestOneBit(count);
        int ringFrames = Math.max(share, Math.min(SMALLEST_RING, means.settings().ringFrames()));
        for (int queue = 0; queue < count; queue++) {
            try {
                queues.add(
                        new XdpQueue(
                                means.frames(),
                                means.portNumber(),
                                link.index(),
                                queue,
                                ringFrames,
                                queue == 0));
            } catch (LinuxException e) {
                if (e.errno() == Errno.EINVAL && queue > 0) {
                    return;
                }
                throw e;
            }
            XdpQueue bound = queues.getLast();
            program.serve(queue, bound.control().fd(), bound.bulk().fd());
        }
    }

    private static int queueCount(RouteEvent.LinkPresent link) {
        try (InterfaceFeatures features = InterfaceFeatures.of(link.name())) {
            return Math.max(1, features.receiveQueues().orElse(link.receiveQueues()));
        }
    }

    int index() {
        return index;
    }

    String mode() {
        return attached.mode();
    }

    /** Returns what the driver could do for XDP when this was opened. */
    List<String> features() {
        return features;
    }

    int queueCount() {
        return queues.length;
    }

    @HotPath
    XdpQueue queue(int number) {
        return queues[number];
    }

    @HotPath
    XdpTransmitter transmitter() {
        return transmitter;
    }

    /** Keeps a registration to be undone when this closes. */
    void closeWith(FdHandle handle) {
        handles.add(handle);
    }

    /** Stops all events of received frames, for tests of the watchdog. */
    void deafen() {
        handles.forEach(FdHandle::pause);
    }

    @HotPath
    int receiveControl(FrameReceiver receiver, int budget) {
        int count = 0;
        for (int i = 0; i < queues.length; i++) {
            count += queues[i].receiveControl(receiver, budget);
        }
        return count;
    }

    @HotPath
    void refill() {
        for (int i = 0; i < queues.length; i++) {
            queues[i].refill();
        }
    }

    /** Closes sockets, detaches the program, and takes back the frames the rings held. */
    @Override
    public void close() {
        handles.forEach(FdHandle::close);
        attached.attachment().close();
        for (XdpQueue queue : queues) {
            queue.close();
        }
        frames.lent().reclaim(portNumber);
    }
}
