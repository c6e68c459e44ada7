package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import bauta.engine.HotPath;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** Reads and writes memory shared with the kernel by address, with the ordering rings need. */
@HotPath
final class RingMemory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle INT = JAVA_INT.varHandle();

    private RingMemory() {}

    static int acquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    static void release(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    static int volatileInt(long address) {
        return (int) INT.getVolatile(ALL, address);
    }

    static int plainInt(long address) {
        return ALL.get(JAVA_INT, address);
    }

    static void plainInt(long address, int value) {
        ALL.set(JAVA_INT, address, value);
    }

    static long plainLong(long address) {
        return ALL.get(JAVA_LONG, address);
    }

    static void plainLong(long address, long value) {
        ALL.set(JAVA_LONG, address, value);
    }
}
