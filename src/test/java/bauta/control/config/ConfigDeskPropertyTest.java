package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seeded lives of a desk: changes, confirmations, faults of router and disk, power cuts. */
class ConfigDeskPropertyTest {
    private static final Path DATA = Path.of("/data");
    private static final int LIVES = 150;
    private static final int STEPS = 40;

    /** A router that refuses and falls ill by chance, and remembers what is in force. */
    private static final class ChanceRouter implements RunningConfig {
        private final Random random;
        private int inForce;
        private boolean sick;
        private boolean kind;

        ChanceRouter(Random random, int inForce) {
            this.random = random;
            this.inForce = inForce;
        }

        @Override
        public void apply(Config from, Config to) throws ConfigNotApplied {
            if (!kind && random.nextInt(8) == 0) {
                inForce = 0;
                throw new ConfigNotApplied("by chance");
            }
            inForce = mtu(to);
            sick = random.nextInt(4) == 0;
        }

        @Override
        public Health health() {
            boolean well = kind || !sick && random.nextInt(20) > 0;
            return new Health(Health.Sign.WELL, Health.Sign.of(well), Health.Sign.WELL);
        }
    }

    private static int mtu(Config config) {
        return ((PppoeUplink) config.uplinks().getFirst()).mtuBytes();
    }

    private static ConfigStore open(MemoryDisk disk) throws IOException {
        return ConfigStore.open(disk, DATA, Board.UNKNOWN, InstantSource.system());
    }

    private static MemoryDisk filled() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        ConfigStore store = open(disk);
        Written first = ConfigStoreTest.written(1000);
        store.keep(store.stage(new ConfigStore.Draft(first, "me", 0, Optional.empty())));
        return disk;
    }

    @Test
    void whatIsInForceIsWhatIsKeptWheneverNothingGoesOn() throws IOException {
        long seed = Long.getLong("bauta.seed", System.nanoTime());
        System.out.println("ConfigDeskPropertyTest: -Dbauta.seed=" + seed);
        Random random = new Random(seed);
        Set<String> ends = new HashSet<>();
        for (int life = 0; life < LIVES; life++) {
            new Life(random, filled()).live(ends);
        }
        assertThat(ends)
                .contains(
                        "change.kept-it",
                        "change.undone-by-person",
                        "change.undone-by-time",
                        "change.undone-by-health",
                        "change.not-applied",
                        "change.not-stored");
    }

    /** One boot of one box. */
    private static final class Life {
        private final Random random;
        private final MemoryDisk disk;
        private final ManualTimers timers = new ManualTimers();
        private final ConfigStore store;
        private final ChanceRouter router;
        private final ConfigDesk desk;

        Life(Random random, MemoryDisk disk) throws IOException {
            this.random = random;
            this.disk = disk;
            store = open(disk);
            router = new ChanceRouter(random, kept(store));
            desk = ConfigDesk.open(store, router, timers, Runnable::run);
        }

        private static int kept(ConfigStore store) {
            return mtu(store.current().orElseThrow().config());
        }

        void live(Set<String> ends) throws IOException {
            for (int step = 0; step < STEPS; step++) {
                int before = kept(store);
                CompletableFuture<ChangeOutcome> asked = act();
                desk.status().last().ifPresent(end -> ends.add(end.id()));
                assertAPowerCutComesBackWith(before, kept(store), asked);
                if (desk.status().stage() == ChangeStatus.Stage.IDLE) {
                    assertThat(mtu(desk.config())).isEqualTo(kept(store));
                    boolean given =
                            desk.status()
                                    .last()
                                    .filter(m -> m.id().equals("change.not-undone"))
                                    .isPresent();
                    if (given) {
                        return;
                    }
                    assertThat(router.inForce).isEqualTo(kept(store));
                }
            }
            router.kind = true;
            disk.room(Long.MAX_VALUE);
            timers.advance(Duration.ofHours(1).toNanos());
            assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.IDLE);
            assertThat(timers.waiting()).isZero();
        }

        private CompletableFuture<ChangeOutcome> act() {
            disk.room(random.nextInt(5) == 0 ? random.nextInt(2_000) : Long.MAX_VALUE);
            return switch (random.nextInt(6)) {
                case 0, 1 -> {
                    Confirmation how =
                            random.nextBoolean()
                                    ? Confirmation.keep()
                                    : Confirmation.within(Duration.ofSeconds(60));
                    String json = ConfigStoreTest.json(1000 + random.nextInt(400));
                    yield desk.begin(json, "me", how, OptionalInt.empty());
                }
                case 2 -> desk.beginUndo("me");
                case 3 -> desk.beginConfirm();
                default -> {
                    timers.advance(Duration.ofMillis(random.nextInt(30_000)).toNanos());
                    yield new CompletableFuture<>();
                }
            };
        }

        /** What is acknowledged is never lost; what is not is there whole or not at all. */
        private void assertAPowerCutComesBackWith(
                int before, int now, CompletableFuture<ChangeOutcome> asked) throws IOException {
            boolean acknowledged = asked.isDone() && asked.join() instanceof ChangeOutcome.Kept;
            for (Map<Path, byte[]> state : disk.possible()) {
                int after = kept(open(new MemoryDisk(state)));
                assertThat(after).isIn(acknowledged ? List.of(now) : List.of(before, now));
            }
        }
    }

    @Test
    void ofManyAtOnceOneWins() throws Exception {
        MemoryDisk disk = filled();
        ChanceRouter router = new ChanceRouter(new Random(1), 1000);
        router.kind = true;
        ConfigDesk desk = ConfigDesk.open(open(disk), router, new ManualTimers(), Runnable::run);
        CountDownLatch start = new CountDownLatch(1);
        ConcurrentLinkedQueue<ChangeOutcome> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> threads =
                IntStream.range(0, 16)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            await(start);
                                            outcomes.add(
                                                    desk.apply(
                                                            ConfigStoreTest.json(1100 + i),
                                                            "t" + i,
                                                            Confirmation.within(
                                                                    Duration.ofMinutes(1))));
                                        }))
                        .toList();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outcomes).hasSize(16);
        assertThat(outcomes).filteredOn(ChangeOutcome.OnTrial.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(ChangeOutcome.Busy.class::isInstance).hasSize(15);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
