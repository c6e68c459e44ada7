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
 * 60 bytes are copied into the pool in batches, go through the path and are released by the port
 * they are given to: told of ahead, as a ring with several frames does, or one by one, as single
 * frames come. The copying alone is measured too. Every round measures every row, so that what else
 * the machine does disturbs all alike; time is the thread's own. Bytes allocated per packet have to
 * be zero.
 */
public final class PathCost {
    private static final Path RESULT = Path.of("target", "bench", "path-cost.json");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int FRAMES = 256;
    private static final int BATCH = 64;
    private static final int AHEAD = 16;
    private static final int PACKETS = 300_032;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 31;
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
    private final int flows;
    private final int[] at = new int[BATCH];
    private final int[] length = new int[BATCH];

    private PathCost(int flows) {
        this.flows = flows;
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
        List<Lane> lanes = new ArrayList<>();
        for (int flows : List.of(1, 1000, 65_536)) {
            PathCost path = new PathCost(flows);
            lanes.add(path.new Lane(true));
            lanes.add(path.new Lane(false));
        }
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (Lane lane : lanes) {
                lane.round(round >= 0);
            }
        }
        List<Row> rows = lanes.stream().map(Lane::row).toList();
        rows.forEach(row -> System.out.println(row.line()));
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
     * @param nanosPerPacket median, with the copying, frames told of ahead
     * @param nanosOneByOne median, with the copying, frames not told of ahead
     * @param copyNanosPerPacket median of the copying alone
     * @param bytesAllocatedPerPacket the least of all rounds
     * @param forwardedShare packets that came to the right port
     */
    record Row(
            String direction,
            int flows,
            double nanosPerPacket,
            double nanosOneByOne,
            double copyNanosPerPacket,
            double bytesAllocatedPerPacket,
            double forwardedShare) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-4s %6d flows: %6.1f ns per packet, %6.1f ns one by one (of it %4.1f copying),"
                            + " %.3f bytes allocated, %.1f%% forwarded",
                    direction,
                    flows,
                    nanosPerPacket,
                    nanosOneByOne,
                    copyNanosPerPacket,
                    bytesAllocatedPerPacket,
                    100 * forwardedShare);
        }
    }

    /** One direction of a path. */
    private final class Lane {
        private final boolean upstream;
        private final Templates templates;
        private final FrameReceiver receiver;
        private final CountingPort out;
        private final List<Double> ahead = new ArrayList<>();
        private final List<Double> oneByOne = new ArrayList<>();
        private final List<Double> copying = new ArrayList<>();
        private final Releasing releasing = new Releasing(pool);
        private long allocatedBytes = Long.MAX_VALUE;

        /** Opens the flows, by a packet from the inside each, unless they are open. */
        Lane(boolean upstream) {
            this.upstream = upstream;
            Templates outward = new Templates(new Traffic(ROUTE, true, FRAME_BYTES, flows));
            run(path.lanReceiver(0), outward, flows, 1);
            this.templates =
                    upstream
                            ? outward
                            : new Templates(new Traffic(ROUTE, false, FRAME_BYTES, flows));
            this.receiver = upstream ? path.lanReceiver(0) : path.wanReceiver();
            this.out = upstream ? wanPort : lanPort;
        }

        void round(boolean counts) {
            double copied = run(releasing, templates, PACKETS, 1);
            double single = run(receiver, templates, PACKETS, 1);
            long allocatedBefore = allocated();
            double batched = run(receiver, templates, PACKETS, AHEAD);
            if (counts) {
                copying.add(copied);
                oneByOne.add(single);
                ahead.add(batched);
                allocatedBytes = Math.min(allocatedBytes, allocated() - allocatedBefore);
            }
        }

        Row row() {
            long sentBefore = out.sent;
            run(receiver, templates, PACKETS, AHEAD);
            return new Row(
                    upstream ? "up" : "down",
                    flows,
                    Median.of(ahead),
                    Median.of(oneByOne),
                    Median.of(copying),
                    (double) allocatedBytes / PACKETS,
                    (double) (out.sent - sentBefore) / PACKETS);
        }
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Returns nanoseconds per packet; frames are told of some at a time, unless it is one. */
    private double run(FrameReceiver receiver, Templates templates, int packets, int some) {
        long begin = THREADS.getCurrentThreadCpuTime();
        int left = packets;
        while (left > 0) {
            clock.advance();
            int batch = Math.min(BATCH, left);
            for (int i = 0; i < batch; i++) {
                at[i] = pool.allocate();
                length[i] = templates.copyNext(pool.memory(), at[i]);
            }
            for (int done = 0; done < batch; done += some) {
                give(receiver, done, Math.min(done + some, batch));
            }
            receiver.batchEnd();
            left -= batch;
        }
        return (double) (THREADS.getCurrentThreadCpuTime() - begin) / packets;
    }

    /** What a receive ring does with the frames it has. */
    private void give(FrameReceiver receiver, int from, int to) {
        for (int i = from; i < to && to - from > 1; i++) {
            receiver.coming(at[i], length[i]);
        }
        for (int i = from; i < to; i++) {
            receiver.receive(at[i], length[i]);
        }
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
