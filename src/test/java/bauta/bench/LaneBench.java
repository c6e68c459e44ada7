package bauta.bench;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The generators and sinks on both sides of a lane. */
final class LaneBench implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofMillis(60);
    private static final int OPENING_ROUNDS = 20;

    private final Lane lane;
    private final PortsMap ports;
    private final Sink providerSink;
    private final Sink lanSink;
    private final Generator lanGenerator;
    private final Generator providerGenerator;

    /**
     * Puts the programs in place.
     *
     * @param lane whose wires are up
     * @param generatorCpu where the generators run
     */
    LaneBench(Lane lane, int generatorCpu) {
        this.lane = lane;
        this.ports = new PortsMap();
        this.providerSink = new Sink(lane.provider(), lane.providerLink(), ports);
        this.lanSink = new Sink(lane.lan(), lane.lanLink(), ports);
        this.lanGenerator = new Generator(lane.lan(), lane.lanLink(), ports, generatorCpu);
        this.providerGenerator =
                new Generator(lane.provider(), lane.providerLink(), ports, generatorCpu);
    }

    Lane lane() {
        return lane;
    }

    /**
     * Opens every flow from the inside and learns its external port; no two flows of one server may
     * share one.
     *
     * @param frameBytes length of the frames that open them
     * @param flows how many
     * @throws InvalidBench when not all of them get through
     */
    void open(int frameBytes, int flows) {
        int known = openMost(frameBytes, flows);
        if (known < flows) {
            throw new InvalidBench(
                    "%s: %d of %d flows opened, %s"
                            .formatted(lane.name(), known, flows, providerSink.counts()));
        }
        requireDistinct(flows);
    }

    /** Opens as many of the flows as get through in a few rounds, and returns how many did. */
    int openMost(int frameBytes, int flows) {
        var traffic = new Traffic(lane.route(), true, frameBytes, flows);
        ports.clear();
        providerSink.expect(traffic);
        int known = 0;
        for (int round = 0; round < OPENING_ROUNDS && known < flows; round++) {
            lanGenerator.sendGently(traffic);
            Pause.take(DRAIN);
            known = ports.known(flows);
        }
        return known;
    }

    private void requireDistinct(int flows) {
        Set<Long> seen = new HashSet<>();
        for (int flow = 0; flow < flows; flow++) {
            int port = ports.portOf(flow);
            if (port != 0 && !seen.add((long) flow / Traffic.PORTS << 16 | port)) {
                throw new InvalidBench(lane.name() + ": two flows share external port " + port);
            }
        }
    }

    /** Sends at full speed for a while and says what arrived. */
    Sample run(Traffic traffic, Duration duration) {
        return run(traffic, duration, 0);
    }

    /**
     * Sends for a while and says what arrived.
     *
     * @param traffic what
     * @param duration how long
     * @param framesPerSecond how many at most, 0 for as many as the generator's CPU can
     */
    Sample run(Traffic traffic, Duration duration, int framesPerSecond) {
        Sink sink = traffic.upstream() ? providerSink : lanSink;
        Generator generator = traffic.upstream() ? lanGenerator : providerGenerator;
        sink.expect(traffic);
        int repeat = generator.plan(traffic, duration, framesPerSecond);
        Pause.take(DRAIN);
        Counts before = sink.counts();
        CpuTimes cpuBefore = CpuTimes.now();
        Generator.Sent sent = generator.send(traffic, repeat, framesPerSecond);
        CpuTimes cpuAfter = CpuTimes.now();
        Pause.take(DRAIN);
        return new Sample(
                sent.frames(),
                sink.counts().minus(before),
                sent.seconds(),
                cpuAfter.busySince(cpuBefore));
    }

    /** Like {@link #run}, but the datagrams are sent with a wrong UDP sum. */
    Sample runWithWrongSums(Traffic traffic, Duration duration) {
        return run(traffic.withPayloadSumOff(), duration);
    }

    @Override
    public void close() {
        providerSink.close();
        lanSink.close();
        lanGenerator.close();
        providerGenerator.close();
        ports.close();
    }
}
