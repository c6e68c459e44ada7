package bauta;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.config.Authentication;
import bauta.control.config.Echo;
import bauta.control.config.PppoeUplink;
import bauta.control.config.UplinkFirewall;
import bauta.engine.DropCounters;
import bauta.engine.ManualTimers;
import bauta.engine.RuleCounters;
import bauta.engine.Secret;
import bauta.engine.TableFile;
import bauta.forward.ForwardLoop;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardWays;
import bauta.forward.ForwardingPath;
import bauta.link.FramePool;
import bauta.link.HostSide;
import bauta.link.MemoryPort;
import bauta.linux.Errno;
import bauta.linux.LinuxException;
import bauta.uplink.SessionStore;
import bauta.uplink.UplinkCause;
import bauta.uplink.UplinkStatus;
import bauta.uplink.UplinkUp;
import bauta.wire.Ipv4Address;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An uplink comes and goes while somebody has deleted the interface of the router's programs. */
class LineTest {
    private static final Ipv4Address SERVER = Ipv4Address.parse("192.0.2.53");
    private static final UplinkUp UP =
            new UplinkUp(
                    0,
                    "internet",
                    Ipv4Address.parse("203.0.113.5"),
                    Ipv4Address.parse("203.0.113.1"),
                    List.of(SERVER),
                    1492,
                    1,
                    2,
                    3);

    private final FramePool pool = new FramePool(Unpooled.buffer(16 * FramePool.CHUNK_BYTES));
    private final MemoryPort wan = new MemoryPort(pool, "wan", 1, 1500);
    private final ManualTimers timers = new ManualTimers();
    private final ForwardingPath path = path();
    private final List<Ipv4Address> servers = new ArrayList<>();
    private final Deleted tun = new Deleted();
    private final Line line = new Line(config(), wan, path, tun, new Tools());

    private final class Tools implements DialTools {
        @Override
        public SessionStore sessions() {
            throw new AssertionError("a line needs no sessions");
        }

        @Override
        public void nameServers(List<Ipv4Address> told) {
            servers.addAll(told);
        }

        @Override
        public void changed(UplinkStatus status) {}
    }

    private static final class Deleted implements HostSide {
        private int asked;

        @Override
        public void up(Ipv4Address address, Ipv4Address peer, int mtuBytes) {
            asked++;
            throw new LinuxException("RTM_NEWADDR ppp0", Errno.ENODEV);
        }

        @Override
        public void down() {
            asked++;
            throw new LinuxException("TUNSETCARRIER ppp0", Errno.ENODEV);
        }
    }

    private ForwardingPath path() {
        ForwardSettings settings = ForwardSettings.ofCapacity(64, 42);
        return new ForwardingPath(
                new ForwardLoop(pool, timers, timers, new DropCounters()),
                settings,
                TableFile.inMemory(ForwardingPath.sections(settings)),
                new ForwardWays(
                        List.of(),
                        new MemoryPort(pool, "ppp0", 0, 1492),
                        new RuleCounters(),
                        (_, _) -> {}));
    }

    private static PppoeUplink config() {
        return new PppoeUplink(
                "internet",
                "wan",
                "u@example",
                Secret.of("p"),
                "",
                "",
                1492,
                1492,
                new Echo(Duration.ofSeconds(4), 3),
                Authentication.ANY,
                UplinkFirewall.MASQUERADE,
                List.of());
    }

    @Test
    void pathAndNameServersAreStillTold() {
        line.up(UP);
        assertThat(path.lastReceivedNanos(0)).isEqualTo(timers.nanos());
        assertThat(servers).containsExactly(SERVER);
        line.down("internet", UplinkCause.STARTING);
        assertThat(tun.asked).isEqualTo(2);
    }
}
