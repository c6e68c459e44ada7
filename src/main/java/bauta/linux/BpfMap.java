package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A map of a loaded program. Closed with it. */
public final class BpfMap {
    private final String name;
    private final int fd;
    private final BpfObject.MapDefinition definition;

    BpfMap(String name, BpfObject.MapDefinition definition) {
        this.name = name;
        this.definition = definition;
        this.fd = Bpf.createMap(name, definition);
    }

    int fd() {
        return fd;
    }

    /**
     * Writes one entry.
     *
     * @param key its key, all bytes
     * @param value its value, all bytes
     */
    public void put(byte[] key, byte[] value) {
        if (key.length != definition.keyBytes() || value.length != definition.valueBytes()) {
            throw new IllegalArgumentException(
                    name + ": key of " + key.length + ", value of " + value.length + " bytes");
        }
        try (Arena arena = Arena.ofConfined()) {
            Libc.check(
                    "BPF_MAP_UPDATE_ELEM " + name,
                    Bpf.update(
                            fd,
                            arena.allocateFrom(JAVA_BYTE, key),
                            arena.allocateFrom(JAVA_BYTE, value)));
        }
    }

    /**
     * Writes one entry of a map of numbers.
     *
     * @param key four bytes in host order
     * @param value four bytes in host order
     */
    public void put(int key, int value) {
        try (Arena arena = Arena.ofConfined()) {
            Libc.check(
                    "BPF_MAP_UPDATE_ELEM " + name,
                    Bpf.update(
                            fd,
                            arena.allocateFrom(JAVA_INT, key),
                            arena.allocateFrom(JAVA_INT, value)));
        }
    }

    /**
     * Reads one entry.
     *
     * @param key its key, all bytes
     * @return its value in host order; empty when there is none
     */
    public Optional<ByteBuffer> get(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(definition.valueBytes(), Long.BYTES);
            long result = Bpf.lookup(fd, arena.allocateFrom(JAVA_BYTE, key), value);
            if (result == -Errno.ENOENT) {
                return Optional.empty();
            }
            Libc.check("BPF_MAP_LOOKUP_ELEM " + name, result);
            return Optional.of(
                    ByteBuffer.wrap(value.toArray(JAVA_BYTE)).order(ByteOrder.nativeOrder()));
        }
    }

    /**
     * Removes one entry.
     *
     * @param key its key, all bytes
     * @return whether it was there
     */
    public boolean remove(byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            long result = Bpf.delete(fd, arena.allocateFrom(JAVA_BYTE, key));
            if (result != -Errno.ENOENT) {
                Libc.check("BPF_MAP_DELETE_ELEM " + name, result);
            }
            return result == 0;
        }
    }

    /**
     * Sums the counters of one entry of a per-CPU array over the processors.
     *
     * @param key index of the entry
     */
    public long sum(int key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_LONG, Processors.POSSIBLE);
            MemorySegment index = arena.allocateFrom(JAVA_INT, key);
            Libc.check("BPF_MAP_LOOKUP_ELEM " + name, Bpf.lookup(fd, index, values));
            long sum = 0;
            for (int i = 0; i < Processors.POSSIBLE; i++) {
                sum += values.getAtIndex(JAVA_LONG, i);
            }
            return sum;
        }
    }

    /** How many processors the kernel makes room for, which may be more than there are. */
    private static final class Processors {
        static final int POSSIBLE = read();

        private static int read() {
            try {
                String list = Files.readString(Path.of("/sys/devices/system/cpu/possible")).strip();
                return 1 + Integer.parseInt(list.substring(list.lastIndexOf('-') + 1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
