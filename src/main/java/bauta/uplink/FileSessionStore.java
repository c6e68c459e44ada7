package bauta.uplink;

import bauta.engine.SafeFile;
import bauta.pppoe.PppoeSession;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.tinylog.Logger;

/**
 * One small text file per uplink: session id, concentrator's MAC, our MAC. Written by an executor
 * of the caller, which must run tasks in order. A file that cannot be read counts as absent.
 */
public final class FileSessionStore implements SessionStore {
    private final Path directory;
    private final Executor writer;
    private final Map<String, Optional<PppoeSession>> left = new ConcurrentHashMap<>();

    /**
     * Opens a store; makes its directory when it is missing.
     *
     * @param directory where the files lie
     * @param writer runs the writes, in order, off the router loop
     * @throws IOException when the directory cannot be made
     */
    public FileSessionStore(Path directory, Executor writer) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.writer = writer;
    }

    /** Reads the file at the first call, which therefore belongs to the start of the process. */
    @Override
    public Optional<PppoeSession> left(String uplink) {
        return left.computeIfAbsent(uplink, this::read);
    }

    @Override
    public void remember(String uplink, PppoeSession session) {
        writer.execute(() -> attempt(uplink, () -> SafeFile.replace(file(uplink), text(session))));
    }

    @Override
    public void forget(String uplink) {
        writer.execute(() -> attempt(uplink, () -> Files.deleteIfExists(file(uplink))));
    }

    /** Names may hold anything, so a file is named by the name's bytes. */
    private Path file(String uplink) {
        byte[] name = uplink.getBytes(StandardCharsets.UTF_8);
        return directory.resolve("session-" + HexFormat.of().formatHex(name));
    }

    private static byte[] text(PppoeSession session) {
        String text =
                session.sessionId()
                        + " "
                        + new MacAddress(session.acMac())
                        + " "
                        + new MacAddress(session.ourMac())
                        + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Optional<PppoeSession> read(String uplink) {
        try {
            Path file = file(uplink);
            return Files.exists(file) ? parse(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            Logger.warn("session file unreadable uplink={} error={}", uplink, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<PppoeSession> parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        if (parts.length != 3 || !parts[0].matches("\\d{1,5}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PppoeSession(
                            Integer.parseInt(parts[0]),
                            MacAddress.parse(parts[1]).bits(),
                            MacAddress.parse(parts[2]).bits()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface FileWork {
        void run() throws IOException;
    }

    private static void attempt(String uplink, FileWork work) {
        try {
            work.run();
        } catch (IOException e) {
            Logger.warn("session not remembered uplink={} error={}", uplink, e.getMessage());
        }
    }
}
