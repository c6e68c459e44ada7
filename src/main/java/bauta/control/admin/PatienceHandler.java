package bauta.control.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait for a client: for its first byte, for a whole request, between requests, and
 * while it takes an answer. However slowly it sends, a request has one time limit for all of it.
 */
final class PatienceHandler extends ChannelInboundHandlerAdapter {
    static final int FIRST_SECONDS = 10;
    static final int REQUEST_SECONDS = 15;
    static final int BETWEEN_SECONDS = 60;
    static final int ANSWER_SECONDS = 30;

    private Phase phase = Phase.BETWEEN;
    private long sinceNanos;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;

    private enum Phase {
        BETWEEN,
        RECEIVING,
        BUSY
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        wait(FIRST_SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (phase == Phase.BETWEEN) {
            phase = Phase.RECEIVING;
            wait(REQUEST_SECONDS);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    /** The request is whole and being done: that takes as long as it takes. */
    void working() {
        phase = Phase.BUSY;
        cancel();
    }

    /** The answer is on its way. */
    void answering() {
        phase = Phase.BUSY;
        wait(ANSWER_SECONDS);
    }

    /** The answer is out. */
    void between() {
        phase = Phase.BETWEEN;
        wait(BETWEEN_SECONDS);
    }

    /** Returns whether nobody would miss the connection. */
    boolean idle() {
        return phase != Phase.BUSY;
    }

    /** Returns when the phase began. */
    long sinceNanos() {
        return sinceNanos;
    }

    private void wait(int seconds) {
        cancel();
        ChannelHandlerContext here = context;
        if (here != null) {
            sinceNanos = here.executor().ticker().nanoTime();
            timer = here.executor().schedule(() -> here.close(), seconds, TimeUnit.SECONDS);
        }
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
