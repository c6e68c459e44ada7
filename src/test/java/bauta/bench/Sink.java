package bauta.bench;

import java.util.List;

/** The program at an end of a lane that judges, counts and drops what arrives. */
final class Sink implements AutoCloseable {
    private static final int MAX_CPUS = 64;

    private final ArrayMap settings = new ArrayMap("settings", Traffic.SETTINGS_BYTES, 1);
    private final ArrayMap counts = new ArrayMap("counts", Counts.BYTES, MAX_CPUS);
    private final XdpProgram program;
    private final int attachment;

    Sink(Place place, String link, PortsMap ports) {
        this.program = BpfObject.load("packet_sink", List.of(settings, counts, ports.map()));
        int index = place.indexOf(link);
        this.attachment = place.call(() -> program.attach(index));
    }

    /** Says what has to arrive from now on. */
    void expect(Traffic traffic) {
        settings.put(0, traffic.sinkSettings());
    }

    /** Returns what has arrived so far. */
    Counts counts() {
        Counts sum = Counts.NONE;
        for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
            sum = sum.plus(Counts.of(counts.get(cpu)));
        }
        return sum;
    }

    @Override
    public void close() {
        Kernel.close(attachment);
        program.close();
        settings.close();
        counts.close();
    }
}
