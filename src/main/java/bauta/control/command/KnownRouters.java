package bauta.control.command;

import bauta.engine.SafeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this PC remembers of routers, in files that only their owner can read: {@code routers} holds
 * the fingerprint of each one's certificate, {@code tokens} how to log in. A line is a name, a
 * space and the value. A router of one name is remembered once.
 */
final class KnownRouters {
    private static final String ROUTERS = "routers";
    private static final String TOKENS = "tokens";
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final Path folder;

    /**
     * Remembers in a folder.
     *
     * @param folder made when something is remembered
     */
    KnownRouters(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the folder of a person: {@code XDG_CONFIG_HOME/bauta} or {@code ~/.config/bauta}.
     *
     * @param environment of the process
     */
    static KnownRouters of(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base =
                config.startsWith("/")
                        ? Path.of(config)
                        : Path.of(environment.getOrDefault("HOME", "."), ".config");
        return new KnownRouters(base.resolve("bauta"));
    }

    /**
     * Returns the fingerprint that a router had.
     *
     * @param router its name
     */
    Optional<String> fingerprint(String router) throws CommandException {
        return value(ROUTERS, router);
    }

    /**
     * Returns the token for a router.
     *
     * @param router its name
     */
    Optional<String> token(String router) throws CommandException {
        return value(TOKENS, router);
    }

    /**
     * Remembers a fingerprint.
     *
     * @param router its name
     * @param fingerprint of its certificate
     */
    void trust(String router, String fingerprint) throws CommandException {
        keep(ROUTERS, router, Optional.of(fingerprint.replace(" ", "")));
    }

    /**
     * Remembers a token.
     *
     * @param router its name
     * @param token what logs in
     */
    void token(String router, String token) throws CommandException {
        keep(TOKENS, router, Optional.of(token));
    }

    /**
     * Forgets a router: its certificate and its token.
     *
     * @param router its name
     */
    void forget(String router) throws CommandException {
        keep(ROUTERS, router, Optional.empty());
        keep(TOKENS, router, Optional.empty());
    }

    private Optional<String> value(String file, String router) throws CommandException {
        return lines(file).stream()
                .filter(line -> line.startsWith(router + " "))
                .map(line -> line.substring(router.length() + 1).strip())
                .findFirst();
    }

    private List<String> lines(String name) throws CommandException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new CommandException("cli.error.open-file", file);
            }
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CommandException("cli.error.unreadable", file, "" + e.getMessage());
        }
    }

    private void keep(String name, String router, Optional<String> value) throws CommandException {
        List<String> lines = new ArrayList<>(lines(name));
        lines.removeIf(line -> line.startsWith(router + " "));
        value.ifPresent(said -> lines.add(router + " " + said));
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            SafeFile.replacePrivate(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandException("cli.error.unwritable", folder, "" + e.getMessage());
        }
    }
}
