package bauta.link;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.linux.ConsumerRing;
import bauta.linux.Errno;
import bauta.linux.ProducerRing;
import bauta.linux.XdpSocket;

/**
 * The way out of a NIC: the transmit rings of the two sockets of its first queue, so that a full
 * bulk ring leaves room for control, and their common completion ring. In copy mode one kick sends
 * a limited number of frames and then says EAGAIN; EBUSY means that the driver dropped one, which
 * is completed all the same. Router loop only.
 */
final class XdpTransmitter {
    private static final int KICKS_AT_MOST = 256;
    private static final int BUDGET_FRAMES = 256;
    private static final int SEND_BUFFER_BYTES = 8 << 20;

    private final SharedFrames frames;
    private final int portNumber;
    private final XdpSocket controlSocket;
    private final XdpSocket bulkSocket;
    private final ProducerRing control;
    private final ProducerRing bulk;
    private final ConsumerRing completion;
    private final boolean largeBudget;
    private final PortCounters counters;

    XdpTransmitter(SharedFrames frames, int portNumber, XdpQueue queue, PortCounters counters) {
        this.frames = frames;
        this.portNumber = portNumber;
        this.counters = counters;
        this.controlSocket = queue.control();
        this.bulkSocket = queue.bulk();
        this.control = controlSocket.transmitRing();
        this.bulk = bulkSocket.transmitRing();
        this.completion = controlSocket.completionRing();
        int budget = Math.min(BUDGET_FRAMES, bulk.size());
        this.largeBudget = bulkSocket.transmitBudget(budget, SEND_BUFFER_BYTES);
        controlSocket.transmitBudget(Math.min(BUDGET_FRAMES, control.size()), SEND_BUFFER_BYTES);
    }

    /** Returns whether the kernel sends more than 32 frames per kick. */
    boolean largeBudget() {
        return largeBudget;
    }

    @HotPath
    void sendBulk(int at, int length) {
        send(bulk, at, length);
    }

    @HotPath
    void sendControl(int at, int length) {
        send(control, at, length);
    }

    @HotPath
    private void send(ProducerRing ring, int at, int length) {
        if (ring.room(1) == 0) {
            flush();
            if (ring.room(1) == 0) {
                frames.drop(at, DropReason.TRANSMIT_RING_FULL);
                return;
            }
        }
        frames.lent().lend(at, portNumber);
        ring.add(at, length);
        counters.transmitted++;
    }

    /**
     * Makes queued frames leave, control first, and takes back what was sent.
     *
     * @return whether nothing is left in the rings
     */
    @HotPath
    boolean flush() {
        boolean controlEmpty = kick(controlSocket, control);
        boolean bulkEmpty = kick(bulkSocket, bulk);
        complete();
        return controlEmpty && bulkEmpty;
    }

    @HotPath
    private boolean kick(XdpSocket socket, ProducerRing ring) {
        int pending = ring.pending();
        if (pending == 0) {
            return true;
        }
        ring.publish();
        for (int i = 0; i < KICKS_AT_MOST; i++) {
            int result = socket.kick();
            counters.kicks++;
            if (result < 0 && result != -Errno.EAGAIN) {
                noteError(result);
            }
            int left = ring.pending();
            if (left == 0) {
                return true;
            }
            if (left == pending) {
                counters.transmitStalls++;
                return false;
            }
            pending = left;
            complete();
        }
        return false;
    }

    @HotPath
    private void noteError(int result) {
        if (result == -Errno.EBUSY) {
            counters.driverDropped++;
        } else {
            counters.transmitErrors++;
        }
    }

    /** Takes frames back that were sent. */
    @HotPath
    void complete() {
        int count = completion.available(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            int at = (int) completion.address(i);
            frames.lent().returned(at);
            frames.pool().release(at);
        }
        if (count > 0) {
            completion.release(count);
        }
    }
}
