package bauta.linux;

import java.util.LinkedHashMap;
import java.util.Map;

/** An XDP program in the kernel, with its maps. */
public final class BpfProgram implements AutoCloseable {
    private static final int FLAG_GENERIC = 1 << 1;
    private static final int FLAG_NATIVE = 1 << 2;
    // BPF_PSEUDO_MAP_FD in the source register; the descriptor stands in the upper half.
    private static final long SOURCE_IS_MAP = 0x1000;

    private final Map<String, BpfMap> maps = new LinkedHashMap<>();
    private final int fd;

    private BpfProgram(String name, BpfObject object) {
        object.maps().forEach((map, definition) -> maps.put(map, new BpfMap(map, definition)));
        this.fd = Bpf.loadXdp(name, linked(object), object.license());
    }

    /**
     * Creates the maps and loads the program.
     *
     * @param name what it is called in the kernel
     * @param object the program
     * @throws LinuxException when the kernel refuses it, with the verifier's words
     */
    public static BpfProgram load(String name, BpfObject object) {
        return new BpfProgram(name, object);
    }

    private long[] linked(BpfObject object) {
        long[] code = object.instructions().stream().mapToLong(Long::longValue).toArray();
        object.references()
                .forEach((at, map) -> code[at] |= SOURCE_IS_MAP | (long) map(map).fd() << 32);
        return code;
    }

    /**
     * Returns one of its maps.
     *
     * @param name as in the source
     */
    public BpfMap map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException("no map " + name);
        }
        return map;
    }

    /**
     * Attaches it to an interface until the attachment is closed or the process ends.
     *
     * @param index the interface
     * @param inDriver whether in the driver (native), or after it (generic)
     * @throws LinuxException EOPNOTSUPP when the driver cannot, EBUSY when another one is attached
     */
    public Attachment attach(int index, boolean inDriver) {
        return new Attachment(Bpf.attachXdp(fd, index, inDriver ? FLAG_NATIVE : FLAG_GENERIC));
    }

    @Override
    public void close() {
        Sockets.close(fd);
        maps.values().forEach(map -> Sockets.close(map.fd()));
    }

    /** The program on one interface. */
    public static final class Attachment implements AutoCloseable {
        private final int fd;

        private Attachment(int fd) {
            this.fd = fd;
        }

        /** Detaches. */
        @Override
        public void close() {
            Sockets.close(fd);
        }
    }
}
