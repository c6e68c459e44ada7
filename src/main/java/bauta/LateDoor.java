package bauta;

import bauta.control.admin.AdminReach;
import bauta.control.admin.AdminServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * The admin server for services that start before it: the dial must not wait for certificates. Who
 * asks before it is there waits. Any thread but the router loop.
 */
final class LateDoor implements AdminDoor, AutoCloseable {
    private final CompletableFuture<AdminServer> server = new CompletableFuture<>();
    private volatile boolean closed;

    /** Hands the server over, which is closed with this. */
    void hang(AdminServer opened) {
        server.complete(opened);
    }

    @Override
    public void reach(AdminReach reach) throws IOException {
        if (!closed) {
            server.join().reach(reach);
        }
    }

    @Override
    public boolean needsSetUp() {
        return !closed && server.join().needsSetUp();
    }

    @Override
    public boolean isHealthy() {
        AdminServer opened = closed ? null : server.getNow(null);
        return opened != null && opened.isHealthy();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        AdminServer opened = server.getNow(null);
        if (opened == null) {
            server.cancel(true);
        } else {
            opened.close();
        }
    }
}
