package bauta.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.pppoe.PppoeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSessionStoreTest {
    private static final PppoeSession SESSION =
            new PppoeSession(0x1234, 0x02_00_00_00_00_acL, 0x02_00_00_00_00_01L);

    @TempDir Path directory;
    private final List<Runnable> tasks = new ArrayList<>();

    private FileSessionStore open() throws IOException {
        return new FileSessionStore(directory.resolve("state"), tasks::add);
    }

    private void write() {
        tasks.forEach(Runnable::run);
        tasks.clear();
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    @Test
    void aNewProcessFindsWhatTheLastOneRemembered() throws IOException {
        FileSessionStore store = open();
        assertThat(store.left("internet")).isEmpty();
        store.remember("internet", new PppoeSession(1, 2, 3));
        store.remember("internet", SESSION);
        assertThat(tasks).as("nothing is written by the caller").hasSize(2);
        write();
        onlyFile();
        assertThat(store.left("internet")).as("of an earlier run").isEmpty();
        assertThat(open().left("internet")).contains(SESSION);
        assertThat(open().left("other")).isEmpty();
    }

    @Test
    void whatIsForgottenIsGone() throws IOException {
        FileSessionStore store = open();
        store.remember("internet", SESSION);
        store.forget("internet");
        store.forget("internet");
        write();
        assertThat(open().left("internet")).isEmpty();
    }

    @Test
    void aDamagedFileCountsAsAbsent() throws IOException {
        FileSessionStore store = open();
        store.remember("../odd name", SESSION);
        write();
        Path file = onlyFile();
        for (String damaged :
                List.of(
                        "",
                        "12",
                        "x y z",
                        "1 02:00 03",
                        "999999 02:00:00:00:00:01 02:00:00:00:00:02",
                        "1 2 3 4")) {
            Files.writeString(file, damaged);
            assertThat(open().left("../odd name")).as(damaged).isEmpty();
        }
    }

    @Test
    void aWriteThatWasCutShortLeavesTheOldOne() throws IOException {
        FileSessionStore store = open();
        store.remember("internet", SESSION);
        write();
        Path file = onlyFile();
        Files.writeString(file.resolveSibling(file.getFileName() + ".new"), "99 02:00");
        assertThat(open().left("internet")).contains(SESSION);
    }
}
