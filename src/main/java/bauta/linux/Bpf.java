package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The bpf(2) system call, one method per command used. Fields of {@code union bpf_attr}. */
final class Bpf {
    private static final long NUMBER =
            switch (System.getProperty("os.arch")) {
                case "amd64" -> 321;
                case "aarch64" -> 280;
                case String other ->
                        throw new ExceptionInInitializerError("not built for " + other);
            };
    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP = 1;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int PROGRAM_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int PROGRAM_XDP = 6;
    private static final int ATTACH_XDP = 37;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final int NAME_MAX = 15;
    private static final int LOG_BYTES = 1 << 18;

    private Bpf() {}

    private static long call(int command, MemorySegment attribute) {
        return Libc.syscall(NUMBER, command, attribute.address(), attribute.byteSize());
    }

    private static String shortName(String name) {
        return name.substring(0, Math.min(NAME_MAX, name.length()));
    }

    static int createMap(String name, BpfObject.MapDefinition map) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, 8);
            attribute.set(JAVA_INT, 0, map.type());
            attribute.set(JAVA_INT, 4, map.keyBytes());
            attribute.set(JAVA_INT, 8, map.valueBytes());
            attribute.set(JAVA_INT, 12, map.entries());
            attribute.set(JAVA_INT, 16, map.flags());
            attribute.setString(28, shortName(name));
            return Libc.check("BPF_MAP_CREATE " + name, call(MAP_CREATE, attribute));
        }
    }

    /** Returns 0 or the negative errno. */
    static long element(int command, int map, MemorySegment key, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(32, 8);
            attribute.set(JAVA_INT, 0, map);
            attribute.set(JAVA_LONG, 8, key.address());
            attribute.set(JAVA_LONG, 16, value.address());
            return call(command, attribute);
        }
    }

    static long lookup(int map, MemorySegment key, MemorySegment value) {
        return element(MAP_LOOKUP, map, key, value);
    }

    static long update(int map, MemorySegment key, MemorySegment value) {
        return element(MAP_UPDATE, map, key, value);
    }

    static long delete(int map, MemorySegment key) {
        return element(MAP_DELETE, map, key, MemorySegment.NULL);
    }

    /** Loads an XDP program; when it is refused, the exception carries the verifier's words. */
    static int loadXdp(String name, long[] code, String license) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, 8);
            attribute.set(JAVA_INT, 0, PROGRAM_XDP);
            attribute.set(JAVA_INT, 4, code.length);
            MemorySegment instructions = arena.allocateFrom(JAVA_LONG, code);
            attribute.set(JAVA_LONG, 8, instructions.address());
            attribute.set(JAVA_LONG, 16, Libc.string(arena, license));
            attribute.setString(48, shortName(name));
            long result = call(PROGRAM_LOAD, attribute);
            return result >= 0 ? (int) result : explain(arena, attribute, name);
        }
    }

    /** Loads once more with a log, which costs memory that success need not pay. */
    private static int explain(Arena arena, MemorySegment attribute, String name) {
        MemorySegment log = arena.allocate(LOG_BYTES);
        attribute.set(JAVA_INT, 24, 1);
        attribute.set(JAVA_INT, 28, LOG_BYTES);
        attribute.set(JAVA_LONG, 32, log.address());
        long result = call(PROGRAM_LOAD, attribute);
        if (result < 0) {
            String call = "BPF_PROG_LOAD " + name;
            throw new LinuxException(call, (int) -result, log.getString(0));
        }
        return (int) result;
    }

    /** Attaches; the program goes away with the last descriptor of the link. */
    static int attachXdp(int program, int index, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(64, 8);
            attribute.set(JAVA_INT, 0, program);
            attribute.set(JAVA_INT, 4, index);
            attribute.set(JAVA_INT, 8, ATTACH_XDP);
            attribute.set(JAVA_INT, 12, flags);
            return Libc.check("BPF_LINK_CREATE " + index, call(LINK_CREATE, attribute));
        }
    }
}
