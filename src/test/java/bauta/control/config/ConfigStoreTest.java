package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStoreTest {
    private static final Path DATA = Path.of("/data");
    private static final Path ROOT = DATA.resolve("config");
    private static final InstantSource WALL =
            InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"));

    private final MemoryDisk disk = new MemoryDisk();

    static String json(int mtu) {
        return """
        {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
         "uplinks": [{"user": "u", "password": "hunter%d", "mtu": %d}]}
        """
                .formatted(mtu, mtu);
    }

    static Written written(int mtu) {
        byte[] json = json(mtu).getBytes(StandardCharsets.UTF_8);
        return ((Candidate.Usable) Candidate.read(json, Board.UNKNOWN, Optional.empty())).written();
    }

    private static ConfigStore open(Disk disk) throws IOException {
        return ConfigStore.open(disk, DATA, Board.UNKNOWN, WALL);
    }

    private static Revision keep(ConfigStore store, int mtu) throws IOException {
        return store.keep(
                store.stage(
                        new ConfigStore.Draft(
                                written(mtu), "me", store.currentNumber(), Optional.empty())));
    }

    /** Returns the MTU that tells the configurations apart; 0 when none is kept. */
    private static int mtu(ConfigStore store) {
        return store.current().map(r -> mtu(r.config())).orElse(0);
    }

    private static int mtu(Config config) {
        PppoeUplink uplink = (PppoeUplink) config.uplinks().getFirst();
        assertThat(uplink.password().reveal()).isEqualTo("hunter" + uplink.mtuBytes());
        return uplink.mtuBytes();
    }

    @Test
    void anEmptyDiskHoldsNothing() throws IOException {
        ConfigStore store = open(disk);
        assertThat(store.current()).isEmpty();
        assertThat(store.history()).isEmpty();
        assertThat(store.troubles()).isEmpty();
        assertThat(store.start()).isInstanceOf(Reading.Refused.class);
        Board board = new Board(Map.of("wan", "eth0", "lan1", "eth1"));
        ConfigStore onBoard = ConfigStore.open(new MemoryDisk(), DATA, board, WALL);
        assertThat(((Reading.Accepted) onBoard.start()).config().uplinks()).isEmpty();
    }

    @Test
    void whatIsKeptIsThereAfterARestart() throws IOException {
        keep(open(disk), 1400);
        ConfigStore store = open(disk);
        keep(store, 1410);
        for (ConfigStore each : List.of(store, open(disk))) {
            Revision now = each.current().orElseThrow();
            assertThat(now.number()).isEqualTo(2);
            assertThat(now.kept()).isEqualTo(WALL.instant());
            assertThat(now.author()).isEqualTo("me");
            assertThat(mtu(now.config())).isEqualTo(1410);
            assertThat(now.json()).contains("\"***\"").doesNotContain("hunter");
            assertThat(each.history().stream().map(r -> mtu(r.config())))
                    .containsExactly(1410, 1400);
            assertThat(mtu(each.beforeCurrent().orElseThrow().revision().config())).isEqualTo(1400);
        }
    }

    @Test
    void secretsLieInAFileOfTheirOwn() throws IOException {
        keep(open(disk), 1400);
        disk.now()
                .forEach((path, content) ->
                        assertThat(new String(content, StandardCharsets.UTF_8).contains("hunter"))
                                .as(path.toString())
                                .isEqualTo(path.endsWith("secrets.json")));
    }

    @Test
    void twentyAreKept() throws IOException {
        ConfigStore store = open(disk);
        for (int i = 0; i < 25; i++) {
            keep(store, 1400 + i);
        }
        for (ConfigStore each : List.of(store, open(disk))) {
            assertThat(each.history()).hasSize(20);
            assertThat(each.history().getFirst().number()).isEqualTo(25);
            assertThat(each.history().getLast().number()).isEqualTo(6);
        }
        assertThat(disk.names(ROOT)).hasSize(21).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void whatIsStagedDoesNotCount() throws IOException {
        ConfigStore store = open(disk);
        keep(store, 1400);
        store.stage(new ConfigStore.Draft(written(1410), "me", 1, Optional.empty()));
        ConfigStore again = open(disk);
        assertThat(mtu(again)).isEqualTo(1400);
        assertThat(again.troubles()).isEmpty();
        assertThat(disk.names(ROOT)).containsExactly("000001", "current");
    }

    @Test
    void aPowerCutAtAnyStepAndByteKeepsTheOldOrTheNew() throws IOException {
        for (int before : new int[] {0, 2, 20}) {
            MemoryDisk whole = new MemoryDisk();
            ConfigStore filled = open(whole);
            for (int i = 0; i < before; i++) {
                keep(filled, 1000 + i);
            }
            int old = before == 0 ? 0 : 999 + before;
            int acknowledged = 0;
            int cuts = 0;
            int stride = before == 20 ? 37 : 1;
            for (int steps = 0; acknowledged == 0; steps += stride) {
                MemoryDisk cut = new MemoryDisk(whole.now());
                acknowledged = keptBeforeTheCut(cut, steps) ? 1 : 0;
                cuts++;
                for (Map<Path, byte[]> state : cut.possible()) {
                    ConfigStore after = open(new MemoryDisk(state));
                    assertThat(after.troubles()).as("%d steps", steps).isEmpty();
                    assertThat(mtu(after)).isIn(old, 1500);
                    if (acknowledged == 1) {
                        assertThat(mtu(after)).isEqualTo(1500);
                    }
                    keep(after, 1450);
                    assertThat(mtu(after)).isEqualTo(1450);
                }
            }
            assertThat(cuts).isGreaterThan(before == 20 ? 10 : 500);
        }
    }

    private static boolean keptBeforeTheCut(MemoryDisk disk, int steps) throws IOException {
        try {
            disk.cutAfter(steps);
            keep(open(disk), 1500);
            return true;
        } catch (MemoryDisk.PowerCut _) {
            return false;
        }
    }

    @Test
    void aFullDiskChangesNothing() throws IOException {
        ConfigStore store = open(disk);
        keep(store, 1400);
        int refused = 0;
        for (int room = 0; ; room++) {
            disk.room(room);
            try {
                keep(store, 1500);
                break;
            } catch (IOException e) {
                refused++;
                assertThat(e).hasMessageContaining("No space");
                assertThat(mtu(store)).isEqualTo(1400);
                assertThat(mtu(open(new MemoryDisk(disk.now())))).isEqualTo(1400);
                assertThat(disk.names(ROOT)).noneMatch(name -> name.startsWith(".new"));
            }
        }
        assertThat(refused).isGreaterThan(500);
        assertThat(mtu(open(disk))).isEqualTo(1500);
        assertThat(store.history()).hasSize(2);
    }

    @Test
    void aRevisionCutAtAnyByteIsPassedOverOrWhole() throws IOException {
        ConfigStore store = open(disk);
        keep(store, 1400);
        keep(store, 1410);
        List<Path> files = disk.now().keySet().stream().filter(p -> isFileOf(p, "000002")).toList();
        assertThat(files).hasSize(3);
        int passedOver = 0;
        for (Path file : files) {
            byte[] content = disk.read(file);
            for (int length = 0; length < content.length; length++) {
                ConfigStore after = with(file, Arrays.copyOf(content, length));
                passedOver += assertOldOrNew(after) ? 1 : 0;
                byte[] flipped = content.clone();
                flipped[length] ^= 1;
                passedOver += assertOldOrNew(with(file, flipped)) ? 1 : 0;
            }
        }
        assertThat(passedOver).isGreaterThan(900);
    }

    private static boolean isFileOf(Path path, String folder) {
        return path.startsWith(ROOT.resolve(folder)) && !path.endsWith(folder);
    }

    private ConfigStore with(Path file, byte[] content) throws IOException {
        TreeMap<Path, byte[]> damaged = new TreeMap<>(disk.now());
        damaged.put(file, content);
        return open(new MemoryDisk(damaged));
    }

    private static boolean assertOldOrNew(ConfigStore after) throws IOException {
        boolean old = mtu(after) == 1400;
        if (old) {
            assertThat(after.troubles())
                    .extracting(Message::id)
                    .containsExactly("store.damaged", "store.fell-back");
            assertThat(keep(after, 1420).number()).isEqualTo(3);
        } else {
            assertThat(mtu(after)).isEqualTo(1410);
        }
        return old;
    }

    @Test
    void aDamagedNumberOfTheCurrentOneMeansTheNewest() throws IOException {
        ConfigStore store = open(disk);
        keep(store, 1400);
        keep(store, 1410);
        for (String damaged : List.of("", "0", "00000", "000002", "xyz\n", "000001000002")) {
            ConfigStore after =
                    with(ROOT.resolve("current"), damaged.getBytes(StandardCharsets.UTF_8));
            assertThat(mtu(after)).as(damaged).isEqualTo(1410);
            assertThat(after.troubles())
                    .extracting(Message::id)
                    .containsExactly("store.damaged-current");
        }
    }

    @Test
    void withNothingWholeLeftTheBoxStartsAsNew() throws IOException {
        keep(open(disk), 1400);
        ConfigStore after = with(ROOT.resolve("000001").resolve("about.json"), new byte[0]);
        assertThat(after.current()).isEmpty();
        assertThat(after.troubles())
                .extracting(Message::id)
                .containsExactly("store.damaged", "store.nothing-whole");
    }

    @Test
    void aFileIsTakenOverOnceAndAgainWhenItChanges(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bauta.json"), json(1400));
        ConfigStore store = ConfigStore.open(folder, Board.UNKNOWN);
        assertThat(store.takeOver(file)).isInstanceOf(Reading.Accepted.class);
        assertThat(store.takeOver(file)).isInstanceOf(Reading.Accepted.class);
        assertThat(store.history()).hasSize(1);
        assertThat(store.current().orElseThrow().author()).isEqualTo("file");
        keep(store, 1410);
        ConfigStore again = ConfigStore.open(folder, Board.UNKNOWN);
        assertThat(mtu(((Reading.Accepted) again.takeOver(file)).config())).isEqualTo(1410);
        Files.writeString(file, json(1420).replace("hunter1420", "***"));
        assertThat(again.takeOver(file)).isInstanceOf(Reading.Accepted.class);
        PppoeUplink uplink =
                (PppoeUplink) again.current().orElseThrow().config().uplinks().getFirst();
        assertThat(uplink.mtuBytes()).isEqualTo(1420);
        assertThat(uplink.password().reveal()).isEqualTo("hunter1410");
        Files.writeString(file, "{");
        assertThat(again.takeOver(file)).isInstanceOf(Reading.Refused.class);
        assertThat(again.history()).hasSize(3);
        assertThat(again.takeOver(folder.resolve("none"))).isInstanceOf(Reading.Refused.class);
    }

    @Test
    void aFullDiskIsNoReasonNotToStart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bauta.json"), json(1400));
        ConfigStore store = open(disk);
        disk.room(10);
        assertThatThrownBy(() -> store.takeOver(file)).isInstanceOf(IOException.class);
        disk.room(Long.MAX_VALUE);
        assertThat(store.takeOver(file)).isInstanceOf(Reading.Accepted.class);
        Files.writeString(file, json(1410));
        disk.room(10);
        assertThat(mtu(((Reading.Accepted) store.takeOver(file)).config())).isEqualTo(1400);
        disk.room(Long.MAX_VALUE);
        assertThat(mtu(((Reading.Accepted) store.takeOver(file)).config())).isEqualTo(1410);
    }

    @Test
    void onlyOurOwnUserCanReadIt(@TempDir Path folder) throws IOException {
        ConfigStore store = ConfigStore.open(folder, Board.UNKNOWN);
        keep(store, 1400);
        assertThat(mtu(ConfigStore.open(folder, Board.UNKNOWN))).isEqualTo(1400);
        try (Stream<Path> paths = Files.walk(folder.resolve("config"))) {
            assertThat(paths)
                    .hasSize(6)
                    .allSatisfy(path ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(path)))
                                    .matches("rw[x-]------"));
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config"), "");
        assertThatThrownBy(() -> ConfigStore.open(folder, Board.UNKNOWN))
                .isInstanceOf(IOException.class);
    }
}
