package bauta.link;

import static bauta.link.RouterFixture.HOST_MAC;
import static bauta.link.RouterFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("network")
class RouteNeighboursNetworkTest {
    private static final int PRESENT = 0xc0a85702;
    private static final int ABSENT = 0xc0a85709;

    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private final Neighbours.Waiter waiter =
            new Neighbours.Waiter() {
                @Override
                public void resolved(long mac, int at, int length) {
                    results.add("mac " + Long.toHexString(mac) + " " + length);
                    router.loop.pool().release(at);
                }

                @Override
                public void unreachable(int at, int length) {
                    results.add("unreachable " + length);
                    router.loop.pool().release(at);
                }
            };
    private RouterFixture router;
    private Neighbours neighbours;

    @BeforeEach
    void start() {
        router = new RouterFixture(LinkSettings.defaults());
        router.network.ip("host", "address add 192.168.87.2/24 dev eth0");
        neighbours = router.loop.neighbours(router.lan);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private void hold(int ipv4, int length) {
        router.loop.onLoop(
                () -> neighbours.hold(ipv4, router.loop.pool().allocate(), length, waiter));
    }

    @Test
    void resolvesAHostThatAnswers() throws InterruptedException {
        hold(PRESENT, 100);
        hold(PRESENT, 101);
        String mac = "mac " + Long.toHexString(HOST_MAC) + " ";
        assertThat(RouterFixture.next(results)).isEqualTo(mac + 100);
        assertThat(RouterFixture.next(results)).isEqualTo(mac + 101);
        router.loop.onLoop(() -> assertThat(neighbours.macOf(PRESENT)).isEqualTo(HOST_MAC));
        // It was used, so the kernel is asked to keep it fresh.
        await(() -> router.network.ip("router", "neigh show dev lan0").contains("managed"));
    }

    @Test
    void givesUpOnAHostThatDoesNotAnswer() throws InterruptedException {
        hold(ABSENT, 100);
        assertThat(RouterFixture.next(results)).isEqualTo("unreachable 100");
        router.loop.onLoop(
                () -> assertThat(neighbours.macOf(ABSENT)).isEqualTo(Neighbours.UNKNOWN));
    }

    @Test
    void forgetsAHostThatTheKernelForgets() throws InterruptedException {
        hold(PRESENT, 100);
        RouterFixture.next(results);
        router.network.ip("router", "neigh delete 192.168.87.2 dev lan0");
        await(() -> known() == Neighbours.UNKNOWN);
    }

    @Test
    void knowsHostsThatAskedForUs() {
        router.network.run("host", "ping -c 1 -W 2 192.168.87.1");
        await(() -> known() == HOST_MAC);
    }

    private long known() {
        long[] mac = new long[1];
        router.loop.onLoop(() -> mac[0] = neighbours.macOf(PRESENT));
        return mac[0];
    }
}
