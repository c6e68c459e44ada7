package bauta.control.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens the Unix socket of this machine; who may open it needs no token.
 *
 * @param socket of the router
 */
record BoxDoor(Path socket) implements RouterClient.Door {
    @Override
    public Wire open() throws IOException {
        return Wire.unix(socket);
    }

    @Override
    public Optional<String> token() {
        return Optional.empty();
    }
}
