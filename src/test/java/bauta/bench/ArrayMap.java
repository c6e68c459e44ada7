package bauta.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A BPF array map. */
final class ArrayMap implements AutoCloseable {
    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP_ELEM = 1;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int ARRAY = 2;
    private static final int CREATE_BYTES = 72;
    private static final int ELEMENT_BYTES = 32;

    private final String name;
    private final int valueBytes;
    private final int fd;

    /**
     * Makes the map, full of zeros.
     *
     * @param name as the program calls it
     * @param valueBytes size of a value
     * @param entries how many
     */
    ArrayMap(String name, int valueBytes, int entries) {
        this.name = name;
        this.valueBytes = valueBytes;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = Kernel.attribute(arena, CREATE_BYTES, ARRAY);
            attribute.set(JAVA_INT, 4, Integer.BYTES);
            attribute.set(JAVA_INT, 8, valueBytes);
            attribute.set(JAVA_INT, 12, entries);
            this.fd = Kernel.requiredBpf("make map " + name, MAP_CREATE, attribute);
        }
    }

    String name() {
        return name;
    }

    int fd() {
        return fd;
    }

    void put(int index, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(valueBytes, Long.BYTES);
            MemorySegment.copy(value, 0, from, JAVA_BYTE, 0, valueBytes);
            element(arena, MAP_UPDATE_ELEM, index, from);
        }
    }

    /** Sets a value to zeros. */
    void clear(int index) {
        put(index, new byte[valueBytes]);
    }

    /** Returns a copy of a value, ready to be read in the machine's byte order. */
    ByteBuffer get(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(valueBytes, Long.BYTES);
            element(arena, MAP_LOOKUP_ELEM, index, to);
            return ByteBuffer.wrap(to.toArray(JAVA_BYTE)).order(ByteOrder.nativeOrder());
        }
    }

    private void element(Arena arena, int command, int index, MemorySegment value) {
        MemorySegment attribute = Kernel.attribute(arena, ELEMENT_BYTES, fd);
        attribute.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_INT, index).address());
        attribute.set(JAVA_LONG, 16, value.address());
        Kernel.requiredBpf("element of map " + name, command, attribute);
    }

    @Override
    public void close() {
        Kernel.close(fd);
    }
}
