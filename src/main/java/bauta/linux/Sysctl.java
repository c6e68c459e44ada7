package bauta.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Kernel settings under {@code /proc/sys}, of the network namespace of the calling thread. */
public final class Sysctl {
    private static final Path ROOT = Path.of("/proc/sys");

    private Sysctl() {}

    /**
     * Reads a setting.
     *
     * @param name path below {@code /proc/sys}, such as {@code net/ipv4/ip_forward}
     * @return its value, or nothing when the kernel has no such setting
     */
    public static Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(ROOT.resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a setting.
     *
     * @param name path below {@code /proc/sys}
     * @param value what to write
     * @return whether the kernel took it
     */
    public static boolean write(String name, String value) {
        try {
            Files.writeString(ROOT.resolve(name), value);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
