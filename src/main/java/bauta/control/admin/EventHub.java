package bauta.control.admin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.tinylog.Logger;
import tools.jackson.core.JacksonException;

/**
 * What happens on the router, told to whoever listens, with a memory of the latest events so that a
 * listener that was away a moment misses nothing. Any thread; {@link #publish} never waits, so that
 * the router loop may call it.
 */
public final class EventHub implements AutoCloseable {
    /** Events that are remembered. */
    static final int REMEMBERED = 256;

    /** Listeners at once. */
    static final int MOST_LISTENERS = 16;

    private static final int MOST_WAITING = 256;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong lost = new AtomicLong();
    private final Deque<Event> memory = new ArrayDeque<>();
    private final Set<Consumer<Event>> listeners = new HashSet<>();
    private long last;
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("events").factory(),
                    (_, _) -> lost.incrementAndGet());

    /**
     * Something that happened.
     *
     * @param id names the run of the router and the event's number in it
     * @param type {@code uplink}, {@code service}, {@code config} or {@code lease}
     * @param json the document, on one line
     */
    record Event(String id, String type, String json) {}

    /**
     * Tells everybody.
     *
     * @param type {@code uplink}, {@code service}, {@code config} or {@code lease}
     * @param document a record or a collection of them, immutable; becomes JSON later, on another
     *     thread
     */
    public void publish(String type, Object document) {
        worker.execute(() -> tell(type, document));
    }

    private void tell(String type, Object document) {
        try {
            tell(type, ApiJson.line(document));
        } catch (JacksonException e) {
            Logger.error(e, "event could not be written type={}", type);
        }
    }

    private synchronized void tell(String type, String json) {
        last++;
        Event event = new Event(run + "-" + last, type, json);
        if (memory.size() == REMEMBERED) {
            memory.removeFirst();
        }
        memory.addLast(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    /**
     * Listens from now on.
     *
     * @param lastSeen id of the last event that the listener has seen: it gets first what came
     *     after it, or all that is remembered when that is no longer known
     * @param listener called on another thread, in order; must not wait
     * @return whether there was room for one more
     */
    synchronized boolean listen(Optional<String> lastSeen, Consumer<Event> listener) {
        if (listeners.size() >= MOST_LISTENERS) {
            return false;
        }
        lastSeen.ifPresent(id -> after(id).forEach(listener));
        listeners.add(listener);
        return true;
    }

    private List<Event> after(String id) {
        List<Event> events = new ArrayList<>(memory);
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).id().equals(id)) {
                return events.subList(i + 1, events.size());
            }
        }
        return id.equals(run + "-0") ? List.of() : events;
    }

    /** Stops telling a listener. */
    synchronized void leave(Consumer<Event> listener) {
        listeners.remove(listener);
    }

    /** Returns how many listen. */
    synchronized int listeners() {
        return listeners.size();
    }

    /** Returns events that nobody was told of, because too many came at once. */
    long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
