package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Settings refuse what the kernel could not take, and the frames on loan are found again. */
class LinkSettingsTest {
    @Test
    void theDefaultsLeaveFramesForWhatIsOnItsWay() {
        LinkSettings settings = LinkSettings.defaults();
        int posted = 2 * (settings.ringFrames() + XdpQueue.CONTROL_FRAMES);
        assertThat(settings.frames() - posted).isGreaterThan(2 * FramePool.RESERVED_FRAMES);
        assertThat(settings.ringFrames()).isGreaterThanOrEqualTo(4096);
    }

    @Test
    void refusesRingsThatAreNoPowerOfTwo() {
        assertThatThrownBy(() -> new LinkSettings(8192, 1000, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LinkSettings(8192, 32, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LinkSettings(1024, 4096, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreThanTheProgramHolds() {
        Set<InputMap.Service> many =
                IntStream.rangeClosed(1, InputMap.MAX_SERVICES + 1)
                        .mapToObj(port -> new InputMap.Service(6, port))
                        .collect(Collectors.toSet());
        assertThatThrownBy(() -> new InputMap(many)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InputMap.Service(256, 1))
                .isInstanceOf(IllegalArgumentException.class);
        List<bauta.wire.Ipv4Prefix> addresses =
                Collections.nCopies(5, bauta.wire.Ipv4Prefix.parse("192.168.87.1/24"));
        assertThatThrownBy(() ->
                        new PortSettings("lan", "eth0", Zone.LAN, 0, addresses, InputMap.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInputMapGrowsByCopies() {
        InputMap none = InputMap.none();
        assertThat(none.udp(53).tcp(53).ping().services())
                .containsExactlyInAnyOrder(
                        new InputMap.Service(17, 53),
                        new InputMap.Service(6, 53),
                        new InputMap.Service(1, 8));
        assertThat(none.services()).isEmpty();
    }

    @Test
    void framesOnLoanComeBackFromTheirPortOnly() {
        FramePool pool = new FramePool(Unpooled.buffer(8 * FramePool.CHUNK_BYTES));
        LentFrames lent = new LentFrames(pool);
        int first = pool.allocate();
        int second = pool.allocate();
        int third = pool.allocate();
        lent.lend(first, 1);
        lent.lend(second, 2);
        lent.lend(third, 1);
        lent.returned(third);
        assertThat(lent.reclaim(1)).isEqualTo(1);
        assertThat(pool.available()).isEqualTo(6);
        assertThat(lent.reclaim(2)).isEqualTo(1);
        assertThat(pool.available()).isEqualTo(7);
        assertThatThrownBy(() -> lent.returned(first)).isInstanceOf(AssertionError.class);
    }
}
