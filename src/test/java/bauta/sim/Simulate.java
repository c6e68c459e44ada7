package bauta.sim;

import bauta.engine.DropReason;
import bauta.flow.FlowTransition;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many seeds on all processors and says how fast, what they reached, and what they found.
 * Arguments: how many seeds, and the first one; {@code tell} and a seed tells its story.
 */
public final class Simulate {
    private static final int TOLD = 4_000;
    private static final int MOST_FAILURES = 5;

    private final AtomicLong next;
    private final long end;
    private final Set<DropReason> reasons = EnumSet.noneOf(DropReason.class);
    private final Set<FlowTransition> steps = new HashSet<>();
    private long events;
    private long calls;
    private long asked;
    private long done;
    private int failures;

    private Simulate(long first, long count) {
        this.next = new AtomicLong(first);
        this.end = first + count;
    }

    /**
     * Runs them; ends with 1 when a rule was broken or something was never reached.
     *
     * @param args seeds and first seed, or {@code tell} and a seed
     */
    public static void main(String[] args) throws InterruptedException {
        System.setProperty("tinylog.level", "warn");
        if (args.length > 1 && args[0].equals("tell")) {
            System.out.println(Simulation.tell(Long.parseLong(args[1]), TOLD));
            return;
        }
        long count = args.length > 0 ? Long.parseLong(args[0]) : 10_000;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
        System.exit(new Simulate(first, count).run() ? 0 : 1);
    }

    private boolean run() throws InterruptedException {
        long start = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(this::work);
        }
        pool.shutdown();
        while (!pool.awaitTermination(20, TimeUnit.SECONDS)) {
            progress(start);
        }
        progress(start);
        return report();
    }

    private synchronized void progress(long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d seeds, %d failed, %.1f seeds/s, %.0f events/s%n",
                done, failures, done / seconds, events / seconds);
    }

    private void work() {
        long seed = next.getAndIncrement();
        while (seed < end && failures() < MOST_FAILURES) {
            try {
                add(Simulation.of(seed));
            } catch (RuntimeException | AssertionError e) {
                failed(seed, e);
            }
            seed = next.getAndIncrement();
        }
    }

    private synchronized int failures() {
        return failures;
    }

    private synchronized void add(Simulation.Result result) {
        done++;
        events += result.events();
        calls += result.calls();
        asked += result.asked();
        reasons.addAll(result.reasons());
        steps.addAll(result.steps());
    }

    private synchronized void failed(long seed, Throwable why) {
        done++;
        failures++;
        System.out.println("seed " + seed + " failed: " + why);
    }

    private synchronized boolean report() {
        System.out.println(calls + " connections delivered every byte");
        System.out.println(asked + " packets had the fate that was foretold");
        System.out.println("drop reasons reached: " + reasons);
        System.out.println("steps reached: " + steps.size());
        Coverage coverage = new Coverage(reasons, steps);
        coverage.missing().forEach(line -> System.out.println("never reached: " + line));
        System.out.println(failures == 0 ? "every rule was kept" : failures + " seeds failed");
        return failures == 0 && coverage.missing().isEmpty();
    }
}
