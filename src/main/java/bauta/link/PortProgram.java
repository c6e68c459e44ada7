package bauta.link;

import bauta.engine.DropReason;
import bauta.linux.BpfMap;
import bauta.linux.BpfObject;
import bauta.linux.BpfProgram;
import bauta.linux.Errno;
import bauta.linux.LinuxException;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sorting program of one port, {@code sort.bpf.c}, with its maps. Layouts are those of {@code
 * layout.h}. Its counters go on while the NIC comes and goes.
 */
final class PortProgram implements AutoCloseable {
    /** Where the compiled program lies, beside this class. */
    static final String RESOURCE = "sort.bpf.o";

    /** What {@code enum count} counts besides drops, in its order. */
    static final List<String> WAYS = List.of("control", "bulk", "kernel", "no-ring");

    /** The drops of {@code enum count}, in its order. */
    static final List<DropReason> DROPS =
            List.of(
                    DropReason.ETHERNET_TRUNCATED,
                    DropReason.ETHERNET_NOT_OURS,
                    DropReason.ETHERNET_UNWANTED_MULTICAST,
                    DropReason.ETHERNET_UNKNOWN_TYPE,
                    DropReason.ETHERNET_BAD_SOURCE,
                    DropReason.ETHERNET_UNEXPECTED_VLAN,
                    DropReason.PPPOE_TRUNCATED,
                    DropReason.ARP_TRUNCATED,
                    DropReason.IPV4_TRUNCATED,
                    DropReason.IPV4_BAD_VERSION,
                    DropReason.IPV4_BROADCAST,
                    DropReason.UDP_TRUNCATED,
                    DropReason.IPV6_NOT_SUPPORTED);

    /** Entries of the maps of rings: no queue from here on is served. */
    static final int MAX_QUEUES = 64;

    /** Length of {@code struct port_settings}. */
    static final int SETTINGS_BYTES = 24;

    /** Length of {@code struct service_counts}. */
    static final int COUNTS_BYTES = 16;

    private static final byte[] ONLY_ENTRY = new byte[4];

    private final PortSettings settings;
    private final BpfProgram program;
    private InputMap services = InputMap.none();

    PortProgram(PortSettings settings) {
        this.settings = settings;
        this.program = BpfProgram.load("sort_" + settings.role(), object());
        input(settings.input());
    }

    private static BpfObject object() {
        try (InputStream resource = PortProgram.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE);
            }
            return BpfObject.parse(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets these services through from now on, and no others; on a WAN port none. What was counted
     * of those that stay goes on.
     */
    void input(InputMap wanted) {
        InputMap next = settings.zone() == Zone.LAN ? wanted : InputMap.none();
        BpfMap map = program.map("input_map");
        for (InputMap.Service service : services.services()) {
            if (!next.services().contains(service)) {
                map.remove(key(service));
            }
        }
        for (InputMap.Service service : next.services()) {
            if (!services.services().contains(service)) {
                map.put(key(service), new byte[COUNTS_BYTES]);
            }
        }
        services = next;
    }

    /** Returns what the kernel took of each service that is let through. */
    Map<InputMap.Service, InputMap.Taken> taken() {
        BpfMap map = program.map("input_map");
        Map<InputMap.Service, InputMap.Taken> all = new HashMap<>();
        for (InputMap.Service service : services.services()) {
            map.get(key(service))
                    .ifPresent(counts ->
                            all.put(
                                    service,
                                    new InputMap.Taken(counts.getLong(), counts.getLong())));
        }
        return all;
    }

    private static byte[] key(InputMap.Service service) {
        return new byte[] {
            (byte) (service.port() >>> 8), (byte) service.port(), (byte) service.protocol(), 0
        };
    }

    /**
     * Tells the program our MAC address and IPv4 addresses.
     *
     * @param mac as the NIC has it now
     */
    void writeSettings(MacAddress mac) {
        ByteBuffer value = ByteBuffer.allocate(SETTINGS_BYTES).order(ByteOrder.BIG_ENDIAN);
        value.put(mac.octets()).put((byte) settings.zone().ordinal()).put((byte) 0);
        settings.addresses().forEach(address -> value.putInt(address.address().bits()));
        program.map("port_settings").put(ONLY_ENTRY, value.array());
    }

    /**
     * Lets frames of a queue into its two rings.
     *
     * @param queue receive queue of the NIC
     * @param control descriptor of the control socket
     * @param bulk descriptor of the bulk socket
     */
    void serve(int queue, int control, int bulk) {
        program.map("control_rings").put(queue, control);
        program.map("bulk_rings").put(queue, bulk);
    }

    /**
     * Attaches to a NIC, in the driver if wanted and possible.
     *
     * @param index the NIC
     * @param inDriver whether to try the driver first
     */
    Attached attach(int index, boolean inDriver) {
        if (inDriver) {
            try {
                return new Attached(program.attach(index, true), "native");
            } catch (LinuxException e) {
                if (e.errno() == Errno.EBUSY || e.errno() == Errno.ENODEV) {
                    throw e;
                }
            }
        }
        return new Attached(program.attach(index, false), "generic");
    }

    /**
     * The program on a NIC.
     *
     * @param attachment detaches when closed
     * @param mode {@code native} or {@code generic}
     */
    record Attached(BpfProgram.Attachment attachment, String mode) {}

    /** Returns how many frames went each way, by the names of {@link #WAYS}. */
    Map<String, Long> ways() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < WAYS.size(); i++) {
            counts.put(WAYS.get(i), program.map("counters").sum(i));
        }
        return counts;
    }

    /** Returns how many frames the program dropped, by reason, without the zeros. */
    Map<DropReason, Long> drops() {
        Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
        for (int i = 0; i < DROPS.size(); i++) {
            long count = program.map("counters").sum(WAYS.size() + i);
            if (count != 0) {
                counts.put(DROPS.get(i), count);
            }
        }
        return counts;
    }

    @Override
    public void close() {
        program.close();
    }
}
