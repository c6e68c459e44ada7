package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The classes of Netty and its native library are of different versions. That it loads and starts
 * proves nothing: a missing symbol shows only when an error code is looked up.
 */
class NativeTransportTest {
    @TempDir private Path directory;

    @Test
    void loads() {
        Epoll.ensureAvailability();
        assertThat(Epoll.isAvailable()).isTrue();
    }

    @Test
    void looksUpEveryErrorNumber() {
        Epoll.ensureAvailability();
        assertThat(Errors.ERRNO_EAGAIN_NEGATIVE).isEqualTo(-Errno.EAGAIN);
        assertThat(Errors.ERROR_ECONNREFUSED_NEGATIVE).isNegative();
        assertThat(Errors.ERRNO_ENOENT_NEGATIVE).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void reportsANativeError() throws Exception {
        assertThatThrownBy(() -> FileDescriptor.from(directory.resolve("missing/file").toString()))
                .isInstanceOf(Errors.NativeIoException.class)
                .hasMessageContaining("No such file");
        FileDescriptor file = FileDescriptor.from(directory.resolve("file").toString());
        file.close();
        assertThatThrownBy(() -> file.write(ByteBuffer.allocateDirect(1), 0, 1))
                .isInstanceOf(ClosedChannelException.class);
    }
}
