package bauta.control.admin;

import java.util.ArrayDeque;
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

    /** Characters that are remembered, of the documents together. */
    static final int MOST_CHARACTERS = 256 * 1024;

    /** Each event of it tells the whole state: the latest one is enough for who was away. */
    private static final String WHOLE = "lease";

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
        remember(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    private void remember(Event event) {
        if (event.type().equals(WHOLE)) {
            memory.removeIf(old -> old.type().equals(WHOLE));
        }
        memory.addLast(event);
        long characters = memory.stream().mapToLong(one -> one.json().length()).sum();
        while (memory.size() > REMEMBERED || memory.size() > 1 && characters > MOST_CHARACTERS) {
            characters -= memory.removeFirst().json().length();
        }
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
        long seen = number(id);
        return memory.stream().filter(event -> number(event.id()) > seen).toList();
    }

    /** Returns an event's number in this run; 0, before the first one, for what is of no event. */
    private long number(String id) {
        String digits = id.startsWith(run + "-") ? id.substring(run.length() + 1) : "";
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
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
