package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowHostsTest {
    private static final int FIRST = 0x0a00_0001;

    private static HostTotals of(List<HostTotals> all, int address) {
        return all.stream()
                .filter(host -> host.address().equals(new Ipv4Address(address)))
                .filter(host -> host.kind() == HostTotals.Kind.HOST)
                .findAny()
                .orElseThrow();
    }

    private static HostTotals of(List<HostTotals> all, HostTotals.Kind kind) {
        return all.stream().filter(host -> host.kind() == kind).findAny().orElseThrow();
    }

    @Test
    void sentAndReceivedAreSeenFromTheHost() {
        Flows flows = new Flows(8);
        int inside = flows.udp(FIRST, 1);
        flows.table.touch(inside << 1, flows.now, 100, true);
        flows.table.touch(inside << 1 | 1, flows.now, 30, true);
        flows.describe(FIRST, 2, 17, FlowState.UDP).fromOutside = true;
        int outside = flows.insert();
        flows.table.touch(outside << 1, flows.now, 7, true);
        flows.table.touch(outside << 1 | 1, flows.now, 2, false);
        flows.table.touch(outside << 1 | 1, flows.now, 2, false);
        HostTotals live = of(flows.table.hosts(), FIRST);
        assertThat(live.sent()).isEqualTo(new TrackedFlow.Count(3, 104));
        assertThat(live.received()).isEqualTo(new TrackedFlow.Count(2, 37));
        assertThat(live.flows()).isEqualTo(2);
        assertThat(live.tentative()).isZero();
        flows.table.remove(inside);
        flows.table.remove(outside);
        HostTotals gone = of(flows.table.hosts(), FIRST);
        assertThat(gone.sent()).isEqualTo(live.sent());
        assertThat(gone.received()).isEqualTo(live.received());
        assertThat(gone.flows()).isZero();
        assertThat(flows.table.status().hosts()).isZero();
    }

    @Test
    void refusalsAreCountedForTheHostOrTheOthers() {
        Flows flows = new Flows(8);
        flows.udp(FIRST, 1);
        flows.table.refused(FIRST);
        flows.table.refused(FIRST);
        flows.table.refused(FIRST + 1);
        flows.table.refused(0);
        List<HostTotals> all = flows.table.hosts();
        assertThat(of(all, FIRST).refused()).isEqualTo(2);
        assertThat(of(all, HostTotals.Kind.OTHERS).refused()).isEqualTo(1);
        assertThat(of(all, HostTotals.Kind.ROUTER).refused()).isEqualTo(1);
    }

    /** More hosts than the table of hosts holds: sums are exact, of each and of all. */
    @Test
    void sumsAreExactWithTooManyHosts() {
        Flows flows = new Flows(2000);
        Random random = new Random(3);
        Map<Integer, Long> wanted = new HashMap<>();
        long all = 0;
        for (int round = 0; round < 30_000; round++) {
            flows.now += Flows.SECOND / 50;
            int host = FIRST + random.nextInt(5000);
            int number = random.nextInt(3);
            int flow =
                    flows.hasUdp(host, number)
                            ? flows.table.find(
                                            flows.draft.originalAddresses,
                                            flows.draft.originalPorts)
                                    >>> 1
                            : flows.udp(host, number);
            int bytes = random.nextInt(1500);
            flows.table.touch(flow << 1, flows.now, bytes, true);
            wanted.merge(host, (long) bytes, Long::sum);
            all += bytes;
            flows.table.expire(flows.now, 100);
        }
        List<HostTotals> hosts = flows.table.hosts();
        assertThat(hosts).hasSize(FlowHosts.MAX + 2);
        assertThat(hosts.stream().mapToLong(host -> host.sent().bytes()).sum()).isEqualTo(all);
        assertThat(hosts.stream().mapToInt(HostTotals::flows).sum()).isEqualTo(flows.table.size());
        assertThat(of(hosts, HostTotals.Kind.OTHERS).sent().bytes()).isPositive();
        hosts.stream()
                .filter(host -> host.kind() == HostTotals.Kind.HOST)
                .forEach(host ->
                        assertThat(host.sent().bytes())
                                .isLessThanOrEqualTo(
                                        wanted.getOrDefault(host.address().bits(), 0L)));
    }

    @Test
    void hostsBeyondTheTableShareOneEntry() {
        Flows flows = new Flows(6000);
        for (int i = 0; i < FlowHosts.MAX + 10; i++) {
            flows.udp(FIRST + i, 1);
        }
        List<HostTotals> hosts = flows.table.hosts();
        assertThat(of(hosts, HostTotals.Kind.OTHERS).flows()).isEqualTo(10);
        assertThat(flows.table.status().hosts()).isEqualTo(FlowHosts.MAX + 1);
        flows.table.remove(0);
        flows.udp(FIRST + FlowHosts.MAX + 100, 1);
        assertThat(of(flows.table.hosts(), FIRST + FlowHosts.MAX + 100).flows()).isEqualTo(1);
        assertThat(of(flows.table.hosts(), HostTotals.Kind.OTHERS).flows()).isEqualTo(10);
    }

    @Test
    void theRouterIsNoHost() {
        Flows flows = new Flows(64);
        flows.udp(Flows.ROUTER, 1);
        assertThat(flows.table.status().hosts()).isZero();
        assertThat(flows.table.status().router()).isEqualTo(1);
        assertThat(of(flows.table.hosts(), HostTotals.Kind.ROUTER).flows()).isEqualTo(1);
        assertThat(of(flows.table.hosts(), HostTotals.Kind.ROUTER).tentative()).isEqualTo(1);
    }

    /** The busiest one is what counting all says. */
    @Test
    void theHeapKnowsTheBusiest() {
        int[] flows = new int[50];
        Busiest[] kinds = {new Busiest(flows), new Busiest(flows)};
        int[][] counts = new int[2][50];
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            int host = 1 + random.nextInt(49);
            int kind = random.nextInt(2);
            if (random.nextInt(100) < (round / 10_000 % 2 == 0 ? 60 : 40)) {
                flows[host]++;
                kinds[kind].add(host);
                counts[kind][host]++;
            } else if (counts[kind][host] > 0) {
                kinds[kind].remove(host);
                flows[host]--;
                counts[kind][host]--;
            }
            kinds[0].changed(host);
            kinds[1].changed(host);
            int most = -1;
            int total = 0;
            for (int i = 0; i < flows.length; i++) {
                most = counts[kind][i] == 0 ? most : Math.max(most, flows[i]);
                total += counts[kind][i];
            }
            int found = kinds[kind].host();
            assertThat(kinds[kind].total()).isEqualTo(total);
            assertThat(found == FlowHosts.NONE ? -1 : flows[found]).isEqualTo(most);
            assertThat(kinds[kind].count(host)).isEqualTo(counts[kind][host]);
        }
    }
}
