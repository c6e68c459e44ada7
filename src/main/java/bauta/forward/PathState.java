package bauta.forward;

import bauta.engine.Clock;
import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.engine.TableFile;
import bauta.engine.TokenBucket;
import bauta.firewall.Firewall;
import bauta.flow.FlowTable;
import bauta.link.FramePool;
import bauta.nat.Mappings;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What the stages of the path share. Router loop only. */
final class PathState {
    final FramePool pool;
    final ByteBuf buf;
    final Clock clock;
    final Firewall firewall;
    final FlowTable flows;
    final Mappings mappings;
    final Lan[] lans;
    final @Nullable Uplink[] uplinks = new Uplink[Mappings.MAX_UPLINKS];
    final TokenBucket errorBucket;
    ForwardRules rules = ForwardRules.STANDARD;
    private final DropCounters drops;
    private long dropped;
    private DropReason lastReason = DropReason.NONE;
    long generated;

    PathState(ForwardLoop loop, ForwardSettings settings, TableFile tables, ForwardWays ways) {
        this.pool = loop.pool();
        this.buf = pool.memory();
        this.clock = loop.clock();
        this.drops = loop.drops();
        this.firewall = ways.firewall();
        this.lans = ways.lans().stream().map(Lan::new).toArray(Lan[]::new);
        this.mappings = new Mappings(tables, settings.nat(), settings.seed());
        long now = clock.nanos();
        this.flows = new FlowTable(tables, settings.flow(), settings.seed(), now, this::flowEnding);
        this.errorBucket =
                new TokenBucket(
                        ForwardSettings.ERRORS_PER_SECOND, ForwardSettings.ERROR_BURST, now);
    }

    private void flowEnding(int flow) {
        int mapping = flows.mapping(flow);
        if (mapping != Mappings.NONE) {
            mappings.release(mapping);
        }
    }

    /** Ends a frame: counts the reason and gives its memory back. */
    @HotPath
    void drop(int at, DropReason reason) {
        pool.release(at);
        count(reason);
    }

    /** Counts the end of a frame whose memory lives on, as an answer to it. */
    @HotPath
    void count(DropReason reason) {
        drops.count(reason);
        dropped++;
        lastReason = reason;
    }

    /** Returns the reason counted last. */
    DropReason lastReason() {
        return lastReason;
    }

    long dropped() {
        return dropped;
    }

    long dropped(DropReason reason) {
        return drops.value(reason);
    }

    /** Returns the uplink for new flows: the lowest that is up, or null. */
    @Nullable Uplink defaultUplink() {
        for (Uplink uplink : uplinks) {
            if (uplink != null && uplink.up) {
                return uplink;
            }
        }
        return null;
    }

    /** Returns the uplink of a flow; one that has flows has been attached once. */
    @HotPath
    Uplink uplinkOf(int flow) {
        Uplink uplink = uplinks[flows.uplink(flow)];
        assert uplink != null : "a flow of an uplink that never was";
        return uplink;
    }

    /** Returns the uplink of a side that packets came in by. */
    @HotPath
    Uplink uplinkAt(int side) {
        Uplink uplink = uplinks[side & 0xff];
        assert uplink != null : "a packet from an uplink that never was";
        return uplink;
    }

    /** Returns the LAN of a side, or null for the router's own. */
    @HotPath
    @Nullable Lan lanOf(int side) {
        int index = side & 0xff;
        return side >>> 8 == 1 && index < lans.length ? lans[index] : null;
    }

    /** Returns the LAN that an address lies in, or null. */
    @Nullable Lan lanAround(int ipv4) {
        for (Lan lan : lans) {
            if (lan.contains(ipv4)) {
                return lan;
            }
        }
        return null;
    }

    /** Returns whether an address is one of the router's, on either side. */
    boolean isOurs(int ipv4) {
        for (Lan lan : lans) {
            if (lan.address == ipv4) {
                return true;
            }
        }
        for (Uplink uplink : uplinks) {
            if (uplink != null && uplink.up && uplink.address == ipv4) {
                return true;
            }
        }
        return false;
    }
}
