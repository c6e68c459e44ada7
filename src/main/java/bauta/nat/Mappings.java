package bauta.nat;

import bauta.engine.HotPath;
import bauta.engine.TableFile;
import bauta.wire.Ipv4Header;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint-independent mappings (RFC 4787 REQ-1): per uplink and protocol, an internal address and
 * port to an external port. A mapping lives as long as somebody holds it. Off heap, looked up both
 * ways. ICMP echo identifiers are ports here (RFC 5508 REQ-1). Router loop only.
 */
public final class Mappings {
    /** No such mapping, or no port. */
    public static final int NONE = -1;

    /** Uplinks at most; their numbers are below it. */
    public static final int MAX_UPLINKS = 16;

    private static final String RECORDS = "nat.mappings";
    private static final String BUCKETS = "nat.buckets";

    // The record: two keys, two hash links, holders. A key is address, port, protocol, uplink.
    private static final int INTERNAL_KEY = 0;
    private static final int EXTERNAL_KEY = 8;
    private static final int NEXT = 16;
    private static final int HOLDERS = 24;
    private static final int RECORD_BYTES = 32;

    private final ByteBuffer records;
    private final ByteBuffer buckets;
    private final int bucketMask;
    private final long seed;
    private final int capacity;
    private final @Nullable PortAllocator[] allocators = new PortAllocator[MAX_UPLINKS * 3];
    private int free;
    private int size;
    private long created;
    private long portsKept;
    private long refused;

    /**
     * Makes an empty table in fresh sections.
     *
     * @param file where the {@link #sections} are, full of zeros
     * @param settings the capacity
     * @param seed secret of the hash and of port searches
     */
    public Mappings(TableFile file, NatSettings settings, long seed) {
        this.records = file.section(RECORDS);
        this.buckets = file.section(BUCKETS);
        this.bucketMask = bucketCount(settings.capacity()) - 1;
        this.seed = seed;
        this.capacity = settings.capacity();
        for (int mapping = 0; mapping < capacity; mapping++) {
            int next = mapping + 1 < capacity ? mapping + 1 : NONE;
            records.putInt(at(mapping) + NEXT, next);
        }
    }

    /**
     * Returns the sections that the table needs in its file.
     *
     * @param settings the capacity
     */
    public static List<TableFile.Section> sections(NatSettings settings) {
        return List.of(
                new TableFile.Section(RECORDS, settings.capacity(), RECORD_BYTES),
                new TableFile.Section(BUCKETS, bucketCount(settings.capacity()), Integer.BYTES));
    }

    private static int bucketCount(int capacity) {
        return Integer.highestOneBit(capacity) << 2;
    }

    @HotPath
    private static int at(int mapping) {
        return mapping * RECORD_BYTES;
    }

    private static long key(int uplink, int protocol, int address, int port) {
        return (long) address << 32 | (port & 0xffffL) << 16 | protocol << 8 | uplink;
    }

    /**
     * Finds or makes the mapping of an internal address and port. A new one has no holder: hold it,
     * or {@link #hold} and {@link #release} it.
     *
     * @param uplink the uplink's number
     * @param protocol TCP, UDP or ICMP
     * @param address the internal address
     * @param port the internal port or echo identifier
     * @return the mapping, or {@link #NONE} when every external port is taken
     */
    public int map(int uplink, int protocol, int address, int port) {
        long internal = key(uplink, protocol, address, port);
        int found = find(internal, 0);
        return found == NONE ? make(internal, uplink, protocol, port) : found;
    }

    private int make(long internal, int uplink, int protocol, int port) {
        int external = free == NONE ? NONE : allocator(uplink, protocol).take(port);
        if (external == NONE) {
            refused++;
            return NONE;
        }
        int mapping = free;
        free = records.getInt(at(mapping) + NEXT);
        size++;
        created++;
        portsKept += external == port ? 1 : 0;
        records.putLong(at(mapping) + INTERNAL_KEY, internal);
        records.putLong(at(mapping) + EXTERNAL_KEY, key(uplink, protocol, 0, external));
        records.putInt(at(mapping) + HOLDERS, 0);
        link(mapping, 0);
        link(mapping, 1);
        return mapping;
    }

    private PortAllocator allocator(int uplink, int protocol) {
        int index = uplink * 3 + kind(protocol);
        PortAllocator allocator = allocators[index];
        if (allocator == null) {
            allocator = new PortAllocator(protocol, seed ^ index + 1 | 1);
            allocators[index] = allocator;
        }
        return allocator;
    }

    private static int kind(int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> 0;
            case Ipv4Header.PROTOCOL_UDP -> 1;
            default -> 2;
        };
    }

    /**
     * Finds who an external port belongs to.
     *
     * @param uplink the uplink's number
     * @param protocol TCP, UDP or ICMP
     * @param port the external port or echo identifier
     * @return the mapping, or {@link #NONE}
     */
    public int findExternal(int uplink, int protocol, int port) {
        return find(key(uplink, protocol, 0, port), 1);
    }

    /** Adds a holder. */
    public void hold(int mapping) {
        records.putInt(at(mapping) + HOLDERS, records.getInt(at(mapping) + HOLDERS) + 1);
    }

    /** Takes a holder off; the last one ends the mapping and frees its port. */
    public void release(int mapping) {
        int holders = records.getInt(at(mapping) + HOLDERS) - 1;
        assert holders >= 0 : "released more often than held";
        records.putInt(at(mapping) + HOLDERS, holders);
        if (holders == 0) {
            forget(mapping);
        }
    }

    /** Ends a mapping that nobody came to hold. */
    public void releaseUnheld(int mapping) {
        if (records.getInt(at(mapping) + HOLDERS) == 0) {
            forget(mapping);
        }
    }

    private void forget(int mapping) {
        unlink(mapping, 0);
        unlink(mapping, 1);
        long external = records.getLong(at(mapping) + EXTERNAL_KEY);
        allocator((int) external & 0xff, (int) external >>> 8 & 0xff)
                .release(externalPort(mapping));
        records.putInt(at(mapping) + NEXT, free);
        free = mapping;
        size--;
    }

    /** Returns the external port or echo identifier. */
    @HotPath
    public int externalPort(int mapping) {
        return (int) (records.getLong(at(mapping) + EXTERNAL_KEY) >>> 16) & 0xffff;
    }

    private int find(long key, int way) {
        int node = buckets.getInt(bucketAt(key, way)) - 1;
        while (node != NONE) {
            int record = at(node >>> 1);
            if ((node & 1) == way && records.getLong(record + way * EXTERNAL_KEY) == key) {
                return node >>> 1;
            }
            node = records.getInt(record + NEXT + (node & 1) * Integer.BYTES);
        }
        return NONE;
    }

    private int bucketAt(long key, int way) {
        long hash = (key ^ seed + way) * 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return ((int) (hash >>> 32) & bucketMask) << 2;
    }

    private void link(int mapping, int way) {
        int bucket = bucketAt(records.getLong(at(mapping) + way * EXTERNAL_KEY), way);
        records.putInt(at(mapping) + NEXT + way * Integer.BYTES, buckets.getInt(bucket) - 1);
        buckets.putInt(bucket, (mapping << 1 | way) + 1);
    }

    private void unlink(int mapping, int way) {
        int wanted = mapping << 1 | way;
        int bucket = bucketAt(records.getLong(at(mapping) + way * EXTERNAL_KEY), way);
        int next = records.getInt(at(mapping) + NEXT + way * Integer.BYTES);
        int node = buckets.getInt(bucket) - 1;
        if (node == wanted) {
            buckets.putInt(bucket, next + 1);
            return;
        }
        int link = linkAt(node);
        while (records.getInt(link) != wanted) {
            link = linkAt(records.getInt(link));
        }
        records.putInt(link, next);
    }

    private static int linkAt(int node) {
        return at(node >>> 1) + NEXT + (node & 1) * Integer.BYTES;
    }

    /** Returns the numbers that people want to see. */
    public NatStatus status() {
        return new NatStatus(capacity, size, created, portsKept, refused);
    }
}
