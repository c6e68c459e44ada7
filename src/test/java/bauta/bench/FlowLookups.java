package bauta.bench;

import bauta.engine.TableFile;
import bauta.flow.FiveTuple;
import bauta.flow.FlowDraft;
import bauta.flow.FlowSettings;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
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
 * a pattern, which is the worst one for the caches. Time is the thread's own, so that others on the
 * machine disturb less.
 */
public final class FlowLookups {
    private static final int CAPACITY = FlowSettings.DEFAULT_CAPACITY;
    private static final int FEW = 1000;
    private static final int LOOKUPS = 1_000_000;
    private static final int ROUNDS = 15;
    private static final int UDP = 17;
    private static final long SEED = 0x1234_5678_9abcL;
    private static final Path RESULT = Path.of("target", "bench", "flow-lookups.json");
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final FlowTable table;
    private final int flows;
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

    /** Returns nanoseconds per look-up. */
    private double round(boolean inTurn, boolean noting) {
        long begin = CPU.getCurrentThreadCpuTime();
        int missed = 0;
        for (int i = 0; i < LOOKUPS; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            turn = turn + 1 == flows ? 0 : turn + 1;
            int flow = inTurn ? turn : (int) ((state >>> 1 & 0x7fff_ffffL) * flows >>> 31);
            int direction = state >>> 15 & 1;
            long addresses = addresses(flow);
            int node =
                    table.find(
                            direction == 0 ? addresses : FiveTuple.exchange(addresses),
                            ports(flow, direction));
            missed += node == (flow << 1 | direction) ? 0 : 1;
            if (noting) {
                table.touch(node, begin, 100, true);
            }
        }
        if (missed != 0) {
            throw new IllegalStateException(missed + " flows not found");
        }
        return (double) (CPU.getCurrentThreadCpuTime() - begin) / LOOKUPS;
    }

    /**
     * One row.
     *
     * @param what find, or find and touch; in turn or not
     * @param nanosFew median with few flows
     * @param nanosMany median with many flows
     * @param ratio of the two
     */
    record Row(String what, double nanosFew, double nanosMany, double ratio) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-22s %5.1f ns with %d flows, %5.1f ns with %d, ratio %.2f",
                    what,
                    nanosFew,
                    FEW,
                    nanosMany,
                    CAPACITY,
                    ratio);
        }
    }

    private static Row measure(List<FlowLookups> tables, boolean inTurn, boolean noting) {
        List<List<Double>> nanos = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 2; i++) {
                nanos.get(i).add(tables.get(i).round(inTurn, noting));
            }
        }
        double few = Median.of(nanos.get(0));
        double many = Median.of(nanos.get(1));
        String what = (noting ? "find and touch" : "find") + (inTurn ? " in turn" : "");
        return new Row(what, few, many, many / few);
    }

    /**
     * Runs the bench.
     *
     * @param words none
     */
    public static void main(String[] words) throws IOException {
        List<FlowLookups> tables = List.of(new FlowLookups(FEW), new FlowLookups(CAPACITY));
        List<Row> rows =
                List.of(
                        measure(tables, true, false),
                        measure(tables, true, true),
                        measure(tables, false, false),
                        measure(tables, false, true));
        rows.forEach(row -> System.out.println(row.line()));
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(rows));
        System.out.println("written to " + RESULT);
    }
}
