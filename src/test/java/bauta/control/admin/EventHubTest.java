package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.admin.EventHub.Event;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventHubTest {
    private final EventHub hub = new EventHub();

    @AfterEach
    void close() {
        hub.close();
    }

    private static Event next(LinkedBlockingQueue<Event> events) throws InterruptedException {
        Event event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    @Test
    void whoComesBackGetsWhatItMissed() throws InterruptedException {
        LinkedBlockingQueue<Event> first = new LinkedBlockingQueue<>();
        assertThat(hub.listen(Optional.empty(), first::add)).isTrue();
        for (int i = 0; i < 3; i++) {
            hub.publish("uplink", Map.of("n", i));
        }
        Event seen = next(first);
        assertThat(seen.json()).isEqualTo("{\"n\":0}");
        next(first);
        next(first);
        List<String> again = new ArrayList<>();
        hub.listen(Optional.of(seen.id()), event -> again.add(event.json()));
        assertThat(again).containsExactly("{\"n\":1}", "{\"n\":2}");
        List<String> stranger = new ArrayList<>();
        hub.listen(Optional.of("other-17"), event -> stranger.add(event.json()));
        assertThat(stranger).hasSize(3);
    }

    @Test
    void theMemoryIsBounded() throws InterruptedException {
        LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        hub.listen(Optional.empty(), events::add);
        for (int i = 0; i < EventHub.REMEMBERED + 10; i++) {
            hub.publish("service", i);
            next(events);
        }
        List<Event> all = new ArrayList<>();
        hub.listen(Optional.of("unknown"), all::add);
        assertThat(all).hasSize(EventHub.REMEMBERED);
        assertThat(all.getFirst().json()).isEqualTo("10");
    }

    @Test
    void ofWholeTablesOnlyTheLatestIsRemembered() throws InterruptedException {
        LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        hub.listen(Optional.empty(), events::add);
        hub.publish("service", "a");
        hub.publish("lease", 1);
        hub.publish("service", "b");
        hub.publish("lease", 2);
        next(events);
        Event seen = next(events);
        next(events);
        next(events);
        List<String> all = new ArrayList<>();
        hub.listen(Optional.of("unknown"), event -> all.add(event.json()));
        assertThat(all).containsExactly("\"a\"", "\"b\"", "2");
        List<String> missed = new ArrayList<>();
        hub.listen(Optional.of(seen.id()), event -> missed.add(event.json()));
        assertThat(missed).as("though its own is forgotten").containsExactly("\"b\"", "2");
    }

    @Test
    void theMemoryIsBoundedInCharacters() throws InterruptedException {
        LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        hub.listen(Optional.empty(), events::add);
        String long1 = "x".repeat(EventHub.MOST_CHARACTERS / 4);
        for (int i = 0; i < 9; i++) {
            hub.publish("config", long1);
            next(events);
        }
        List<Event> all = new ArrayList<>();
        hub.listen(Optional.of("unknown"), all::add);
        assertThat(all).hasSize(3);
    }

    @Test
    void listenersAreBounded() {
        for (int i = 0; i < EventHub.MOST_LISTENERS; i++) {
            int number = i;
            assertThat(hub.listen(Optional.empty(), event -> assertThat(number).isNotNegative()))
                    .isTrue();
        }
        assertThat(hub.listen(Optional.empty(), _ -> {})).isFalse();
    }

    @Test
    void aFloodIsCountedAndNobodyWaits() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        hub.listen(
                Optional.empty(),
                _ -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        for (int i = 0; i < 2000; i++) {
            hub.publish("lease", i);
        }
        assertThat(hub.lost()).isGreaterThan(1500);
        release.countDown();
    }

    @Test
    void aClientThatDoesNotReadIsDropped() {
        EventStreams streams = new EventStreams(hub);
        EventStreamHandler stream = new EventStreamHandler(streams, List.of(), Optional.empty());
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(new NeverWrites(), stream);
        for (int i = 0; i < EventStreamHandler.MOST_WAITING; i++) {
            stream.accept(new Event("r-" + i, "lease", "{}"));
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(streams.slow().get()).isEqualTo(1);
        assertThat(hub.listeners()).isZero();
        channel.finishAndReleaseAll();
    }

    @Test
    void aHeartbeatShowsThatTheLineLives() {
        EventStreams streams = new EventStreams(hub);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new EventStreamHandler(streams, List.of(), Optional.empty()));
        channel.advanceTimeBy(EventStreamHandler.HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        StringBuilder text = new StringBuilder();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            var content = (io.netty.handler.codec.http.HttpContent) out;
            text.append(content.content().toString(java.nio.charset.StandardCharsets.UTF_8));
            content.release();
        }
        assertThat(text.toString()).isEqualTo("retry: 2000\n\n: ping\n\n");
        channel.finishAndReleaseAll();
    }

    /** A client whose window is closed. */
    private static final class NeverWrites extends io.netty.channel.ChannelOutboundHandlerAdapter {
        @Override
        public void write(
                io.netty.channel.ChannelHandlerContext context,
                Object message,
                io.netty.channel.ChannelPromise promise) {
            io.netty.util.ReferenceCountUtil.release(message);
        }
    }
}
