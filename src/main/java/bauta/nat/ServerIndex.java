package bauta.nat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The inside servers of all forwards of ports, by address: a search looks only at the forwards that
 * lead to one host.
 */
final class ServerIndex {
    private record Entry(int address, CompiledForward forward, int target) {}

    private final int[] addresses;
    private final Entry[] entries;

    ServerIndex(CompiledForward[] forwards) {
        List<Entry> all = new ArrayList<>();
        for (CompiledForward forward : forwards) {
            if (forward.kind == ForwardKind.PORTS) {
                for (int target = 0; target < forward.size(); target++) {
                    int address = forward.rule.targets().get(target).address().bits();
                    all.add(new Entry(address, forward, target));
                }
            }
        }
        all.sort(Comparator.comparingInt(Entry::address));
        this.entries = all.toArray(Entry[]::new);
        this.addresses = all.stream().mapToInt(Entry::address).toArray();
    }

    /** Returns the external port of the first forward that leads to an endpoint, or -1. */
    int externalPort(MappingDraft draft) {
        for (int i = first(draft.address); i < entries.length; i++) {
            Entry entry = entries[i];
            if (entry.address != draft.address) {
                break;
            }
            CompiledForward forward = entry.forward;
            int port = forward.externalPort(entry.target, draft.port);
            if (port >= 0
                    && forward.hasProtocol(draft.protocol)
                    && forward.reaches(draft.uplink, draft.externalAddress)) {
                return port;
            }
        }
        return -1;
    }

    private int first(int address) {
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (addresses[middle] < address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
