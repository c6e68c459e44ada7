package bauta.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/** The program that sends bench frames into an end of a lane, from one CPU. */
final class Generator implements AutoCloseable {
    private static final int PROGRESS_BYTES = 4 * Long.BYTES;
    private static final int WRITTEN = Long.BYTES;
    private static final int BEGIN = 2 * Long.BYTES;
    private static final int LAST = 3 * Long.BYTES;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long PACED_NANOS = 1024L * 1_000_000_000L;
    private static final int TRIAL_FRAMES = 100_000;
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
     * Finds out how often the program runs in a second, by a short trial. One run of the bench is
     * one call of the kernel: starting and ending a call takes tens of milliseconds in which
     * nothing is sent, and a router that keeps up would sit idle.
     *
     * @param traffic what will be sent
     * @param duration for how long
     * @return how many frames to ask for
     */
    int plan(Traffic traffic, Duration duration, int framesPerSecond) {
        Sent trial = send(traffic, TRIAL_FRAMES, framesPerSecond);
        return (int)
                Math.min(Integer.MAX_VALUE, TRIAL_FRAMES / trial.seconds() * seconds(duration));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    /**
     * Sends without a gap.
     *
     * @param traffic what
     * @param repeat how often the program runs, each time for one frame or, ahead of its pace, none
     * @param framesPerSecond how many at most, 0 for as many as the CPU can
     * @return how many were sent, and the time between the first and the last by the kernel's clock
     */
    Sent send(Traffic traffic, int repeat, int framesPerSecond) {
        start(traffic, framesPerSecond == 0 ? 0 : (int) (PACED_NANOS / framesPerSecond));
        byte[] page = traffic.page();
        return place.call(() -> {
            Kernel.pinThread(cpu);
            program.sendFrames(page, repeat);
            ByteBuffer now = progress.get(0);
            long nanos = now.getLong(LAST) - now.getLong(BEGIN);
            return new Sent(now.getLong(WRITTEN), nanos / NANOS_PER_SECOND);
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
        long next = traffic.novelty() == Traffic.Novelty.NONE ? 0 : progress.get(0).getLong(0);
        byte[] start = new byte[PROGRESS_BYTES];
        ByteBuffer.wrap(start).order(ByteOrder.nativeOrder()).putLong(next);
        progress.put(0, start);
    }

    private long written() {
        return progress.get(0).getLong(WRITTEN);
    }

    @Override
    public void close() {
        program.close();
        settings.close();
        progress.close();
    }
}
