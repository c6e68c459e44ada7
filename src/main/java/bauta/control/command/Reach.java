package bauta.control.command;

import java.nio.file.Path;
import java.util.Optional;

/** Where the router is that a command is for. */
public sealed interface Reach {
    /**
     * This machine.
     *
     * @param socket the router's Unix socket
     */
    record Box(Path socket) implements Reach {}

    /**
     * A router in the network, reached over TLS.
     *
     * @param host its name or address
     * @param port of HTTPS
     * @param token given by the person; else the remembered one is used
     * @param fingerprint of the router's certificate, given by the person; else the remembered one
     */
    record Remote(String host, int port, Optional<String> token, Optional<String> fingerprint)
            implements Reach {
        @Override
        public String toString() {
            return name();
        }

        /** Returns the name with the port, unless that is the usual one. */
        String name() {
            String bracketed = host.contains(":") ? "[" + host + "]" : host;
            return port == ClientLine.HTTPS_PORT ? bracketed : bracketed + ":" + port;
        }
    }
}
