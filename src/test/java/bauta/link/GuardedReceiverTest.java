package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** A receiver that fails costs its frame, and no frame is given back twice. */
class GuardedReceiverTest {
    private final FramePool pool = new FramePool(Unpooled.buffer(4 * FramePool.CHUNK_BYTES));
    private final LentFrames lent = new LentFrames(pool);
    private final DropCounters drops = new DropCounters();
    private final List<Throwable> incidents = new ArrayList<>();

    private void receive(IntConsumer first) {
        FrameReceiver failing =
                new FrameReceiver() {
                    @Override
                    public void receive(int at, int length) {
                        first.accept(at);
                        throw new IllegalStateException("receive");
                    }

                    @Override
                    public void coming(int at, int length) {
                        throw new IllegalStateException("coming");
                    }

                    @Override
                    public void batchEnd() {
                        throw new AssertionError("end");
                    }
                };
        FrameReceiver guarded = new GuardedReceiver(failing, pool, lent, drops, incidents::add);
        int at = pool.allocate() + 14;
        guarded.coming(at, 60);
        guarded.receive(at, 60);
        guarded.batchEnd();
        assertThat(incidents)
                .extracting(Throwable::getMessage)
                .containsExactly("coming", "receive", "end");
    }

    @Test
    void theFrameAtHandIsReleasedAndCounted() {
        receive(_ -> {});
        assertThat(pool.available()).isEqualTo(pool.capacity());
        assertThat(drops.value(DropReason.ROUTER_INCIDENT)).isEqualTo(1);
    }

    @Test
    void aFrameThatWasReleasedBeforeIsLeftAlone() {
        pool.allocate();
        receive(pool::release);
        assertThat(pool.available()).isEqualTo(pool.capacity() - 1);
        assertThat(drops.total()).isZero();
    }

    @Test
    void aFrameThatWasSentBeforeIsLeftAlone() {
        receive(at -> lent.lend(at, 1));
        assertThat(pool.available()).isEqualTo(pool.capacity() - 1);
        assertThat(drops.total()).isZero();
    }
}
