package bauta.bench;

import bauta.engine.TableFile;
import bauta.flow.FiveTuple;
import bauta.flow.FlowDraft;
import bauta.flow.FlowSettings;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.flow.Lookahead;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What finding a flow costs, and finding and noting one, with few and with many flows in a table:
 * one thread, both directions; flows taken in turn, as the other benches do, or in an order without
 * a pattern, which is the worst one for the caches. Packets come in batches, and are looked ahead
 * at as the path does, by which few flows are not; beside it, each one by itself. Every round
 * measures every row, and time is the thread's own, so that others on the machine disturb less.
 */
public final class FlowLookups {
    private static final int CAPACITY = FlowSettings.DEFAULT_CAPACITY;
    private static final int FEW = 1000;
    private static final int BATCH = 16;
    private static final int LOOKUPS = 400_000;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 31;
    private static final int UDP = 17;
    private static final long SEED = 0x1234_5678_9abcL;
    private static final Path RESULT = Path.of("target", "bench", "flow-lookups.json");
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final FlowTable table;
    private final Lookahead lookahead;
    private final int flows;
    private final long[] addresses = new long[BATCH];
    private final long[] ports = new long[BATCH];
    private final int[] nodes = new int[BATCH];
    private int state = 12_345;
    private int turn;

    private FlowLookups(int flows) {
        this.flows = flows;
        FlowSettings settings = FlowSettings.ofCapacity(CAPACITY);
        table =
                new FlowTable(
                        TableFile.inMemory(FlowTable.sections(settings)),
                        settings,
                        SEED,
                        0,
                        _ -> {});
        lookahead = table.lookahead();
        FlowDraft draft = new FlowDraft();
        for (int flow = 0; flow < flows; flow++) {
            draft.originalAddresses = addresses(flow);
            draft.originalPorts = ports(flow, 0);
            draft.replyAddresses = FiveTuple.exchange(addresses(flow));
            draft.replyPorts = ports(flow, 1);
            draft.host = 1 + flow % 50;
            draft.state = FlowState.UDP;
            table.insert(draft, 0);
        }
    }

    private static long addresses(int flow) {
        return FiveTuple.addresses(0xc0a8_5701 + flow % 50, 0xc633_6400 + flow % 251);
    }

    private static long ports(int flow, int direction) {
        int port = 1024 + flow / 50;
        return direction == 0
                ? FiveTuple.ports(FiveTuple.lanSide(0), UDP, port, 443)
                : FiveTuple.ports(FiveTuple.uplinkSide(0), UDP, 443, port);
    }

    /** Makes the 5-tuples of a batch up. */
    private void draw(boolean inTurn) {
        for (int i = 0; i < BATCH; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            turn = turn + 1 == flows ? 0 : turn + 1;
            int flow = inTurn ? turn : (int) ((state >>> 1 & 0x7fff_ffffL) * flows >>> 31);
            int direction = state >>> 15 & 1;
            long original = addresses(flow);
            addresses[i] = direction == 0 ? original : FiveTuple.exchange(original);
            ports[i] = ports(flow, direction);
            nodes[i] = flow << 1 | direction;
        }
    }

    /** Returns nanoseconds per look-up. */
    private double round(Kind kind, boolean ahead) {
        long begin = CPU.getCurrentThreadCpuTime();
        int missed = 0;
        for (int done = 0; done < LOOKUPS; done += BATCH) {
            draw(kind.inTurn);
            for (int i = 0; ahead && i < BATCH && lookahead.pays(); i++) {
                lookahead.coming(i, addresses[i], ports[i]);
            }
            for (int i = 0; i < BATCH; i++) {
                int node = ahead ? findAhead(i) : table.find(addresses[i], ports[i]);
                missed += node == nodes[i] ? 0 : 1;
                if (kind.noting) {
                    table.touch(node, begin, 100, true);
                }
            }
        }
        if (missed != 0) {
            throw new IllegalStateException(missed + " flows not found");
        }
        return (double) (CPU.getCurrentThreadCpuTime() - begin) / LOOKUPS;
    }

    private int findAhead(int i) {
        lookahead.arrived(i);
        return lookahead.find(addresses[i], ports[i]);
    }

    private record Kind(boolean inTurn, boolean noting) {
        String text() {
            return (noting ? "find and touch" : "find") + (inTurn ? ", in turn" : ", no pattern");
        }
    }

    /**
     * One row.
     *
     * @param what find, or find and touch; in turn or not
     * @param nanosFew median with few flows
     * @param nanosMany median with many flows
     * @param ratio of the two
     * @param nanosFewAlone median with few flows, each packet by itself
     * @param nanosManyAlone median with many flows, each packet by itself
     */
    record Row(
            String what,
            double nanosFew,
            double nanosMany,
            double ratio,
            double nanosFewAlone,
            double nanosManyAlone) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-26s %5.1f ns with %d flows, %5.1f ns with %d, ratio %.2f"
                            + " (each by itself %.1f and %.1f)",
                    what,
                    nanosFew,
                    FEW,
                    nanosMany,
                    CAPACITY,
                    ratio,
                    nanosFewAlone,
                    nanosManyAlone);
        }
    }

    /** The measurements of one kind: few and many flows, each ahead and alone. */
    private static final class Measured {
        private final Kind kind;
        private final List<List<Double>> nanos =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        Measured(Kind kind) {
            this.kind = kind;
        }

        void round(List<FlowLookups> tables, boolean counts) {
            for (int i = 0; i < nanos.size(); i++) {
                double taken = tables.get(i & 1).round(kind, i < 2);
                if (counts) {
                    nanos.get(i).add(taken);
                }
            }
        }

        Row row() {
            double few = Median.of(nanos.get(0));
            double many = Median.of(nanos.get(1));
            return new Row(
                    kind.text(),
                    few,
                    many,
                    many / few,
                    Median.of(nanos.get(2)),
                    Median.of(nanos.get(3)));
        }
    }

    /**
     * Runs the bench.
     *
     * @param words none
     */
    public static void main(String[] words) throws IOException {
        List<FlowLookups> tables = List.of(new FlowLookups(FEW), new FlowLookups(CAPACITY));
        List<Measured> all =
                List.of(
                        new Measured(new Kind(true, false)),
                        new Measured(new Kind(true, true)),
                        new Measured(new Kind(false, false)),
                        new Measured(new Kind(false, true)));
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (Measured measured : all) {
                measured.round(tables, round >= 0);
            }
        }
        List<Row> rows = all.stream().map(Measured::row).toList();
        rows.forEach(row -> System.out.println(row.line()));
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(rows));
        System.out.println("written to " + RESULT);
    }
}
