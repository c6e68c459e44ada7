package bauta.bench;

/** The external port of each flow, shared by the programs of a lane. */
final class PortsMap implements AutoCloseable {
    private static final int MAX_FLOWS = 65_536;

    private final ArrayMap map = new ArrayMap("ports", Integer.BYTES, MAX_FLOWS);
    private int highest;

    ArrayMap map() {
        return map;
    }

    /** Forgets the ports of all flows that were asked for. */
    void clear() {
        for (int flow = 0; flow < highest; flow++) {
            map.clear(flow);
        }
        highest = 0;
    }

    /** Returns how many of the first flows have a port. */
    int known(int flows) {
        highest = Math.max(highest, flows);
        int known = 0;
        for (int flow = 0; flow < flows; flow++) {
            known += portOf(flow) == 0 ? 0 : 1;
        }
        return known;
    }

    /** Returns the external port of a flow, 0 when none is known. */
    int portOf(int flow) {
        return map.get(flow).getInt();
    }

    @Override
    public void close() {
        map.close();
    }
}
