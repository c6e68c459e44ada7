package bauta;

import bauta.control.config.Config;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.PortSpan;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Where a forward leads to: its targets, each at the first and the last port. */
final class Doors {
    /** The most targets that a trial knocks at. */
    static final int MOST_TARGETS = 8;

    private Doors() {}

    /**
     * One of them.
     *
     * @param host address inside
     * @param port of TCP; 0 for the host alone
     */
    record Door(Ipv4Address host, int port) {
        @Override
        public String toString() {
            return port == 0 ? host.toString() : host + ":" + port;
        }
    }

    /**
     * Returns the ports outside at both ends of a forward; 0 for one without ports.
     *
     * @param forward any
     */
    static List<Integer> ends(Forward forward) {
        Optional<PortSpan> ports = forward.ports();
        return ports.isEmpty()
                ? List.of(0)
                : List.copyOf(new TreeSet<>(List.of(ports.get().first(), ports.get().last())));
    }

    /**
     * Returns where a forward leads to, targets that get nothing left out.
     *
     * @param forward any
     * @param config that it is of
     * @param ported whether programs can be told by their ports; else hosts alone are named
     */
    static List<Door> of(Forward forward, Config config, boolean ported) {
        List<Door> doors = new ArrayList<>();
        forward.targets().stream()
                .filter(target -> target.weight() > 0)
                .limit(MOST_TARGETS)
                .forEach(target -> {
                    int bits = config.names().addresses(List.of(target.host())).first(0);
                    List<Integer> outside = ported ? ends(forward) : List.of(0);
                    for (int port : outside) {
                        int first = forward.ports().map(PortSpan::first).orElse(0);
                        int inside =
                                target.ports()
                                        .filter(_ -> port > 0)
                                        .map(span -> span.first() + port - first)
                                        .orElse(port);
                        doors.add(new Door(new Ipv4Address(bits), inside));
                    }
                });
        return doors.stream().distinct().toList();
    }

    /**
     * Knocks at all of them at once.
     *
     * @param doors where
     * @param knock how, blocking
     * @return what was heard, in the same order
     */
    static Map<Door, Knock.Answer> knock(List<Door> doors, Function<Door, Knock.Answer> knock) {
        Map<Door, Knock.Answer> heard = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Door, Future<Knock.Answer>> asked = new LinkedHashMap<>();
            for (Door door : doors) {
                Callable<Knock.Answer> task = () -> knock.apply(door);
                asked.put(door, threads.submit(task));
            }
            for (Map.Entry<Door, Future<Knock.Answer>> one : asked.entrySet()) {
                heard.put(one.getKey(), one.getValue().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a knock failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return heard;
    }
}
