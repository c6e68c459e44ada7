package bauta.service.dhcp;

import static bauta.service.dhcp.DhcpMachineTest.ip;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The listener hears of changes, of several at once, and of those that time alone brings. */
class LeaseNewsTest {
    private static final MacAddress A = DhcpRig.mac(0xa);
    private static final Ipv4Address FIRST = ip("192.168.87.100");
    private static final long SECOND = 1_000_000_000L;

    private final DhcpSettings settings =
            DhcpMachineTest.settings("192.168.87.100", "192.168.87.103")
                    .withDevices(
                            List.of(
                                    new DhcpDevice(
                                            "tv",
                                            Optional.of(A),
                                            Optional.empty(),
                                            Optional.of(FIRST))));
    private final ManualTimers timers = new ManualTimers();
    private final LeaseTable leases = new LeaseTable(settings);
    private final List<List<LeaseStatus>> heard = new ArrayList<>();
    private final LeaseNews news = new LeaseNews(timers, leases, heard::add);

    private void put(Ipv4Address address, String id, Lease.State state, long seconds) {
        ClientKey key = id.isEmpty() ? ClientKey.of(A) : new ClientKey(id);
        MacAddress mac = id.isEmpty() ? A : DhcpRig.mac(0xb);
        long deadline = timers.nanos() + seconds * SECOND;
        leases.put(new Lease(address, key, mac, "said", state, false, deadline));
        news.changed();
    }

    @Test
    void severalChangesComeAsOneWithNamesAndStates() {
        put(FIRST, "", Lease.State.BOUND, 100);
        put(ip("192.168.87.101"), "00ff", Lease.State.BOUND, 200);
        put(ip("192.168.87.102"), "00fe", Lease.State.OFFERED, 60);
        leases.put(
                Lease.inUse(ip("192.168.87.103"), Optional.empty(), timers.nanos() + SECOND * 9));
        assertThat(heard).isEmpty();
        timers.advance(SECOND / 5);
        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst())
                .extracting(LeaseStatus::name, LeaseStatus::state, LeaseStatus::reserved)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("tv", LeaseStatus.State.BOUND, true),
                        org.assertj.core.groups.Tuple.tuple("said", LeaseStatus.State.BOUND, false),
                        org.assertj.core.groups.Tuple.tuple("", LeaseStatus.State.IN_USE, false));
        assertThat(heard.getFirst())
                .extracting(LeaseStatus::clientId)
                .contains(Optional.of("00ff"));
        assertThat(heard.getFirst().getLast().mac()).isEmpty();
    }

    @Test
    void theEndOfALeaseIsNewsToo() {
        put(FIRST, "", Lease.State.BOUND, 100);
        timers.advance(SECOND);
        assertThat(heard.getLast()).hasSize(1);
        timers.advance(Duration.ofSeconds(101).toNanos());
        assertThat(heard).hasSize(2);
        assertThat(heard.getLast()).isEmpty();
        assertThat(timers.waiting()).isZero();
    }
}
