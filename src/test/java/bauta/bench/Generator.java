package bauta.bench;

import java.time.Duration;
import java.util.List;

/** The program that sends bench frames into an end of a lane, from one CPU. */
final class Generator implements AutoCloseable {
    private static final int PROGRESS_BYTES = 3 * Long.BYTES;
    private static final long PACED_NANOS = 1024L * 1_000_000_000L;
    private static final int FRAMES_PER_CALL = 65_536;
    private static final int GENTLE_FRAMES = 64;
    private static final Duration GENTLE_PAUSE = Duration.ofMillis(1);

    private final Place place;
    private final int linkIndex;
    private final int cpu;
    private final ArrayMap settings = new ArrayMap("settings", Traffic.SETTINGS_BYTES, 1);
    private final ArrayMap progress = new ArrayMap("progress", PROGRESS_BYTES, 1);
    private final XdpProgram program;

    Generator(Place place, String link, PortsMap ports, int cpu) {
        this.place = place;
        this.linkIndex = place.indexOf(link);
        this.cpu = cpu;
        this.program = BpfObject.load("packet_generator", List.of(settings, progress, ports.map()));
    }

    /**
     * What was sent.
     *
     * @param frames how many
     * @param seconds in which time
     */
    record Sent(long frames, double seconds) {}

    /**
     * Sends for a while.
     *
     * @param traffic what
     * @param duration how long
     * @param framesPerSecond how many at most, 0 for as many as the CPU can
     */
    Sent send(Traffic traffic, Duration duration, int framesPerSecond) {
        start(traffic, framesPerSecond == 0 ? 0 : (int) (PACED_NANOS / framesPerSecond));
        byte[] page = traffic.page();
        return place.call(() -> {
            Kernel.pinThread(cpu);
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < duration.toNanos()) {
                program.sendFrames(page, FRAMES_PER_CALL);
            }
            return new Sent(written(), (System.nanoTime() - begin) / 1e9);
        });
    }

    /** Sends each flow once, with pauses, so that first packets find room everywhere. */
    void sendGently(Traffic traffic) {
        start(traffic, 0);
        byte[] page = traffic.page();
        place.call(() -> {
            Kernel.pinThread(cpu);
            while (written() < traffic.flows()) {
                long left = traffic.flows() - written();
                program.sendFrames(page, (int) Math.min(GENTLE_FRAMES, left));
                Pause.take(GENTLE_PAUSE);
            }
            return true;
        });
    }

    private void start(Traffic traffic, int pace) {
        settings.put(0, traffic.generatorSettings(linkIndex, pace));
        progress.clear(0);
    }

    private long written() {
        return progress.get(0).getLong(Long.BYTES);
    }

    @Override
    public void close() {
        program.close();
        settings.close();
        progress.close();
    }
}
