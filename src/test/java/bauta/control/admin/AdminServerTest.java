package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Unix socket. */
class AdminServerTest {
    @TempDir Path folder;

    @Test
    void servesTheStatusOnAPrivateSocket() throws IOException {
        Path socket;
        try (AdminRig rig = AdminRig.setUp(folder)) {
            socket = rig.socket();
            assertThat(StatusClient.fetch(socket))
                    .contains("\"version\" : \"1.2\"")
                    .contains("\"uptime-millis\" : 17500")
                    .contains("\"IPV4_TRUNCATED\" : 3");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void saysSoWhenTheStatusCannotBeGathered() throws IOException {
        try (AdminRig rig = AdminRig.setUp(folder)) {
            rig.router.broken = true;
            assertThatThrownBy(() -> StatusClient.fetch(rig.socket()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("500");
        }
    }

    @Test
    void replacesTheSocketOfADeadProcess() throws IOException {
        Files.createFile(folder.resolve("control.sock"));
        try (AdminRig rig = AdminRig.setUp(folder)) {
            assertThat(StatusClient.fetch(rig.socket())).contains("1.2");
        }
    }
}
