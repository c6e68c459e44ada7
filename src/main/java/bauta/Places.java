package bauta;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the router finds and keeps things.
 *
 * @param config the configuration file of the boot partition, taken over when it says something
 *     new; need not exist
 * @param data folder for state that lasts; made when missing
 * @param run folder for state of this boot; made when missing
 * @param board which roles the sockets of this box have, when the box has such a file
 */
public record Places(Path config, Path data, Path run, Optional<Path> board) {
    /** Returns places without a board file. */
    public static Places of(Path config, Path data, Path run) {
        return new Places(config, data, run, Optional.empty());
    }
}
