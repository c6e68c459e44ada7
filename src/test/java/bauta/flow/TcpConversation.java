package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.TableFile;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Two ends talk through the table over two links that lose, double and reorder: no segment of
 * theirs is refused, and nobody who does not see the traffic gets one through.
 */
final class TcpConversation {
    private static final int MAX_MILLIS = 600_000;

    /** A segment that comes to the table, or from there to an end. */
    private record Arrival(int millis, long order, boolean judged, TcpEnd.Segment segment) {}

    private final Random random;
    private final String run;
    private final ByteBuf buf = Unpooled.buffer(1 << 16);
    private final PriorityQueue<Arrival> links =
            new PriorityQueue<>((a, b) ->
                    a.millis != b.millis
                            ? Integer.compare(a.millis, b.millis)
                            : Long.compare(a.order, b.order));
    private final TcpEnd opener;
    private final TcpEnd peer;
    private final int lossPercent;
    final FlowTable table;
    private final int flow;
    private long order;
    int guesses;
    int luckyResets;
    int passed;

    TcpConversation(long seed) {
        run = "seed " + seed;
        random = new Random(seed);
        opener = new TcpEnd(true, random, random.nextInt(300_000), random.nextInt(-1, 9));
        peer = new TcpEnd(false, random, random.nextInt(300_000), random.nextInt(-1, 9));
        lossPercent = random.nextInt(12);
        FlowSettings settings = FlowSettings.ofCapacity(4);
        table =
                new FlowTable(
                        TableFile.inMemory(FlowTable.sections(settings)), settings, 7, 0, _ -> {});
        FlowDraft draft = new FlowDraft();
        draft.originalAddresses = 1;
        draft.replyAddresses = 2;
        draft.host = 1;
        draft.state = FlowState.SYN_SENT;
        flow = table.insert(draft, 0);
    }

    /** Talks until both ends have said all. */
    void talk() {
        int millis = 0;
        while (!(opener.isDone() && peer.isDone())) {
            assertThat(millis).as("%s comes to an end", run).isLessThan(MAX_MILLIS);
            int now = millis;
            opener.send(now).forEach(segment -> travel(segment, now, true));
            peer.send(now).forEach(segment -> travel(segment, now, true));
            while (!links.isEmpty() && links.peek().millis <= now) {
                arrive(links.poll());
            }
            if (millis % 50 == 0) {
                guess();
            }
            millis += 5;
        }
        while (!links.isEmpty()) {
            Arrival last = links.poll();
            if (last.judged) {
                arrive(last);
            }
        }
        assertThat(table.stateName(flow)).as(run).isEqualTo("CLOSING");
    }

    /** A link takes 10 to 25 ms: less than what an end needs to go on by a whole window. */
    private void travel(TcpEnd.Segment segment, int now, boolean toTable) {
        if (random.nextInt(100) >= lossPercent) {
            links.add(new Arrival(now + random.nextInt(10, 25), order++, toTable, segment));
        }
        if (random.nextInt(20) == 0) {
            links.add(new Arrival(now + random.nextInt(10, 25), order++, toTable, segment));
        }
    }

    private void arrive(Arrival arrival) {
        TcpEnd.Segment segment = arrival.segment;
        if (!arrival.judged) {
            TcpEnd to = segment.fromOpener() ? peer : opener;
            to.receive(segment).forEach(answer -> travel(answer, arrival.millis, true));
            return;
        }
        int node = flow << 1 | (segment.fromOpener() ? 0 : 1);
        int end = write(segment);
        assertThat(table.judge(node, buf, 0, end))
                .as("%s: %s in %s", run, segment, table.stateName(flow))
                .isEqualTo(DropReason.NONE);
        table.note(node, buf, 0, end);
        table.touch(node, arrival.millis * 1_000_000L, end, true);
        passed++;
        travel(segment, arrival.millis, false);
    }

    private int write(TcpEnd.Segment segment) {
        int[] numbers = {segment.sequence(), segment.ack(), segment.window()};
        return TcpScript.write(buf, segment.flags(), numbers, segment.scale()) + segment.data();
    }

    /** Somebody who knows the 5-tuple, but no number, tries each kind of segment both ways. */
    private void guess() {
        if (!FlowState.isOpen(table.state(flow))) {
            return;
        }
        for (int flags :
                new int[] {
                    TcpHeader.RST,
                    TcpHeader.RST | TcpHeader.ACK,
                    TcpHeader.SYN,
                    TcpHeader.SYN | TcpHeader.ACK,
                    TcpHeader.ACK,
                    TcpHeader.ACK | TcpHeader.FIN
                }) {
            for (boolean fromOpener : new boolean[] {true, false}) {
                guess(flags, fromOpener);
            }
        }
    }

    private void guess(int flags, boolean fromOpener) {
        if (flags == TcpHeader.SYN && fromOpener) {
            return;
        }
        guesses++;
        int data = (flags & TcpHeader.ACK) == 0 ? 0 : random.nextInt(1000);
        int node = flow << 1 | (fromOpener ? 0 : 1);
        int end =
                write(
                        new TcpEnd.Segment(
                                fromOpener,
                                flags,
                                random.nextInt(),
                                random.nextInt(),
                                random.nextInt(65_536),
                                -1,
                                data));
        DropReason reason = table.judge(node, buf, 0, end);
        int before = table.state(flow);
        if (reason == DropReason.NONE) {
            assertThat(flags & TcpHeader.RST).as("%s: a guess passed", run).isNotZero();
            luckyResets++;
            table.note(node, buf, 0, end);
        }
        assertThat(table.state(flow)).as("%s: a guess moved the state", run).isEqualTo(before);
    }
}
