package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.ManualTimers;
import bauta.linux.RouteEvent;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Holding, resolving and keeping, with a kernel that only takes notes. */
class RouteNeighboursTest {
    private static final int HOST = 0xc0a85702;
    private static final long MAC = 0x02_00_00_00_00_0aL;
    private static final int INDEX = 3;

    private final List<String> asked = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final ManualTimers timers = new ManualTimers();
    private final DropCounters drops = new DropCounters();
    private final FramePool pool = new FramePool(Unpooled.buffer(1024 * FramePool.CHUNK_BYTES));
    private int index = INDEX;
    private boolean failing;
    private final RouteNeighbours neighbours =
            new RouteNeighbours(
                    new RouteNeighbours.Kernel() {
                        @Override
                        public void resolve(int ipv4, boolean keep) {
                            if (failing) {
                                throw new IllegalStateException("kernel");
                            }
                            asked.add(Integer.toHexString(ipv4) + (keep ? " keep" : ""));
                        }

                        @Override
                        public int index() {
                            return index;
                        }
                    },
                    timers,
                    drops,
                    pool);
    private final Neighbours.Waiter waiter =
            new Neighbours.Waiter() {
                @Override
                public void resolved(long mac, int at, int length) {
                    results.add(Long.toHexString(mac) + " " + length);
                    pool.release(at);
                }

                @Override
                public void unreachable(int at, int length) {
                    results.add("unreachable " + length);
                    pool.release(at);
                }
            };

    private void hold(int ipv4, int length) {
        neighbours.hold(ipv4, pool.allocate(), length, waiter);
    }

    private void event(int ofIndex, int ipv4, long mac, boolean failed) {
        neighbours.event(new RouteEvent.NeighbourChanged(ofIndex, ipv4, mac, failed));
    }

    @Test
    void holdsThreePacketsAndAsksOnce() {
        for (int i = 1; i <= 4; i++) {
            hold(HOST, i);
        }
        assertThat(asked).containsExactly("c0a85702");
        assertThat(drops.value(DropReason.NEIGHBOUR_QUEUE_FULL)).isEqualTo(1);
        event(INDEX, HOST, MAC, false);
        assertThat(results).containsExactly("2000000000a 1", "2000000000a 2", "2000000000a 3");
        assertThat(neighbours.macOf(HOST)).isEqualTo(MAC);
        assertThat(pool.available()).isEqualTo(pool.capacity());
    }

    @Test
    void givesUpAfterASecond() {
        hold(HOST, 1);
        timers.advance(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(results).isEmpty();
        timers.advance(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(results).containsExactly("unreachable 1");
        assertThat(pool.available()).isEqualTo(pool.capacity());
    }

    @Test
    void givesUpAtOnceWhenTheKernelDoes() {
        hold(HOST, 1);
        event(INDEX, HOST, -1, true);
        assertThat(results).containsExactly("unreachable 1");
    }

    @Test
    void aKnownNeighbourIsAnsweredAtOnce() {
        event(INDEX, HOST, MAC, false);
        hold(HOST, 5);
        assertThat(results).containsExactly("2000000000a 5");
        assertThat(asked).isEmpty();
    }

    @Test
    void anotherInterfaceIsNotOurs() {
        event(INDEX + 1, HOST, MAC, false);
        assertThat(neighbours.macOf(HOST)).isEqualTo(Neighbours.UNKNOWN);
    }

    @Test
    void looksForABoundedNumberAtATime() {
        for (int i = 0; i <= RouteNeighbours.MOST_WAITING; i++) {
            hold(HOST + i, 1);
        }
        assertThat(asked).hasSize(RouteNeighbours.MOST_WAITING);
        assertThat(drops.value(DropReason.NEIGHBOUR_QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void hasThoseKeptFreshThatAreUsed() {
        event(INDEX, HOST, MAC, false);
        event(INDEX, HOST + 1, MAC + 1, false);
        assertThat(neighbours.macOf(HOST)).isEqualTo(MAC);
        timers.advance(TimeUnit.SECONDS.toNanos(2));
        assertThat(asked).containsExactly("c0a85702 keep");
        assertThat(neighbours.macOf(HOST)).isEqualTo(MAC);
        timers.advance(TimeUnit.SECONDS.toNanos(2));
        assertThat(asked).hasSize(1);
        timers.advance(TimeUnit.MINUTES.toNanos(6));
        assertThat(asked).containsExactly("c0a85702 keep", "c0a85702");
    }

    @Test
    void sweepsAgainAfterASweepThatFailed() {
        event(INDEX, HOST, MAC, false);
        neighbours.macOf(HOST);
        failing = true;
        assertThatThrownBy(() -> timers.advance(TimeUnit.SECONDS.toNanos(2))).hasMessage("kernel");
        failing = false;
        event(INDEX, HOST + 1, MAC, false);
        neighbours.macOf(HOST + 1);
        timers.advance(TimeUnit.SECONDS.toNanos(2));
        assertThat(asked).containsExactly("c0a85703 keep");
    }

    @Test
    void forgetsEveryoneWhenTheInterfaceGoes() {
        event(INDEX, HOST, MAC, false);
        index = 0;
        neighbours.event(new RouteEvent.LinkGone(INDEX, "eth0"));
        assertThat(neighbours.macOf(HOST)).isEqualTo(Neighbours.UNKNOWN);
    }

    @Test
    void givesHeldPacketsBackWhenItCloses() {
        hold(HOST, 1);
        neighbours.close();
        assertThat(results).containsExactly("unreachable 1");
        timers.advance(TimeUnit.MINUTES.toNanos(1));
        assertThat(results).hasSize(1);
    }
}
