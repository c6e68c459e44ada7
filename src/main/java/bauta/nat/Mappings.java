package bauta.nat;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.engine.TableFile;
import bauta.wire.Ipv4Header;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint-independent mappings (RFC 4787 REQ-1): an internal endpoint to an external one, for each
 * external address and protocol. A mapping lives as long as somebody holds it. Off heap, looked up
 * both ways. ICMP echo identifiers are ports here (RFC 5508 REQ-1); protocols without ports that
 * can be changed keep theirs, so that only one inside host may have one of them. Router loop only.
 *
 * <p>While the TCP ports of an external address are short, new flows get a <em>shared</em> mapping
 * instead: an external port without internal endpoint, held by flows to different destinations.
 */
public final class Mappings {
    /** No such mapping, or no port. */
    public static final int NONE = -1;

    /** Uplinks at most; their numbers are below it. */
    public static final int MAX_UPLINKS = 16;

    private static final String RECORDS = "nat.mappings";
    private static final String BUCKETS = "nat.buckets";

    // The record: two keys, two hash links, holders, who holds it explicitly. The internal key is
    // address, port, protocol
    // and number of the external address; a shared mapping has address 0 and its external port.
    // The external key is that without the address, so that both fit in 32 bytes with room.
    private static final int INTERNAL_KEY = 0;
    private static final int EXTERNAL_KEY = 8;
    private static final int NEXT = 16;
    private static final int HOLDERS = 24;
    private static final int EXPLICIT = 28;
    private static final int RECORD_BYTES = 32;

    /** In EXPLICIT: inbound only, because the internal endpoint leaves by another port. */
    private static final int INBOUND_ONLY = 1 << 31;

    private static final int SHARE_TRIES = 64;

    private final ByteBuffer records;
    private final ByteBuffer buckets;
    private final int bucketMask;
    private final long seed;
    private final int capacity;
    private final ExternalAddresses addresses;
    private DropReason refusal = DropReason.NONE;
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
        this.addresses = new ExternalAddresses(seed);
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
        return Integer.highestOneBit(capacity) << 1;
    }

    /**
     * Changes what the household has chosen, for new mappings.
     *
     * @param behaviour the new choice
     */
    public void behaviour(NatBehaviour behaviour) {
        addresses.behaviour(behaviour);
    }

    /** Returns what the household has chosen. */
    public NatBehaviour behaviour() {
        return addresses.behaviour();
    }

    /**
     * Changes the forwards: new mappings keep off their ports, and an inside server's own traffic
     * leaves by the port that is forwarded to it.
     *
     * @param forwards the new ones
     */
    public void forwards(PortForwards forwards) {
        addresses.forwards(forwards);
    }

    /**
     * Changes the external addresses of an uplink that drafts without one get. An internal host has
     * always the same one of them (RFC 4787 REQ-2).
     *
     * @param uplink the uplink's number
     * @param pool the addresses; copied
     */
    public void pool(int uplink, int[] pool) {
        addresses.pool(uplink, pool);
    }

    /**
     * Finds or makes the mapping of an internal endpoint, without sharing of ports. A new one has
     * no holder: hold it at once.
     *
     * @param draft the endpoint; its external address is filled in when it was open
     * @return the mapping, or {@link #NONE}: see {@link #refusal}
     */
    public int map(MappingDraft draft) {
        return map(draft, null);
    }

    /**
     * Finds or makes the mapping that a new flow is to hold. While the TCP ports of the external
     * address are short that is a shared one, which belongs to no endpoint; {@link #externalPort}
     * is right for it all the same.
     *
     * @param draft the endpoint; its external address is filled in when it was open
     * @param taken tells which ports have a flow to the same destination, which a forward may have
     *     let in, so that other ones are better; null when nobody knows, then nothing is shared
     * @return the mapping, or {@link #NONE}: see {@link #refusal}
     */
    public int map(MappingDraft draft, @Nullable ReplyTaken taken) {
        refusal = DropReason.NONE;
        int number =
                addresses.pair(draft)
                        ? addresses.findOrAdd(draft.uplink, draft.externalAddress)
                        : ExternalAddresses.NONE;
        if (number == ExternalAddresses.NONE) {
            return refuse(null, DropReason.NAT_NO_PORT);
        }
        int found = find(key(draft.address, draft.port, draft.protocol, number), 0);
        if (found != NONE) {
            return found;
        }
        PortBudget budget = addresses.budgetOrNew(number, draft.protocol);
        if (budget == null) {
            return keepPort(draft, number);
        }
        int shared = taken != null && mayShare(budget) ? share(budget, number, taken) : NONE;
        return shared == NONE ? make(draft, number, budget, taken) : shared;
    }

    private static boolean mayShare(PortBudget budget) {
        return budget.protocol() == Ipv4Header.PROTOCOL_TCP && budget.isShort();
    }

    private int refuse(@Nullable PortBudget budget, DropReason reason) {
        refusal = reason;
        refused++;
        if (budget != null) {
            budget.refuse();
        }
        return NONE;
    }

    private int make(
            MappingDraft draft, int number, PortBudget budget, @Nullable ReplyTaken taken) {
        DropReason why = free == NONE ? DropReason.NAT_NO_PORT : budget.wouldRefuse(draft.address);
        if (why != DropReason.NONE) {
            return refuse(budget, why);
        }
        int forwarded = addresses.forwards().externalPortFor(draft);
        boolean exactly = forwarded >= 0 && budget.takeExactly(draft.address, forwarded);
        int wanted = draft.wantedPort == 0 ? draft.port : draft.wantedPort;
        int port = exactly ? forwarded : budget.take(draft.address, wanted, taken);
        if (port == PortAllocator.NONE) {
            return refuse(budget, DropReason.NAT_NO_PORT);
        }
        portsKept += port == draft.port ? 1 : 0;
        return add(key(draft.address, draft.port, draft.protocol, number), port);
    }

    /** A protocol whose ports cannot be changed: the endpoint has its own, or nothing. */
    private int keepPort(MappingDraft draft, int number) {
        if (free == NONE || find(key(0, draft.port, draft.protocol, number), 1) != NONE) {
            return refuse(null, DropReason.NAT_NO_PORT);
        }
        portsKept++;
        return add(key(draft.address, draft.port, draft.protocol, number), draft.port);
    }

    /** Tries some ports of the shared band; the destination may have a flow on many of them. */
    private int share(PortBudget budget, int number, ReplyTaken taken) {
        for (int i = 0; i < SHARE_TRIES; i++) {
            int port = budget.ports().randomBandPort();
            long key = key(0, port, Ipv4Header.PROTOCOL_TCP, number);
            int shared = find(key, 0);
            boolean possible = shared != NONE || free != NONE && budget.ports().isFree(port);
            if (possible && !taken.isTaken(port)) {
                return shared == NONE ? addShared(budget, key, port) : shared;
            }
        }
        return NONE;
    }

    private int addShared(PortBudget budget, long key, int port) {
        budget.takeShared(port);
        return add(key, port);
    }

    /**
     * Finds or makes the mapping that a lease is to hold. A mapping that flows of the endpoint have
     * made already is taken, when its port will do; else there is a further one, by which only the
     * outside comes in.
     *
     * @param draft the endpoint, of TCP or UDP
     * @param claim which port is wanted
     * @return a mapping that no lease holds, to be held at once, or {@link #NONE}: see {@link
     *     #refusal}
     */
    int claim(MappingDraft draft, PortClaim claim) {
        refusal = DropReason.NONE;
        int number = addresses.findOrAdd(draft.uplink, draft.externalAddress);
        PortBudget budget =
                number == ExternalAddresses.NONE
                        ? null
                        : addresses.budgetOrNew(number, draft.protocol);
        if (budget == null) {
            return refuse(null, DropReason.NAT_NO_PORT);
        }
        long internal = key(draft.address, draft.port, draft.protocol, number);
        int there = find(key(0, claim.wanted(), draft.protocol, number), 1);
        if (there != NONE && belongs(there, internal) && maySee(budget, there, claim)) {
            return there;
        }
        int mine = find(internal, 0);
        if (!claim.exactly() && mine != NONE && maySee(budget, mine, claim)) {
            return mine;
        }
        return claimNew(internal, budget, claim, mine != NONE);
    }

    private boolean belongs(int mapping, long internal) {
        return records.getLong(at(mapping) + INTERNAL_KEY) == internal;
    }

    private boolean maySee(PortBudget budget, int mapping, PortClaim claim) {
        int port = externalPort(mapping);
        return explicit(mapping) == 0
                && claim.allowed().contains(port)
                && !budget.ports().isReserved(port);
    }

    private int claimNew(long internal, PortBudget budget, PortClaim claim, boolean inboundOnly) {
        int host = (int) (internal >>> 32);
        DropReason why = free == NONE ? DropReason.NAT_NO_PORT : budget.wouldRefuse(host);
        if (why != DropReason.NONE) {
            return refuse(budget, why);
        }
        int port = budget.claim(host, claim);
        if (port == PortAllocator.NONE) {
            boolean taken = claim.exactly();
            return refuse(budget, taken ? DropReason.NAT_KEY_TAKEN : DropReason.NAT_NO_PORT);
        }
        return add(internal, port, inboundOnly ? INBOUND_ONLY : 0);
    }

    /** Returns who holds a mapping explicitly: a number above 0, or 0 for flows alone. */
    int explicit(int mapping) {
        return records.getInt(at(mapping) + EXPLICIT) & ~INBOUND_ONLY;
    }

    /** Notes who holds a mapping explicitly; 0 for nobody. */
    void explicit(int mapping, int who) {
        int kind = records.getInt(at(mapping) + EXPLICIT) & INBOUND_ONLY;
        records.putInt(at(mapping) + EXPLICIT, kind | who);
    }

    private boolean isInboundOnly(int mapping) {
        return records.getInt(at(mapping) + EXPLICIT) < 0;
    }

    /** Returns whether a configured forward has the port of a mapping. */
    boolean isForwarded(int mapping) {
        long external = records.getLong(at(mapping) + EXTERNAL_KEY);
        PortBudget budget = addresses.budget(number(external), protocol(external));
        return budget != null && budget.ports().isReserved(port(external));
    }

    private int add(long internal, int port) {
        return add(internal, port, 0);
    }

    private int add(long internal, int port, int kind) {
        int mapping = free;
        free = records.getInt(at(mapping) + NEXT);
        size++;
        created++;
        int number = number(internal);
        addresses.count(number, 1);
        records.putLong(at(mapping) + INTERNAL_KEY, internal);
        records.putLong(at(mapping) + EXTERNAL_KEY, key(0, port, protocol(internal), number));
        records.putInt(at(mapping) + HOLDERS, 0);
        records.putInt(at(mapping) + EXPLICIT, kind);
        if (kind != INBOUND_ONLY) {
            link(mapping, 0);
        }
        link(mapping, 1);
        return mapping;
    }

    /** Returns why the last {@link #map} gave no mapping; {@code NONE} when it gave one. */
    public DropReason refusal() {
        return refusal;
    }

    /**
     * Says what {@link #map} would refuse with, and changes nothing but the draft's external
     * address, which is filled in when it was open.
     *
     * @param draft the endpoint
     */
    public DropReason wouldRefuse(MappingDraft draft) {
        if (findInternal(draft) != NONE) {
            return DropReason.NONE;
        }
        int number = addresses.find(draft.uplink, draft.externalAddress);
        boolean room = number != ExternalAddresses.NONE || addresses.hasPlace();
        if (draft.externalAddress == 0 || !room || free == NONE) {
            return DropReason.NAT_NO_PORT;
        }
        if (number == ExternalAddresses.NONE) {
            return DropReason.NONE;
        }
        PortBudget budget = addresses.budget(number, draft.protocol);
        if (budget == null) {
            boolean taken = find(key(0, draft.port, draft.protocol, number), 1) != NONE;
            return taken ? DropReason.NAT_NO_PORT : DropReason.NONE;
        }
        return mayShare(budget) ? DropReason.NONE : budget.wouldRefuse(draft.address);
    }

    /**
     * Finds the mapping of an internal endpoint.
     *
     * @param draft the endpoint; its external address is filled in when it was open
     * @return the mapping, or {@link #NONE}
     */
    public int findInternal(MappingDraft draft) {
        int number =
                addresses.pair(draft)
                        ? addresses.find(draft.uplink, draft.externalAddress)
                        : ExternalAddresses.NONE;
        return number == ExternalAddresses.NONE
                ? NONE
                : find(key(draft.address, draft.port, draft.protocol, number), 0);
    }

    /**
     * Finds whom an external endpoint belongs to. Shared ports belong to nobody.
     *
     * @param uplink the uplink's number
     * @param externalAddress the external address
     * @param protocol protocol number
     * @param port the external port, echo identifier, or 0
     * @return the mapping, or {@link #NONE}
     */
    public int findExternal(int uplink, int externalAddress, int protocol, int port) {
        int number = addresses.find(uplink, externalAddress);
        int found =
                number == ExternalAddresses.NONE ? NONE : find(key(0, port, protocol, number), 1);
        return found == NONE || isShared(found) ? NONE : found;
    }

    /** Returns whether a mapping is an external port shared by flows to different destinations. */
    public boolean isShared(int mapping) {
        return internalAddress(mapping) == 0;
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

    private void forget(int mapping) {
        if (!isInboundOnly(mapping)) {
            unlink(mapping, 0);
        }
        unlink(mapping, 1);
        long external = records.getLong(at(mapping) + EXTERNAL_KEY);
        int number = number(external);
        PortBudget budget = addresses.budget(number, protocol(external));
        if (budget != null && isShared(mapping)) {
            budget.releaseShared(externalPort(mapping));
        } else if (budget != null) {
            budget.release(internalAddress(mapping), externalPort(mapping));
        }
        addresses.count(number, -1);
        records.putInt(at(mapping) + NEXT, free);
        free = mapping;
        size--;
    }

    /** Returns the internal address; 0 for a shared mapping. */
    @HotPath
    public int internalAddress(int mapping) {
        return (int) (records.getLong(at(mapping) + INTERNAL_KEY) >>> 32);
    }

    /** Returns the internal port or echo identifier. */
    @HotPath
    public int internalPort(int mapping) {
        return port(records.getLong(at(mapping) + INTERNAL_KEY));
    }

    /** Returns the external address. */
    public int externalAddress(int mapping) {
        return addresses.address(number(records.getLong(at(mapping) + EXTERNAL_KEY)));
    }

    /** Returns the external port or echo identifier. */
    @HotPath
    public int externalPort(int mapping) {
        return port(records.getLong(at(mapping) + EXTERNAL_KEY));
    }

    private static long key(int address, int port, int protocol, int number) {
        return (long) address << 32 | (port & 0xffffL) << 16 | protocol << 8 | number;
    }

    @HotPath
    private static int port(long key) {
        return (int) key >>> 16;
    }

    private static int protocol(long key) {
        return (int) key >>> 8 & 0xff;
    }

    private static int number(long key) {
        return (int) key & 0xff;
    }

    @HotPath
    private static int at(int mapping) {
        return mapping * RECORD_BYTES;
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
        return new NatStatus(capacity, size, created, portsKept, refused, addresses.status());
    }
}
