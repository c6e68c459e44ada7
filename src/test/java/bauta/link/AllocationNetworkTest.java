package bauta.link;

import static bauta.link.RouterFixture.HOST_MAC;
import static bauta.link.RouterFixture.LAN_MAC;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From the receive ring of one port to the transmit ring of another, nothing is allocated. */
@Tag("network")
class AllocationNetworkTest {
    private static final int WARM_UP = 50_000;
    private static final int MEASURED = 200_000;

    private long forwarded;

    @Test
    void aForwardedFrameAllocatesNothing() {
        try (RouterFixture router = new RouterFixture(LinkSettings.defaults())) {
            router.lan.receivers(
                    router.lan::transmit,
                    (at, length) -> {
                        forwarded++;
                        router.wan.transmit(at, length);
                    });
            byte[] packet = Frames.ipv4(17, 1, 2, 0, Frames.udp(1000, 2000, 100));
            byte[] frame = Frames.ethernet(LAN_MAC, HOST_MAC, 0x0800, packet);
            send(router, frame, WARM_UP);
            long[] before = measure(router);
            send(router, frame, MEASURED);
            long[] after = measure(router);
            long frames = after[1] - before[1];
            assertThat(frames).isGreaterThan(MEASURED / 2);
            // What is left is the watchdog's and the measurement's, not the frames'.
            assertThat((after[0] - before[0]) / (double) frames).isLessThan(0.5);
        }
    }

    private static void send(RouterFixture router, byte[] frame, int count) {
        for (int i = 0; i < count; i++) {
            router.host.send(frame);
        }
    }

    private long[] measure(RouterFixture router) {
        long[] values = new long[2];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        router.loop.onLoop(() -> {
            values[0] = threads.getCurrentThreadAllocatedBytes();
            values[1] = forwarded;
        });
        return values;
    }
}
