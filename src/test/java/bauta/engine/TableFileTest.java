package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    private static final String BOOT = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
    private static final List<TableFile.Section> SECTIONS =
            List.of(
                    new TableFile.Section("flows", 100, 192),
                    new TableFile.Section("buckets", 256, 4));

    private Path file = Path.of("");

    @BeforeEach
    void place(@TempDir Path folder) {
        file = folder.resolve("tables");
    }

    @Test
    void isFullOfZerosAndKeepsWhatIsWritten() throws IOException {
        try (TableFile tables = TableFile.create(file, BOOT, SECTIONS)) {
            ByteBuffer flows = tables.section("flows");
            assertThat(flows.capacity()).isEqualTo(19_200);
            for (int i = 0; i < flows.capacity(); i++) {
                assertThat(flows.get(i)).isZero();
            }
            flows.putLong(19_192, -1);
            assertThat(tables.section("buckets").getLong(0)).as("sections are apart").isZero();
        }
        assertThat(Files.size(file)).isEqualTo(4096 + 20_480 + 4096);
    }

    @Test
    void isValidOnlyForTheSameBootLayoutAndLength() throws IOException {
        assertThat(TableFile.valid(file, BOOT, SECTIONS)).as("no file").isFalse();
        TableFile tables = TableFile.create(file, BOOT, SECTIONS);
        assertThat(TableFile.valid(file, BOOT, SECTIONS)).isTrue();
        assertThat(TableFile.valid(file, "another boot", SECTIONS)).isFalse();
        assertThat(TableFile.valid(file, BOOT, SECTIONS.subList(0, 1))).isFalse();
        assertThat(
                        TableFile.valid(
                                file,
                                BOOT,
                                List.of(new TableFile.Section("flows", 99, 192), SECTIONS.get(1))))
                .isFalse();
        tables.close();
        assertThat(TableFile.valid(file, BOOT, SECTIONS)).as("closed in order").isFalse();
    }

    @Test
    void aDamagedOrShortFileIsNotValid() throws IOException {
        try (TableFile tables = TableFile.create(file, BOOT, SECTIONS)) {
            assertThat(tables.section("flows").capacity()).isPositive();
            byte[] whole = Files.readAllBytes(file);
            for (int index : new int[] {0, 8, 16, 64, 88, 92}) {
                byte[] damaged = whole.clone();
                damaged[index] ^= 1;
                assertThat(validCopy(damaged)).as("byte %d", index).isFalse();
            }
            assertThat(validCopy(whole)).isTrue();
            assertThat(validCopy(Arrays.copyOf(whole, whole.length - 1))).isFalse();
            assertThat(validCopy(new byte[0])).isFalse();
        }
    }

    private boolean validCopy(byte[] bytes) throws IOException {
        Path copy = file.resolveSibling("copy");
        Files.write(copy, bytes);
        return TableFile.valid(copy, BOOT, SECTIONS);
    }

    @Test
    void anOldFileIsReplaced() throws IOException {
        try (TableFile tables = TableFile.create(file, BOOT, SECTIONS)) {
            tables.section("flows").putInt(0, 7);
        }
        try (TableFile tables = TableFile.create(file, "next boot", SECTIONS)) {
            assertThat(tables.section("flows").getInt(0)).isZero();
            assertThat(TableFile.valid(file, "next boot", SECTIONS)).isTrue();
        }
    }

    @Test
    void anUnknownSectionIsAMistakeOfOurs() {
        try (TableFile tables = TableFile.inMemory(SECTIONS)) {
            assertThat(tables.section("buckets").capacity()).isEqualTo(1024);
            assertThatThrownBy(() -> tables.section("none"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
