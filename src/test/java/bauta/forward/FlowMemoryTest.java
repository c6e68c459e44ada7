package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.TableFile;
import bauta.flow.FiveTuple;
import bauta.flow.FlowDraft;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.nat.MappingDraft;
import bauta.nat.Mappings;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What flows take in all, each with a mapping of its own: table file and heap. */
class FlowMemoryTest {
    private static final int HOSTS = 250;
    private static final int UDP = 17;
    private static final int PORTS_PER_ADDRESS = 60_000;

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void aFlowTakesAtMost256BytesAllTold() {
        bytesEach(65_536); // loads classes and says that ports are short for the first time
        for (int capacity : new int[] {65_536, 262_144}) {
            assertThat(bytesEach(capacity))
                    .as("bytes of a flow, of %d", capacity)
                    .isBetween(150.0, 256.0);
        }
    }

    private static double bytesEach(int capacity) {
        ForwardSettings settings = ForwardSettings.ofCapacity(capacity, 1);
        long file =
                ForwardingPath.sections(settings).stream()
                        .mapToLong(s -> (long) s.records() * s.recordBytes())
                        .sum();
        TableFile tables = TableFile.inMemory(ForwardingPath.sections(settings));
        FlowDraft draft = new FlowDraft();
        MappingDraft mapping = new MappingDraft();
        long before = allocated();
        FlowTable flows = new FlowTable(tables, settings.flow(), 1, 0, _ -> {});
        Mappings mappings = new Mappings(tables, settings.nat(), 1);
        for (int flow = 0; flow < capacity; flow++) {
            open(flow, flows, mappings, draft, mapping);
        }
        long heap = allocated() - before;
        assertThat(flows.size()).isEqualTo(capacity);
        assertThat(mappings.status().mappings()).isEqualTo(capacity);
        return (double) (file + heap) / capacity;
    }

    private static void open(
            int flow, FlowTable flows, Mappings mappings, FlowDraft draft, MappingDraft mapping) {
        int host = 0x0a00_0001 + flow % HOSTS;
        int port = 1024 + flow / HOSTS;
        mapping.externalAddress = 0x0b00_0001 + flow / PORTS_PER_ADDRESS;
        mapping.protocol = UDP;
        mapping.address = host;
        mapping.port = port;
        draft.clear();
        draft.mapping = mappings.map(mapping);
        mappings.hold(draft.mapping);
        draft.originalAddresses = FiveTuple.addresses(host, 7);
        draft.originalPorts = FiveTuple.ports(FiveTuple.lanSide(0), UDP, port, 443);
        draft.replyAddresses = FiveTuple.addresses(7, mapping.externalAddress);
        draft.replyPorts =
                FiveTuple.ports(
                        FiveTuple.uplinkSide(0), UDP, 443, mappings.externalPort(draft.mapping));
        draft.host = host;
        draft.spoken = true;
        draft.state = FlowState.UDP;
        flows.insert(draft, 0);
    }
}
