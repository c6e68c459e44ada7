package bauta.service.mapping;

import bauta.nat.ExplicitMapping;
import bauta.nat.ExplicitMappings.Answer;
import bauta.nat.ExplicitMappings.Listener;
import bauta.nat.ExplicitMappings.Refusal;
import bauta.wire.Ipv4Address;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A translation without packets: one external address, and ports that a test has taken. */
public final class MemoryGate implements MappingGate {
    /** The external address. */
    public static final Ipv4Address EXTERNAL = Ipv4Address.parse("203.0.113.5");

    final Map<Integer, ExplicitMapping> open = new HashMap<>();

    private final Map<Integer, Integer> ports = new HashMap<>();

    /** Ports that somebody else has. */
    final Set<Integer> taken = new HashSet<>();

    /** What the last close did with connections. */
    boolean cut;

    boolean up = true;

    /** Whether answers come only when they are let out. */
    boolean slow;

    Runnable waiting = () -> {};

    /** Who hears of what happens. */
    public @Nullable Listener listener;

    @Override
    public void connect(Executor loop, Listener now) {
        listener = now;
        loop.execute(() -> now.follows(EXTERNAL));
    }

    @Override
    public void disconnect() {
        listener = null;
    }

    @Override
    public void open(ExplicitMapping wish, Consumer<Answer> then) {
        Runnable task = () -> then.accept(answer(wish));
        if (slow) {
            waiting = task;
        } else {
            task.run();
        }
    }

    private Answer answer(ExplicitMapping wish) {
        if (!up) {
            if (wish.patient()) {
                open.put(wish.id(), wish);
                return new Answer.Waiting();
            }
            return new Answer.Refused(Refusal.NO_UPLINK);
        }
        ExplicitMapping before = open.get(wish.id());
        if (before != null) {
            open.put(wish.id(), wish);
            return new Answer.Open(EXTERNAL, ports.getOrDefault(wish.id(), 0));
        }
        int port = wish.claim().wanted();
        while (isTaken(wish, port) || !wish.claim().allowed().contains(port)) {
            if (wish.claim().exactly()) {
                return new Answer.Refused(Refusal.PORT_TAKEN);
            }
            port = port < 1024 ? 1024 + port : port + 1;
        }
        open.put(wish.id(), wish);
        ports.put(wish.id(), port);
        return new Answer.Open(EXTERNAL, port);
    }

    private boolean isTaken(ExplicitMapping wish, int port) {
        return taken.contains(port)
                || open.values().stream()
                        .filter(other -> other.protocol() == wish.protocol())
                        .anyMatch(other -> ports.getOrDefault(other.id(), 0) == port);
    }

    @Override
    public void close(int id, boolean nowToo) {
        open.remove(id);
        cut = nowToo;
    }
}
