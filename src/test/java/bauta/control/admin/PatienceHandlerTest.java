package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time is moved by the test. */
class PatienceHandlerTest {
    private final PatienceHandler patience = new PatienceHandler();
    private final EmbeddedChannel channel = channel(patience);

    private static EmbeddedChannel channel(PatienceHandler patience) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline()
                .addLast(
                        patience,
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(
                                    io.netty.channel.ChannelHandlerContext context, Object read) {
                                ReferenceCountUtil.release(read);
                            }
                        });
        return channel;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private boolean openAfter(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        return channel.isOpen();
    }

    private void oneByte() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'G'}));
    }

    @Test
    void whoSaysNothingIsClosed() {
        assertThat(openAfter(PatienceHandler.FIRST_SECONDS - 1)).isTrue();
        assertThat(openAfter(1)).isFalse();
    }

    @Test
    void aByteNowAndThenDoesNotKeepARequestAlive() {
        int passed = 0;
        while (passed < PatienceHandler.REQUEST_SECONDS) {
            assertThat(channel.isOpen()).as("after " + passed).isTrue();
            oneByte();
            openAfter(1);
            passed++;
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatIsBeingDoneMayTakeLongAndAnAnswerHasToBeRead() {
        oneByte();
        patience.working();
        assertThat(patience.idle()).isFalse();
        assertThat(openAfter(3600)).isTrue();
        patience.answering();
        assertThat(openAfter(PatienceHandler.ANSWER_SECONDS - 1)).isTrue();
        patience.between();
        assertThat(patience.idle()).isTrue();
        assertThat(openAfter(PatienceHandler.BETWEEN_SECONDS - 1)).isTrue();
        assertThat(openAfter(1)).isFalse();
    }
}
