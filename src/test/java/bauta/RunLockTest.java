package bauta;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir Path run;

    @Test
    void keepsASecondRouterOutUntilTheFirstIsGone() throws IOException {
        try (RunLock _ = RunLock.take(run)) {
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already runs with " + run);
        }
        assertThatCode(() -> RunLock.take(run).close()).doesNotThrowAnyException();
    }
}
