package bauta;

import bauta.forward.ForwardingPath;
import bauta.link.LinkLoop;
import bauta.nat.ExplicitMapping;
import bauta.nat.ExplicitMappings;
import bauta.service.mapping.MappingGate;
import bauta.wire.Ipv4Address;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** Between the mapping loop and the explicit mappings of the router loop: tasks both ways. */
final class LoopMappings implements MappingGate {
    private final LinkLoop loop;
    private final ForwardingPath path;
    private volatile Executor mapping = Runnable::run;

    /**
     * Ties them together.
     *
     * @param loop the router loop
     * @param path what lives on it
     */
    LoopMappings(LinkLoop loop, ForwardingPath path) {
        this.loop = loop;
        this.path = path;
    }

    @Override
    public void connect(Executor now, ExplicitMappings.Listener listener) {
        mapping = now;
        there(() -> path.explicitMappings().listener(new Back(listener)));
    }

    @Override
    public void disconnect() {
        there(() -> path.explicitMappings().listener(null));
    }

    @Override
    public void open(ExplicitMapping wish, Consumer<ExplicitMappings.Answer> then) {
        there(() -> {
            ExplicitMappings.Answer answer = path.explicitMappings().open(wish);
            back(() -> then.accept(answer));
        });
    }

    @Override
    public void close(int id, boolean cut) {
        there(() -> {
            if (cut) {
                path.cut(id);
            } else {
                path.explicitMappings().close(id);
            }
        });
    }

    /** The packet side may be closing, with all of its mappings. */
    private void there(Runnable task) {
        try {
            loop.post(task);
        } catch (RejectedExecutionException e) {
            Logger.debug(e, "mapping told too late, the router loop has ended");
        }
    }

    private void back(Runnable task) {
        try {
            mapping.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug(e, "mapping told too late, its service is closed");
        }
    }

    /** News for the mapping loop, from the router loop. */
    private final class Back implements ExplicitMappings.Listener {
        private final ExplicitMappings.Listener listener;

        Back(ExplicitMappings.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void follows(@Nullable Ipv4Address address) {
            back(() -> listener.follows(address));
        }

        @Override
        public void moved(int id, int port) {
            back(() -> listener.moved(id, port));
        }

        @Override
        public void lost(int id, ExplicitMappings.Refusal why) {
            back(() -> listener.lost(id, why));
        }
    }
}
