package bauta.link;

import bauta.engine.Incidents;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/**
 * A file descriptor on the event loop, level-triggered. What its task throws is caught here, for it
 * would cost the loop a second of sleep and the other events of the batch. Does not own the
 * descriptor.
 */
final class FdHandle implements EpollIoHandle, AutoCloseable {
    /** Does what there is to do; router loop. */
    @FunctionalInterface
    interface Task {
        /**
         * The descriptor is readable or in error.
         *
         * @param error whether it is in error
         */
        void ready(boolean error);
    }

    private static final int EPOLLHUP = 0x10;
    private static final int ERROR_BITS = EpollIoOps.EPOLLERR.value() | EPOLLHUP;

    private final FileDescriptor fd;
    private final Task task;
    private final IoRegistration registration;
    private final Incidents incidents;

    @SuppressWarnings("this-escape") // The loop keeps it; nothing is called before submit.
    private FdHandle(IoEventLoop loop, int fd, String name, Task task) {
        this.fd = new FileDescriptor(fd);
        this.task = task;
        this.incidents = Incidents.at("router loop fd=" + name);
        this.registration = loop.register(this).getNow();
    }

    /**
     * Registers a descriptor for reading; call it on the loop.
     *
     * @param loop whose thread runs the task
     * @param fd stays open until after {@link #close}
     * @param name for the log
     * @param task what to do
     */
    static FdHandle register(IoEventLoop loop, int fd, String name, Task task) {
        assert loop.inEventLoop();
        FdHandle handle = new FdHandle(loop, fd, name, task);
        handle.resume();
        return handle;
    }

    /** Stops events but for errors, which cannot be masked. */
    void pause() {
        registration.submit(EpollIoOps.EPOLLERR);
    }

    /** Lets events come again. */
    void resume() {
        registration.submit(EpollIoOps.EPOLLIN);
    }

    @Override
    public FileDescriptor fd() {
        return fd;
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        try {
            task.ready((((EpollIoEvent) event).ops().value() & ERROR_BITS) != 0);
        } catch (RuntimeException | AssertionError e) {
            incidents.accept(e);
        }
    }

    @Override
    public void registered() {}

    @Override
    public void unregistered() {}

    /** Takes the descriptor off the loop; call it on the loop, before closing the descriptor. */
    @Override
    public void close() {
        if (registration.isValid()) {
            registration.cancel();
        }
    }
}
