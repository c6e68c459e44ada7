package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.flow.FlowStatus;
import bauta.forward.ForwardStatus;
import bauta.link.LinkStatus;
import bauta.nat.NatStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
    @TempDir Path folder;

    private static StatusDocument document(Map<String, Long> drops) {
        return new StatusDocument(
                "1.2",
                17,
                List.of(),
                new LinkStatus(0, 0, List.of(), List.of()),
                new ForwardStatus(
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        new FlowStatus(0, 0, 0, 0, 0, 0),
                        new NatStatus(0, 0, 0, 0, 0)),
                Optional.empty(),
                List.of(),
                drops);
    }

    @Test
    void servesTheStatusOnAPrivateSocket() throws IOException {
        Path socket = folder.resolve("control.sock");
        StatusDocument document = document(Map.of("IPV4_TRUNCATED", 3L));
        try (AdminServer _ =
                AdminServer.open(socket, () -> CompletableFuture.completedStage(document))) {
            assertThat(StatusClient.fetch(socket))
                    .contains("\"version\" : \"1.2\"")
                    .contains("\"uptime-millis\" : 17")
                    .contains("\"IPV4_TRUNCATED\" : 3");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void saysSoWhenTheStatusCannotBeGathered() throws IOException {
        Path socket = folder.resolve("control.sock");
        try (AdminServer _ =
                AdminServer.open(
                        socket,
                        () -> CompletableFuture.failedStage(new IllegalStateException("x")))) {
            assertThatThrownBy(() -> StatusClient.fetch(socket))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("500");
        }
    }

    @Test
    void replacesTheSocketOfADeadProcess() throws IOException {
        Path socket = Files.createFile(folder.resolve("control.sock"));
        StatusDocument document = document(Map.of());
        try (AdminServer _ =
                AdminServer.open(socket, () -> CompletableFuture.completedStage(document))) {
            assertThat(StatusClient.fetch(socket)).contains("1.2");
        }
    }
}
