package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import bauta.engine.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An AF_XDP socket and its rings in copy mode (af_xdp.rst). The first socket registers the frame
 * memory; others share it, each new queue with fill and completion rings of its own, a second
 * socket of a queue with none. Owned by one thread.
 */
public final class XdpSocket implements AutoCloseable {
    private static final int AF_XDP = 44;
    private static final int RAW = 3;
    private static final int SOL_XDP = 283;
    private static final int MMAP_OFFSETS = 1;
    private static final int RECEIVE_RING = 2;
    private static final int TRANSMIT_RING = 3;
    private static final int MEMORY = 4;
    private static final int FILL_RING = 5;
    private static final int COMPLETION_RING = 6;
    private static final int STATISTICS = 7;
    private static final int MAX_TX_SKB_BUDGET = 9;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SHARED_MEMORY = 1;
    private static final int COPY = 2;
    private static final int USE_NEED_WAKEUP = 8;
    private static final int MAP_SHARED_POPULATE = 0x01 | 0x8000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int OFFSETS_BYTES = 128;
    private static final int STATISTICS_BYTES = 48;
    private static final long[] PAGE_OFFSETS = {0, 0x80000000L, 0x100000000L, 0x180000000L};

    private final int fd;
    private final RingSizes sizes;
    private final long[] mapped = new long[4];
    private final long[] mappedBytes = new long[4];
    private final RingLayout[] layouts = new RingLayout[4];

    /**
     * How many entries each ring has, each a power of two; 0 for no such ring.
     *
     * @param receive frames in
     * @param transmit frames out
     * @param fill frames for the kernel to put received bytes into
     * @param completion frames that were sent
     */
    public record RingSizes(int receive, int transmit, int fill, int completion) {}

    /**
     * What the kernel counts for one socket, since it was opened.
     *
     * @param receiveDropped frames lost for want of memory or room
     * @param receiveInvalid entries of the fill ring that were no frame
     * @param transmitInvalid entries of the transmit ring that were no frame
     * @param receiveRingFull frames lost because the receive ring was full
     * @param fillRingEmpty times that no frame was there to fill
     * @param transmitRingEmpty times that the transmit ring was found empty
     */
    public record Statistics(
            long receiveDropped,
            long receiveInvalid,
            long transmitInvalid,
            long receiveRingFull,
            long fillRingEmpty,
            long transmitRingEmpty) {}

    private XdpSocket(int fd, RingSizes sizes) {
        this.fd = fd;
        this.sizes = sizes;
    }

    /**
     * Opens a socket that owns the frame memory.
     *
     * @param memory all frames
     * @param chunkBytes room for each, a power of two from 2048 on
     * @param sizes its rings
     */
    public static XdpSocket open(FrameMemory memory, int chunkBytes, RingSizes sizes) {
        return open(sizes, socket -> socket.register(memory, chunkBytes));
    }

    /**
     * Opens a socket that will share another one's memory.
     *
     * @param sizes its rings
     */
    public static XdpSocket open(RingSizes sizes) {
        return open(sizes, _ -> {});
    }

    private static XdpSocket open(
            RingSizes sizes, java.util.function.Consumer<XdpSocket> register) {
        int fd = Libc.check("socket AF_XDP", Libc.socket(AF_XDP, RAW | Sockets.CLOEXEC, 0));
        XdpSocket socket = new XdpSocket(fd, sizes);
        try {
            register.accept(socket);
            socket.makeRings();
            return socket;
        } catch (LinuxException e) {
            socket.close();
            throw e;
        }
    }

    private void register(FrameMemory memory, int chunkBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(32, 8);
            request.set(JAVA_LONG, 0, memory.address());
            request.set(JAVA_LONG, 8, memory.bytes());
            request.set(JAVA_INT, 16, chunkBytes);
            Libc.check("XDP_UMEM_REG", Libc.setsockopt(fd, SOL_XDP, MEMORY, request));
        }
    }

    private void makeRings() {
        ring(RECEIVE_RING, sizes.receive());
        ring(TRANSMIT_RING, sizes.transmit());
        ring(FILL_RING, sizes.fill());
        ring(COMPLETION_RING, sizes.completion());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offsets = arena.allocate(OFFSETS_BYTES, 8);
            int length =
                    Libc.check(
                            "XDP_MMAP_OFFSETS",
                            Libc.getsockopt(fd, SOL_XDP, MMAP_OFFSETS, offsets));
            if (length != OFFSETS_BYTES) {
                throw new LinuxException("XDP_MMAP_OFFSETS of " + length, Errno.EINVAL);
            }
            map(offsets, 0, sizes.receive(), 16);
            map(offsets, 1, sizes.transmit(), 16);
            map(offsets, 2, sizes.fill(), 8);
            map(offsets, 3, sizes.completion(), 8);
        }
    }

    private void ring(int which, int size) {
        if (size != 0) {
            Sockets.setInt(fd, SOL_XDP, which, size);
        }
    }

    private void map(MemorySegment offsets, int which, int size, int entryBytes) {
        if (size == 0) {
            return;
        }
        long at = which * 32L;
        long entries = offsets.get(JAVA_LONG, at + 16);
        long bytes = entries + (long) size * entryBytes;
        long base = Libc.mmap(bytes, MAP_SHARED_POPULATE, fd, PAGE_OFFSETS[which]);
        if (base < 0) {
            Libc.check("mmap of ring " + which, base);
        }
        mapped[which] = base;
        mappedBytes[which] = bytes;
        layouts[which] =
                new RingLayout(
                        base + offsets.get(JAVA_LONG, at),
                        base + offsets.get(JAVA_LONG, at + 8),
                        base + offsets.get(JAVA_LONG, at + 24),
                        base + entries,
                        size,
                        entryBytes);
    }

    /**
     * Binds the socket that owns the memory.
     *
     * @param index the interface
     * @param queue its queue
     * @throws LinuxException EBUSY when the queue has another owner, or had one a moment ago
     */
    public void bind(int index, int queue) {
        bind(index, queue, COPY | USE_NEED_WAKEUP, 0);
    }

    /**
     * Binds a socket that shares memory.
     *
     * @param index the interface
     * @param queue its queue
     * @param owner a bound socket: the memory's owner, or the first socket of the same queue
     * @throws LinuxException EBUSY when the queue has another owner, EINVAL when there is no such
     *     queue
     */
    public void bindShared(int index, int queue, XdpSocket owner) {
        bind(index, queue, SHARED_MEMORY, owner.fd);
    }

    private void bind(int index, int queue, int flags, int shared) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(16, 4);
            name.set(JAVA_SHORT, 0, (short) AF_XDP);
            name.set(JAVA_SHORT, 2, (short) flags);
            name.set(JAVA_INT, 4, index);
            name.set(JAVA_INT, 8, queue);
            name.set(JAVA_INT, 12, shared);
            Libc.check("bind AF_XDP " + index + " queue " + queue, Libc.bind(fd, name));
        }
    }

    /**
     * Lets one kick send more frames than the 32 of old kernels (Linux 6.17).
     *
     * @param frames how many, at most the size of the transmit ring
     * @param sendBufferBytes how much may be on its way
     * @return whether the kernel knows this
     */
    public boolean transmitBudget(int frames, int sendBufferBytes) {
        Sockets.setInt(fd, Sockets.SOL_SOCKET, SO_SNDBUFFORCE, sendBufferBytes);
        try {
            Sockets.setInt(fd, SOL_XDP, MAX_TX_SKB_BUDGET, frames);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOPROTOOPT || e.errno() == Errno.EACCES) {
                return false;
            }
            throw e;
        }
    }

    /** Returns the descriptor, readable when the receive ring has entries. */
    public int fd() {
        return fd;
    }

    /** Returns the ring of received frames. */
    public ConsumerRing receiveRing() {
        return new ConsumerRing(layouts[0]);
    }

    /** Returns the ring of frames to send. */
    public ProducerRing transmitRing() {
        return new ProducerRing(layouts[1]);
    }

    /** Returns the ring of empty frames. */
    public ProducerRing fillRing() {
        return new ProducerRing(layouts[2]);
    }

    /** Returns the ring of frames that were sent. */
    public ConsumerRing completionRing() {
        return new ConsumerRing(layouts[3]);
    }

    /**
     * Makes the kernel send what the transmit ring holds.
     *
     * @return 0 when it took everything, or the negative errno: EAGAIN when some is left, EBUSY
     *     when the driver dropped a frame, ENETDOWN or ENXIO when the interface is down or gone
     */
    @HotPath
    public int kick() {
        return (int) Libc.send(fd, 0, 0, MSG_DONTWAIT);
    }

    /** Returns what the kernel counted. */
    public Statistics statistics() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(STATISTICS_BYTES, 8);
            Libc.check("XDP_STATISTICS", Libc.getsockopt(fd, SOL_XDP, STATISTICS, values));
            return new Statistics(
                    values.get(JAVA_LONG, 0),
                    values.get(JAVA_LONG, 8),
                    values.get(JAVA_LONG, 16),
                    values.get(JAVA_LONG, 24),
                    values.get(JAVA_LONG, 32),
                    values.get(JAVA_LONG, 40));
        }
    }

    /** Closes the socket and forgets its rings, which must not be used any more. */
    @Override
    public void close() {
        for (int which = 0; which < mapped.length; which++) {
            if (mapped[which] != 0) {
                Libc.check("munmap", Libc.munmap(mapped[which], mappedBytes[which]));
                mapped[which] = 0;
            }
        }
        Sockets.close(fd);
    }
}
