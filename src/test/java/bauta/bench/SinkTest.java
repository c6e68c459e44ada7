package bauta.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The judge at the far end, judged: real frames through the kernel's forwarding. */
@Tag("network")
final class SinkTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int CPU = 0;

    private final Cleaner cleaner = new Cleaner();
    private final Place lan = cleaner.keep(new Place("lan"));
    private final Place provider = cleaner.keep(new Place("isp"));
    private final KernelRouter kernel = cleaner.keep(new KernelRouter(lan, provider));

    @AfterEach
    void clean() {
        cleaner.close();
    }

    private LaneBench bench(UnaryOperator<Route> change) {
        Lane lane = kernel.lane();
        return cleaner.keep(
                new LaneBench(
                        new Lane(
                                lane.name(),
                                lane.lan(),
                                lane.lanLink(),
                                lane.provider(),
                                lane.providerLink(),
                                change.apply(lane.route())),
                        CPU));
    }

    @Test
    void everyForwardedFrameIsRightInBothDirections() {
        LaneBench bench = bench(UnaryOperator.identity());
        for (boolean upstream : new boolean[] {true, false}) {
            bench.open(60, 100);
            var traffic = new Traffic(bench.lane().route(), upstream, 60, 100);
            Sample sample = bench.run(traffic, SHORT);

            assertThat(sample.counts().right()).isPositive();
            assertThat(sample.counts().sampled()).isPositive();
            assertThat(sample.counts().wrong()).isZero();
        }
    }

    @Test
    void anotherExternalAddressIsWrong() {
        LaneBench bench = bench(route -> withExternal(route, route.externalAddress() + 1));
        bench.openMost(60, 1);

        Sample sample = bench.run(new Traffic(bench.lane().route(), true, 60, 1), SHORT);

        assertThat(sample.counts().right()).isZero();
        assertThat(sample.counts().wrongIpv4()).isPositive();
    }

    private static Route withExternal(Route route, int externalAddress) {
        return new Route(
                route.hostMac(),
                route.routerLanMac(),
                route.routerWanMac(),
                route.providerMac(),
                route.insideAddress(),
                route.serverAddress(),
                externalAddress,
                route.session());
    }

    @Test
    void aWrongUdpSumIsFoundInTheSample() {
        kernel.translateWrongSums();
        LaneBench bench = bench(UnaryOperator.identity());
        bench.open(60, 1);

        Sample sample =
                bench.runWithWrongSums(new Traffic(bench.lane().route(), true, 60, 1), SHORT);

        assertThat(sample.counts().wrongUdpChecksum()).isPositive();
        assertThat(sample.counts().sampled()).isEqualTo(sample.counts().wrongUdpChecksum());
    }
}
