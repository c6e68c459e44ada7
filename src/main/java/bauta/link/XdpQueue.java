package bauta.link;

import bauta.engine.HotPath;
import bauta.linux.ConsumerRing;
import bauta.linux.LinuxException;
import bauta.linux.ProducerRing;
import bauta.linux.XdpSocket;

/**
 * One receive queue of a NIC: a control and a bulk socket with one fill and one completion ring.
 * The fill ring is kept at the bulk ring's size and a reserve above it. A flood can thus fill the
 * bulk ring, where the rest is dropped and its frames go back, and still leaves frames for control.
 * Router loop only.
 */
final class XdpQueue implements AutoCloseable {
    /** Entries of a control ring, and frames held ready for it. */
    static final int CONTROL_FRAMES = 512;

    private static final int IDLE_COMPLETIONS = 64;
    private static final int REFILL_AT_LEAST = 32;

    /** Frames that a receiver hears of before it gets the first of them. */
    private static final int AHEAD = 16;

    private final SharedFrames frames;
    private final int portNumber;
    private final XdpSocket control;
    private final XdpSocket bulk;
    private final ConsumerRing controlReceive;
    private final ConsumerRing bulkReceive;
    private final ProducerRing fill;
    private final int target;
    private int posted;
    private int seenByWatchdog = -1;

    /**
     * Binds a queue.
     *
     * @param frames where frames come from
     * @param portNumber who borrows them
     * @param index the NIC
     * @param queue its queue
     * @param bulkFrames entries of the bulk ring
     * @param transmits whether frames are sent by this queue too
     * @throws LinuxException EBUSY, or EINVAL when there is no such queue
     */
    XdpQueue(
            SharedFrames frames,
            int portNumber,
            int index,
            int queue,
            int bulkFrames,
            boolean transmits) {
        this.frames = frames;
        this.portNumber = portNumber;
        this.target = bulkFrames + CONTROL_FRAMES;
        int fillSize = Integer.highestOneBit(target - 1) << 1;
        int completions = transmits ? fillSize : IDLE_COMPLETIONS;
        XdpSocket first = null;
        XdpSocket second = null;
        try {
            first =
                    XdpSocket.open(
                            new XdpSocket.RingSizes(
                                    CONTROL_FRAMES,
                                    transmits ? CONTROL_FRAMES : 0,
                                    fillSize,
                                    completions));
            first.bindShared(index, queue, frames.anchor());
            second =
                    XdpSocket.open(
                            new XdpSocket.RingSizes(bulkFrames, transmits ? bulkFrames : 0, 0, 0));
            second.bindShared(index, queue, first);
        } catch (LinuxException e) {
            if (second != null) {
                second.close();
            }
            if (first != null) {
                first.close();
            }
            throw e;
        }
        this.control = first;
        this.bulk = second;
        this.controlReceive = control.receiveRing();
        this.bulkReceive = bulk.receiveRing();
        this.fill = control.fillRing();
        refill();
    }

    XdpSocket control() {
        return control;
    }

    XdpSocket bulk() {
        return bulk;
    }

    /** Hands received control frames over; returns how many. */
    @HotPath
    int receiveControl(FrameReceiver receiver, int budget) {
        return receive(controlReceive, receiver, budget);
    }

    /** Hands other received frames over; returns how many. */
    @HotPath
    int receiveBulk(FrameReceiver receiver, int budget) {
        return receive(bulkReceive, receiver, budget);
    }

    @HotPath
    private int receive(ConsumerRing ring, FrameReceiver receiver, int budget) {
        int count = ring.available(budget);
        for (int done = 0; done < count; done += AHEAD) {
            int some = Math.min(AHEAD, count - done);
            announce(ring, receiver, some);
            handOver(ring, receiver, some);
        }
        return count;
    }

    /** Tells of frames that lie in the ring; one alone gains nothing by it. */
    @HotPath
    private static void announce(ConsumerRing ring, FrameReceiver receiver, int count) {
        for (int i = 0; i < count && count > 1; i++) {
            receiver.coming((int) ring.address(i), ring.length(i));
        }
    }

    @HotPath
    private void handOver(ConsumerRing ring, FrameReceiver receiver, int count) {
        for (int i = 0; i < count; i++) {
            int at = (int) ring.address(0);
            int length = ring.length(0);
            // The slot goes back first: should the receiver throw, the ring is still in order.
            ring.release(1);
            posted--;
            frames.lent().returned(at);
            receiver.receive(at, length);
        }
    }

    /** Gives the kernel free frames, unless the pool is down to its reserve. */
    @HotPath
    void refill() {
        int missing = target - posted;
        if (missing < REFILL_AT_LEAST) {
            return;
        }
        FramePool pool = frames.pool();
        int spare = pool.available() - FramePool.RESERVED_FRAMES;
        int wanted = missing < spare ? missing : spare;
        int room = fill.room(wanted);
        int count = wanted < room ? wanted : room;
        for (int i = 0; i < count; i++) {
            int at = pool.allocate() - FramePool.HEADROOM_BYTES;
            frames.lent().lend(at, portNumber);
            fill.add(at);
        }
        if (count > 0) {
            posted += count;
            fill.publish();
        }
    }

    /** Returns how many frames the kernel has or keeps for us. */
    int posted() {
        return posted;
    }

    /** Returns whether frames have been waiting since the last call and nobody took any. */
    boolean overlooked() {
        int waiting = controlReceive.pending() + bulkReceive.pending();
        int state = waiting == 0 ? -1 : posted;
        boolean overlooked = state != -1 && state == seenByWatchdog;
        seenByWatchdog = state;
        return overlooked;
    }

    @Override
    public void close() {
        bulk.close();
        control.close();
    }
}
