package bauta.control.admin;

import bauta.control.admin.EventHub.Event;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to one client for as long as it listens: server-sent events of the HTML standard.
 * Stands behind {@link AdminHandler}, which takes no more requests then. A client that does not
 * read in time is dropped; it may come back with the last id it has seen.
 */
final class EventStreamHandler extends ChannelInboundHandlerAdapter implements Consumer<Event> {
    static final int HEARTBEAT_SECONDS = 15;

    /** Events that may wait for a slow client; all that is remembered fits at once. */
    static final int MOST_WAITING = EventHub.REMEMBERED + 64;

    private static final String HEARTBEAT = ": ping\n\n";

    private final EventStreams streams;
    private final List<Event> first;
    private final Optional<String> lastSeen;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> heartbeat;
    private @Nullable ChannelFuture lastBeat;

    EventStreamHandler(EventStreams streams, List<Event> first, Optional<String> lastSeen) {
        this.streams = streams;
        this.first = List.copyOf(first);
        this.lastSeen = lastSeen;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (!streams.hub().listen(lastSeen, this)) { // before the greeting: nothing falls between
            added.close();
            return;
        }
        write(added, "retry: 2000\n\n");
        first.forEach(event -> write(added, text(event)));
        added.flush();
        heartbeat =
                added.executor()
                        .scheduleAtFixedRate(
                                () -> beat(added),
                                HEARTBEAT_SECONDS,
                                HEARTBEAT_SECONDS,
                                TimeUnit.SECONDS);
    }

    private void beat(ChannelHandlerContext here) {
        if (lastBeat != null && !lastBeat.isDone()) {
            tooSlow(here);
            return;
        }
        lastBeat = write(here, HEARTBEAT);
        here.flush();
    }

    private void tooSlow(ChannelHandlerContext here) {
        streams.slow().incrementAndGet();
        here.close();
    }

    /** An event happened. Any thread. */
    @Override
    public void accept(Event event) {
        ChannelHandlerContext here = context;
        if (here == null) {
            return;
        }
        int queued = waiting.incrementAndGet();
        if (queued == MOST_WAITING) {
            here.executor().execute(() -> tooSlow(here));
        } else if (queued < MOST_WAITING) {
            here.executor().execute(() -> send(here, event));
        }
    }

    private void send(ChannelHandlerContext here, Event event) {
        write(here, text(event)).addListener(_ -> waiting.decrementAndGet());
        here.flush();
    }

    private static String text(Event event) {
        String id = event.id().isEmpty() ? "" : "id: " + event.id() + "\n";
        return id + "event: " + event.type() + "\ndata: " + event.json() + "\n\n";
    }

    private static ChannelFuture write(ChannelHandlerContext here, String text) {
        return here.write(
                new DefaultHttpContent(
                        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** What a client sends after it asked for events is of no interest. */
    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            here.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        leave();
        here.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext here) {
        leave();
    }

    private void leave() {
        streams.hub().leave(this);
        if (heartbeat != null) {
            heartbeat.cancel(false);
            heartbeat = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        here.close();
    }
}
