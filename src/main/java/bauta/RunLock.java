package bauta;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second router out of a run folder. The kernel lets go of it when the process dies. */
final class RunLock implements AutoCloseable {
    private static final String FILE = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a folder for this process.
     *
     * @param run the folder; must exist
     * @throws IOException when another process has it, or the file cannot be made
     */
    static RunLock take(Path run) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        run.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException(
                    "a router already runs with "
                            + run
                            + "; a second one needs a --run and a --data folder of its own");
        }
        return new RunLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
