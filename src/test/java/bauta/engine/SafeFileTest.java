package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFileTest {
    @TempDir Path directory;

    @Test
    void makesAndReplacesAndLeavesNothingBeside() throws IOException {
        Path file = directory.resolve("state");
        Files.writeString(directory.resolve("state.new"), "left behind by a power cut, and longer");
        for (String content : new String[] {"a long first content", "short", ""}) {
            SafeFile.replace(file, content.getBytes(StandardCharsets.UTF_8));
            assertThat(file).hasContent(content);
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void theOldFileStaysWhenTheNewOneCannotBeWritten() throws IOException {
        Path file = directory.resolve("state");
        Files.writeString(file, "old");
        Files.createDirectory(directory.resolve("state.new"));
        assertThatThrownBy(() -> SafeFile.replace(file, new byte[1]))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }
}
