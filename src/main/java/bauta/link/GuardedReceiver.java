package bauta.link;

import bauta.engine.ColdExit;
import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import java.util.function.Consumer;

/**
 * Keeps a receiver's mistakes away from the loop: the frame dies, the incident is recorded, and the
 * round goes on with the next frame to its end. Router loop only.
 */
@HotPath
final class GuardedReceiver implements FrameReceiver {
    private final FrameReceiver receiver;
    private final FramePool pool;
    private final LentFrames lent;
    private final DropCounters drops;
    private final Consumer<Throwable> incidents;

    GuardedReceiver(
            FrameReceiver receiver,
            FramePool pool,
            LentFrames lent,
            DropCounters drops,
            Consumer<Throwable> incidents) {
        this.receiver = receiver;
        this.pool = pool;
        this.lent = lent;
        this.drops = drops;
        this.incidents = incidents;
    }

    @Override
    public void receive(int at, int length) {
        try {
            receiver.receive(at, length);
        } catch (RuntimeException | AssertionError e) {
            failed(at, e);
        }
    }

    @Override
    public void coming(int at, int length) {
        try {
            receiver.coming(at, length);
        } catch (RuntimeException | AssertionError e) {
            failed(e);
        }
    }

    @Override
    public void batchEnd() {
        try {
            receiver.batchEnd();
        } catch (RuntimeException | AssertionError e) {
            failed(e);
        }
    }

    /** The receiver may have sent or released the frame before it failed: then it is not ours. */
    @ColdExit
    private void failed(int at, Throwable thrown) {
        if (!pool.isFree(at) && !lent.isLent(at)) {
            drops.count(DropReason.ROUTER_INCIDENT);
            pool.release(at);
        }
        failed(thrown);
    }

    @ColdExit
    private void failed(Throwable thrown) {
        incidents.accept(thrown);
    }
}
