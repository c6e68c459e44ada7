package bauta.bench;

import bauta.engine.BatchClock;
import bauta.engine.Clock;
import bauta.engine.DropCounters;
import bauta.engine.RuleCounters;
import bauta.engine.TableFile;
import bauta.engine.Timers;
import bauta.flow.FlowSettings;
import bauta.forward.ForwardLoop;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardWays;
import bauta.forward.ForwardingPath;
import bauta.forward.LanNetwork;
import bauta.forward.UplinkAttachment;
import bauta.link.FramePool;
import bauta.link.FrameReceiver;
import bauta.link.Neighbours;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a packet costs in {@link ForwardingPath} alone: one thread, no rings, no kernel. Frames of
 * 60 bytes are copied into the pool one after the other, go through the path and are released by
 * the port they are given to; the copying alone is measured too. Bytes allocated per packet have to
 * be zero.
 */
public final class PathCost {
    private static final Path RESULT = Path.of("target", "bench", "path-cost.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int FRAMES = 4096;
    private static final int BATCH = 64;
    private static final int PACKETS = 4_000_000;
    private static final int ROUNDS = 7;
    private static final int FRAME_BYTES = 60;
    private static final Route ROUTE =
            new Route(
                    0x02_00_00_00_b2_01L,
                    0x02_00_00_00_b2_02L,
                    0x02_00_00_00_b2_03L,
                    0x02_00_00_00_b2_04L,
                    Ipv4Address.parse("192.168.87.100").bits(),
                    Ipv4Address.parse("198.18.0.10").bits(),
                    Ipv4Address.parse("100.64.10.2").bits(),
                    1);

    private final FramePool pool =
            new FramePool(
                    Unpooled.wrappedBuffer(
                            ByteBuffer.allocateDirect(FRAMES * FramePool.CHUNK_BYTES)));
    private final BatchClock clock = new BatchClock(Clock.system());
    private final DropCounters drops = new DropCounters();
    private final CountingPort lanPort = new CountingPort(pool, ROUTE.routerLanMac());
    private final CountingPort wanPort = new CountingPort(pool, ROUTE.routerWanMac());
    private final CountingPort tunPort = new CountingPort(pool, 0);
    private final ForwardingPath path;

    private PathCost() {
        ForwardSettings settings = ForwardSettings.ofCapacity(FlowSettings.DEFAULT_CAPACITY, 1);
        var lan =
                new LanNetwork(0, lanPort, Ipv4Prefix.parse("192.168.87.1/24"), new OneNeighbour());
        this.path =
                new ForwardingPath(
                        new ForwardLoop(pool, clock, new NoTimers(clock), drops),
                        settings,
                        TableFile.inMemory(ForwardingPath.sections(settings)),
                        new ForwardWays(List.of(lan), tunPort, new RuleCounters(), (_, _) -> {}));
        path.attach(
                new UplinkAttachment(
                        0,
                        "internet",
                        new Ipv4Address(ROUTE.externalAddress()),
                        1492,
                        wanPort,
                        ROUTE.routerWanMac(),
                        ROUTE.providerMac(),
                        ROUTE.session(),
                        List.of()));
    }

    /**
     * Runs the bench.
     *
     * @param words none
     */
    public static void main(String[] words) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (int flows : List.of(1, 1000, 65_536)) {
            for (boolean upstream : List.of(true, false)) {
                rows.add(new PathCost().measure(flows, upstream));
                System.out.println(rows.getLast().line());
            }
        }
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("frame-bytes", FRAME_BYTES);
        document.put("rows", rows);
        Files.writeString(RESULT, JSON.writeValueAsString(document));
        System.out.println("written to " + RESULT);
        System.exit(rows.stream().allMatch(row -> row.forwardedShare() == 1) ? 0 : 1);
    }

    /**
     * One row.
     *
     * @param direction up or down
     * @param flows how many conversations
     * @param nanosPerPacket median, with the copying
     * @param copyNanosPerPacket median of the copying alone
     * @param bytesAllocatedPerPacket over the last round
     * @param forwardedShare packets that came to the right port
     */
    record Row(
            String direction,
            int flows,
            double nanosPerPacket,
            double copyNanosPerPacket,
            double bytesAllocatedPerPacket,
            double forwardedShare) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-4s %6d flows: %6.1f ns per packet (of it %4.1f copying), %.3f bytes"
                            + " allocated, %.1f%% forwarded",
                    direction,
                    flows,
                    nanosPerPacket,
                    copyNanosPerPacket,
                    bytesAllocatedPerPacket,
                    100 * forwardedShare);
        }
    }

    private Row measure(int flows, boolean upstream) {
        Templates outward = new Templates(new Traffic(ROUTE, true, FRAME_BYTES, flows));
        run(path.lanReceiver(0), outward, flows);
        Templates templates = new Templates(new Traffic(ROUTE, upstream, FRAME_BYTES, flows));
        FrameReceiver receiver = upstream ? path.lanReceiver(0) : path.wanReceiver();
        CountingPort out = upstream ? wanPort : lanPort;
        var releasing = new Releasing(pool);
        List<Double> whole = new ArrayList<>();
        List<Double> copying = new ArrayList<>();
        long allocatedBefore = 0;
        long sentBefore = 0;
        for (int round = 0; round < ROUNDS; round++) {
            copying.add(run(releasing, templates, PACKETS));
            sentBefore = out.sent;
            allocatedBefore = allocated();
            whole.add(run(receiver, templates, PACKETS));
        }
        double allocated = (double) (allocated() - allocatedBefore) / PACKETS;
        return new Row(
                upstream ? "up" : "down",
                flows,
                Median.of(whole),
                Median.of(copying),
                allocated,
                (double) (out.sent - sentBefore) / PACKETS);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /** Returns nanoseconds per packet. */
    private double run(FrameReceiver receiver, Templates templates, int packets) {
        long begin = System.nanoTime();
        int left = packets;
        while (left > 0) {
            clock.advance();
            int batch = Math.min(BATCH, left);
            for (int i = 0; i < batch; i++) {
                int at = pool.allocate();
                receiver.receive(at, templates.copyNext(pool.memory(), at));
            }
            receiver.batchEnd();
            left -= batch;
        }
        return (double) (System.nanoTime() - begin) / packets;
    }

    /** Frames to copy from, one per flow, in one direct buffer. */
    private static final class Templates {
        private final ByteBuf all;
        private final int length;
        private final int flows;
        private int next;

        Templates(Traffic traffic) {
            this.flows = traffic.flows();
            this.length = traffic.page().length;
            this.all = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(flows * length));
            for (int flow = 0; flow < flows; flow++) {
                all.setBytes(flow * length, Frames.of(traffic, flow));
            }
        }

        int copyNext(ByteBuf to, int at) {
            to.setBytes(at, all, next * length, length);
            next = next + 1 == flows ? 0 : next + 1;
            return length;
        }
    }

    /** Knows everybody by one MAC address. */
    private static final class OneNeighbour implements Neighbours {
        @Override
        public long macOf(int ipv4) {
            return ROUTE.hostMac();
        }

        @Override
        public void hold(int ipv4, int at, int length, Waiter waiter) {
            waiter.unreachable(at, length);
        }
    }

    /** Ends every frame at once: what is left is the cost of copying. */
    private record Releasing(FramePool pool) implements FrameReceiver {
        @Override
        public void receive(int at, int length) {
            pool.release(at);
        }
    }

    /** Timers that never run: no flow ends during a bench. */
    private record NoTimers(Clock clock) implements Timers {
        @Override
        public long nanos() {
            return clock.nanos();
        }

        @Override
        public Timer at(long deadlineNanos, Runnable task) {
            return () -> {};
        }
    }
}
