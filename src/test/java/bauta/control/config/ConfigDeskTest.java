package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Changes from the asking to the end, on a clock that the test moves. */
class ConfigDeskTest {
    private static final Path DATA = Path.of("/data");
    private static final Confirmation KEEP = Confirmation.keep();
    private static final Confirmation MINUTE = Confirmation.within(Duration.ofMinutes(1));

    private final MemoryDisk disk = new MemoryDisk();
    private final ManualTimers timers = new ManualTimers();
    private final FakeRouter router = new FakeRouter();
    private final ConfigStore store = filled();
    private final ConfigDesk desk = ConfigDesk.open(store, router, timers, Runnable::run);

    /** A router of which only the MTU of the uplink is known. */
    private static final class FakeRouter implements RunningConfig {
        private final List<Integer> applied = new ArrayList<>();
        private final Map<Integer, Health> health = new HashMap<>();
        private int refused;
        private int refusals;

        @Override
        public void apply(Config from, Config to) throws ConfigNotApplied {
            int mtu = ConfigDeskTest.mtu(to);
            applied.add(mtu);
            if (mtu == 1499) {
                throw new AssertionError("a mistake of ours");
            }
            if (mtu == refused && refusals-- > 0) {
                throw new ConfigNotApplied("port busy");
            }
        }

        @Override
        public Health health() {
            return health.getOrDefault(applied.isEmpty() ? 1400 : applied.getLast(), Health.WELL);
        }
    }

    private static ConfigStore open(MemoryDisk disk) throws IOException {
        return ConfigStore.open(disk, DATA, Board.UNKNOWN, InstantSource.system());
    }

    private ConfigStore filled() {
        try {
            ConfigStore made = open(disk);
            made.keep(
                    made.stage(
                            new ConfigStore.Draft(
                                    ConfigStoreTest.written(1400), "me", 0, Optional.empty())));
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int mtu(Config config) {
        return ((PppoeUplink) config.uplinks().getFirst()).mtuBytes();
    }

    private static String candidate(int mtu) {
        return ConfigStoreTest.json(mtu);
    }

    private CompletableFuture<ChangeOutcome> apply(int mtu, Confirmation how) {
        return desk.begin(candidate(mtu), "me", how, OptionalInt.empty());
    }

    private void seconds(int seconds) {
        timers.advance(Duration.ofSeconds(seconds).toNanos());
    }

    private void assertInForce(int mtu, int revision) {
        assertThat(mtu(desk.config())).isEqualTo(mtu);
        assertThat(desk.revision()).isEqualTo(revision);
    }

    private void assertComesBackWith(int mtu) throws IOException {
        assertThat(mtu(open(new MemoryDisk(disk.now())).current().orElseThrow().config()))
                .isEqualTo(mtu);
    }

    private void ill(int mtu) {
        router.health.put(mtu, new Health(Health.Sign.ILL, Health.Sign.WELL, Health.Sign.WELL));
    }

    @Test
    void aHealthyChangeIsKeptByItself() throws IOException {
        CompletableFuture<ChangeOutcome> outcome = apply(1410, KEEP);
        assertThat(outcome).isNotDone();
        assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.WATCHING);
        assertComesBackWith(1400);
        seconds(2);
        assertThat(outcome).isNotDone();
        seconds(1);
        assertThat(outcome.join()).isInstanceOf(ChangeOutcome.Kept.class);
        assertInForce(1410, 2);
        assertComesBackWith(1410);
        assertThat(router.applied).containsExactly(1410);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aShortDisturbanceIsBorne() {
        ill(1410);
        CompletableFuture<ChangeOutcome> outcome = apply(1410, KEEP);
        seconds(30);
        assertThat(outcome).isNotDone();
        router.health.clear();
        seconds(3);
        assertThat(outcome.join()).isInstanceOf(ChangeOutcome.Kept.class);
    }

    @Test
    void worseHealthUndoes() throws IOException {
        for (Confirmation how : List.of(KEEP, Confirmation.within(Duration.ofMinutes(10)))) {
            ill(1410);
            List<ChangeStatus.Stage> stages = new ArrayList<>();
            desk.listen(status -> stages.add(status.stage()));
            CompletableFuture<ChangeOutcome> outcome = apply(1410, how);
            seconds(50);
            assertThat(outcome).isDone();
            assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.IDLE);
            assertThat(desk.status().lastText(Locale.ENGLISH))
                    .hasValue("undone: worse than before (no uplink is up)");
            assertInForce(1400, 1);
            assertThat(router.applied.getLast()).isEqualTo(1400);
            assertThat(stages).endsWith(ChangeStatus.Stage.UNDOING, ChangeStatus.Stage.IDLE);
        }
        assertComesBackWith(1400);
    }

    @Test
    void aTrialIsUndoneWhenNobodyConfirms() throws IOException {
        ChangeOutcome outcome = apply(1410, MINUTE).join();
        assertThat(outcome).isInstanceOf(ChangeOutcome.OnTrial.class);
        assertThat(((ChangeOutcome.OnTrial) outcome).left()).isEqualTo(Duration.ofMinutes(1));
        assertThat(mtu(desk.config())).isEqualTo(1410);
        assertThat(desk.revision()).isEqualTo(1);
        seconds(59);
        assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.TRIAL);
        assertThat(desk.status().leftMillis()).hasValue(1000L);
        assertComesBackWith(1400);
    }

    @Test
    void theTrialEnds() {
        apply(1410, MINUTE);
        seconds(60);
        assertInForce(1400, 1);
        assertThat(desk.status().last().orElseThrow().id()).isEqualTo("change.undone-by-time");
        assertThat(router.applied).containsExactly(1410, 1400);
        assertThat(disk.names(DATA.resolve("config"))).containsExactly("000001", "current");
    }

    @Test
    void aTrialIsConfirmedOrUndoneByAPerson() throws IOException {
        apply(1410, MINUTE);
        assertThat(desk.confirm()).isInstanceOf(ChangeOutcome.Kept.class);
        assertInForce(1410, 2);
        assertComesBackWith(1410);
        apply(1420, MINUTE);
        ChangeOutcome undone = desk.undo("me");
        assertThat(undone.message().id()).isEqualTo("change.undone-by-person");
        assertInForce(1410, 2);
        seconds(600);
        assertInForce(1410, 2);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void undoGoesBackStepByStep() throws IOException {
        for (int mtu : new int[] {1410, 1420}) {
            apply(mtu, KEEP);
            seconds(3);
        }
        for (int mtu : new int[] {1410, 1400}) {
            CompletableFuture<ChangeOutcome> outcome = desk.beginUndo("me");
            seconds(3);
            assertThat(outcome.join()).isInstanceOf(ChangeOutcome.Kept.class);
            assertThat(mtu(desk.config())).isEqualTo(mtu);
        }
        assertThat(desk.undo("me")).isInstanceOf(ChangeOutcome.NothingThere.class);
        assertThat(desk.history()).hasSize(5);
        assertComesBackWith(1400);
    }

    @Test
    void oneChangeAtATime() {
        apply(1410, MINUTE);
        ChangeOutcome other = apply(1420, KEEP).join();
        assertThat(other.text(Locale.ENGLISH)).isEqualTo("another change by me is going on");
        assertThat(((ChangeOutcome.Busy) other).status().stage())
                .isEqualTo(ChangeStatus.Stage.TRIAL);
        assertThat(mtu(desk.config())).isEqualTo(1410);
    }

    @Test
    void aChangeForAnotherRevisionIsRefused() {
        ChangeOutcome outcome = desk.apply(candidate(1410), "me", KEEP, OptionalInt.of(7));
        assertThat(outcome).isEqualTo(new ChangeOutcome.Outdated(1));
        assertThat(desk.begin(candidate(1410), "me", MINUTE, OptionalInt.of(1)).join())
                .isInstanceOf(ChangeOutcome.OnTrial.class);
        assertThat(router.applied).containsExactly(1410);
    }

    @Test
    void changesFromManySidesLoseNothing() throws InterruptedException {
        List<Thread> sides = new ArrayList<>();
        for (String pointer : List.of("/dns/cache-size", "/uplinks/0/mtu", "/flow-table/size")) {
            sides.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                int value = "/uplinks/0/mtu".equals(pointer) ? 1410 : 5000;
                                ChangeOutcome outcome;
                                do {
                                    outcome = desk.set(pointer, "" + value, pointer, MINUTE);
                                    Thread.onSpinWait();
                                } while (outcome instanceof ChangeOutcome.Busy);
                                desk.confirm();
                            }));
        }
        for (Thread side : sides) {
            side.join();
        }
        assertThat(desk.revision()).isEqualTo(4);
        assertThat(mtu(desk.config())).isEqualTo(1410);
        assertThat(desk.config().dns().cacheSize()).isEqualTo(5000);
    }

    @Test
    void anEditOfTheDraftSeesNoSecretAndKeepsIt() {
        List<String> seen = new ArrayList<>();
        ChangeOutcome outcome =
                desk.edit(
                        tree -> {
                            seen.add(tree.at("/uplinks/0/password").asString());
                            tree.putObject("dns").put("cache-size", 7);
                        },
                        "me",
                        MINUTE);
        assertThat(outcome).isInstanceOf(ChangeOutcome.OnTrial.class);
        assertThat(seen).containsExactly("***");
        assertThat(desk.config().dns().cacheSize()).isEqualTo(7);
        assertThat(((PppoeUplink) desk.config().uplinks().getFirst()).password().reveal())
                .isNotEqualTo("***");
    }

    @Test
    void anApplyThatFailsHalfwayBringsTheOldOneBack() {
        router.refused = 1410;
        router.refusals = 1;
        ChangeOutcome outcome = apply(1410, KEEP).join();
        assertThat(outcome.text(Locale.ENGLISH))
                .isEqualTo("not applied, the old one is in force: port busy");
        assertThat(router.applied).containsExactly(1410, 1400);
        assertInForce(1400, 1);
        assertThat(disk.names(DATA.resolve("config"))).containsExactly("000001", "current");
    }

    @Test
    void aMistakeOfOursLeavesNothingGoingOn() {
        ChangeOutcome outcome = apply(1499, KEEP).join();
        assertThat(outcome).isInstanceOf(ChangeOutcome.Failed.class);
        assertInForce(1400, 1);
        assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.IDLE);
    }

    @Test
    void bringingTheOldOneBackIsTriedAgain() {
        router.refused = 1400;
        router.refusals = 2;
        apply(1410, MINUTE);
        seconds(60);
        assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.UNDOING);
        seconds(2 + 4);
        assertThat(desk.status().stage()).isEqualTo(ChangeStatus.Stage.IDLE);
        assertThat(router.applied).containsExactly(1410, 1400, 1400, 1400);
        assertInForce(1400, 1);
        router.refusals = Integer.MAX_VALUE;
        apply(1410, MINUTE);
        seconds(600);
        assertThat(desk.status().last().orElseThrow().id()).isEqualTo("change.not-undone");
    }

    @Test
    void aFullDiskIsSaidBeforeAnythingIsTouched() {
        disk.room(10);
        ChangeOutcome outcome = apply(1410, KEEP).join();
        assertThat(outcome.text(Locale.ENGLISH))
                .isEqualTo("not stored, the old one is in force: No space left on device");
        assertThat(router.applied).isEmpty();
        disk.room(Long.MAX_VALUE);
        CompletableFuture<ChangeOutcome> kept = apply(1410, MINUTE);
        assertThat(kept.join()).isInstanceOf(ChangeOutcome.OnTrial.class);
        disk.room(0);
        assertThat(desk.confirm()).isInstanceOf(ChangeOutcome.Failed.class);
        assertInForce(1400, 1);
        assertThat(router.applied).containsExactly(1410, 1400);
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsTouched() {
        ChangeOutcome outcome = desk.apply("{\"schema-version\": 2, \"mtu\": 1}", "me", KEEP);
        assertThat(((ChangeOutcome.Refused) outcome).problems())
                .extracting(Problem::pointer)
                .containsExactly("/mtu", "/ports");
        assertThat(router.applied).isEmpty();
        assertThat(desk.apply(desk.json(), "me", KEEP)).isInstanceOf(ChangeOutcome.Unchanged.class);
        assertThat(desk.confirm()).isInstanceOf(ChangeOutcome.NothingThere.class);
        assertThat(desk.undo("me")).isInstanceOf(ChangeOutcome.NothingThere.class);
    }

    @Test
    void aStopDuringATrialComesBackWithTheOldOne() throws IOException {
        apply(1410, MINUTE);
        CompletableFuture<ChangeOutcome> waiting = new CompletableFuture<>();
        desk.close();
        waiting.complete(apply(1420, KEEP).join());
        assertThat(waiting.join()).isInstanceOf(ChangeOutcome.Busy.class);
        seconds(600);
        assertThat(router.applied).containsExactly(1410);
        assertComesBackWith(1400);
    }

    @Test
    void valuesAreReadAndSetByPointer() {
        assertThat(desk.get("/uplinks/0/mtu")).hasValue("1400");
        assertThat(desk.get("/uplinks/0/password")).hasValue("\"***\"");
        assertThat(desk.get("/uplinks/0/echo/interval")).hasValue("\"4s\"");
        assertThat(desk.get("/networks/0/dhcp/lease")).hasValue("\"12h\"");
        assertThat(desk.get("/networks/0/dhcp/pool/end")).hasValue("\"192.168.87.199\"");
        assertThat(desk.get("/uplinks/0/mru")).hasValue("1400");
        assertThat(desk.get("/networks/1")).isEmpty();
        assertThat(desk.get("/colour")).isEmpty();
        assertThat(desk.get("uplinks")).isEmpty();
        assertThat(desk.get("").orElseThrow()).contains("\"cache-size\" : 10000");
        assertKept(desk.beginSet("/networks/0/dhcp/lease", "\"8h\"", "me", KEEP));
        assertThat(desk.get("/networks/0/dhcp/lease")).hasValue("\"8h\"");
        assertKept(desk.beginSet("/devices/-", device("printer"), "me", KEEP));
        assertKept(desk.beginSet("/devices/-", device("tv"), "me", KEEP));
        assertThat(desk.get("/devices/1/name")).hasValue("\"tv\"");
        assertThat(mtu(desk.config())).isEqualTo(1400);
        assertThat(desk.json()).doesNotContain("hunter");
    }

    private static String device(String name) {
        return "{\"name\": \"%s\", \"mac\": \"02:00:00:00:00:%02x\"}"
                .formatted(name, name.length());
    }

    private void assertKept(CompletableFuture<ChangeOutcome> outcome) {
        seconds(3);
        assertThat(outcome.join()).isInstanceOf(ChangeOutcome.Kept.class);
        assertThat(((PppoeUplink) desk.config().uplinks().getFirst()).password().reveal())
                .isEqualTo("hunter1400");
    }

    @Test
    void whatCannotBeSetIsSaid() {
        record Row(String pointer, String value, String problem) {}
        for (Row row :
                List.of(
                        new Row("/uplinks/0/mtu", "9", "/uplinks/0/mtu: 9 is not a whole number"),
                        new Row("/uplinks/7/mtu", "1400", "nothing can stand at /uplinks/7/mtu"),
                        new Row("/uplinks/0/mtu/x", "1", "nothing can stand at"),
                        new Row("mtu", "1", "nothing can stand at mtu"),
                        new Row("/a~2", "1", "nothing can stand at /a~2"),
                        new Row("/colour", "1", "/colour: colour is not a key"),
                        new Row("/uplinks/0/mtu", "hunter2", "not JSON"),
                        new Row("/uplinks/0/mtu", "", "the file is empty"))) {
            ChangeOutcome outcome = desk.set(row.pointer(), row.value(), "me", KEEP);
            assertThat(((ChangeOutcome.Refused) outcome).problems().toString())
                    .as(row.toString())
                    .contains(row.problem());
        }
        assertThat(desk.remove("/networks/0", "me", KEEP))
                .isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(desk.remove("/uplinks/0/user", "me", KEEP))
                .isInstanceOf(ChangeOutcome.Refused.class);
        assertThat(router.applied).isEmpty();
    }

    @Test
    void aDifferenceNamesPlacesAndHidesSecrets() {
        String next = candidate(1410).replace("\"uplinks\"", "\"fastpath\": \"off\", \"uplinks\"");
        assertThat(desk.diff(next))
                .containsExactly(
                        new Difference("/fastpath", Optional.empty(), Optional.of("\"off\"")),
                        new Difference(
                                "/uplinks/0/password",
                                Optional.of("\"***\""),
                                Optional.of("\"***\"")),
                        new Difference("/uplinks/0/mtu", Optional.of("1400"), Optional.of("1410")));
        assertThat(desk.diff("{")).isEmpty();
        assertThat(desk.diff(desk.json())).isEmpty();
    }
}
