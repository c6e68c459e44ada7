package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.TableFile;
import bauta.wire.TcpHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LAN = FiveTuple.lanSide(0);
    private static final int WAN = FiveTuple.uplinkSide(0);
    private static final int UDP = 17;

    private final List<Integer> ended = new ArrayList<>();
    private long now = 5 * SECOND;
    private FlowTable table = table(64);
    private final FlowDraft draft = new FlowDraft();

    private FlowTable table(int capacity) {
        FlowSettings settings = FlowSettings.ofCapacity(capacity);
        return new FlowTable(
                TableFile.inMemory(FlowTable.sections(settings)), settings, 99, now, ended::add);
    }

    private int insert(int host, int port, int state) {
        draft.originalAddresses = FiveTuple.addresses(host, 1000);
        draft.originalPorts = FiveTuple.ports(LAN, UDP, port, 53);
        draft.replyAddresses = FiveTuple.addresses(1000, 2000);
        draft.replyPorts = FiveTuple.ports(WAN, UDP, 53, host << 10 | port);
        draft.clear();
        draft.host = host;
        draft.uplink = 3;
        draft.mapping = 77;
        draft.state = state;
        return table.insert(draft, now);
    }

    private int udp(int host, int port) {
        return insert(host, port, FlowState.UDP);
    }

    @Test
    void findsBothDirections() {
        int flow = udp(1, 5);
        assertThat(table.find(draft.originalAddresses, draft.originalPorts)).isEqualTo(flow << 1);
        assertThat(table.find(draft.replyAddresses, draft.replyPorts)).isEqualTo(flow << 1 | 1);
        assertThat(table.uplink(flow)).isEqualTo(3);
        assertThat(table.mapping(flow)).isEqualTo(77);
        assertThat(table.addresses(flow << 1 | 1)).isEqualTo(draft.replyAddresses);
        assertThat(table.ports(flow << 1)).isEqualTo(draft.originalPorts);
    }

    @Test
    void refusesA5TupleThatIsThere() {
        udp(1, 5);
        long replyPorts = draft.replyPorts;
        assertThatThrownBy(() -> udp(1, 5)).isInstanceOf(AssertionError.class);
        draft.originalPorts++;
        draft.replyPorts = replyPorts;
        assertThatThrownBy(() -> table.insert(draft, now)).isInstanceOf(AssertionError.class);
        draft.replyPorts++;
        table.insert(draft, now);
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void everyPartOfTheTupleCounts() {
        udp(1, 5);
        long addresses = draft.originalAddresses;
        long ports = draft.originalPorts;
        for (int bit = 0; bit < 64; bit++) {
            assertThat(table.find(addresses ^ 1L << bit, ports)).isEqualTo(FlowTable.NONE);
            assertThat(table.find(addresses, ports ^ 1L << bit)).isEqualTo(FlowTable.NONE);
        }
    }

    @Test
    void countsPerDirection() {
        int flow = udp(1, 5);
        table.touch(flow << 1, now, 100, true);
        table.touch(flow << 1, now, 50, true);
        table.touch(flow << 1 | 1, now, 7, true);
        assertThat(table.packets(flow << 1)).isEqualTo(2);
        assertThat(table.bytes(flow << 1)).isEqualTo(150);
        assertThat(table.packets(flow << 1 | 1)).isEqualTo(1);
        assertThat(table.bytes(flow << 1 | 1)).isEqualTo(7);
    }

    private record Timeout(int state, long seconds, long changedSeconds) {}

    private static final List<Timeout> TIMEOUTS =
            List.of(
                    new Timeout(FlowState.SYN_SENT, 240, 10),
                    new Timeout(FlowState.SYN_RECEIVED, 240, 10),
                    new Timeout(FlowState.ESTABLISHED, 7440, 20_000),
                    new Timeout(FlowState.FIN_ORIGINAL, 7440, 20_000),
                    new Timeout(FlowState.FIN_REPLY, 7440, 20_000),
                    new Timeout(FlowState.CLOSING, 240, 10),
                    new Timeout(FlowState.CLOSED, 240, 10),
                    new Timeout(FlowState.UDP, 300, 120),
                    new Timeout(FlowState.UDP_SHORT, 30, 40),
                    new Timeout(FlowState.ICMP, 60, 70),
                    new Timeout(FlowState.OTHER, 300, 5));

    @Test
    void everyStateHasItsTimeout() {
        assertThat(TIMEOUTS).hasSize(FlowState.COUNT - 1);
        for (Timeout row : TIMEOUTS) {
            table = table(64);
            insert(1, 5, row.state);
            assertLives(row.state, row.seconds);
        }
    }

    private void assertLives(int state, long seconds) {
        table.expire(now + seconds * SECOND - 1, 100);
        assertThat(table.size()).as("state %d", state).isEqualTo(1);
        table.expire(now + seconds * SECOND + 2 * SECOND, 100);
        assertThat(table.size()).as("state %d", state).isZero();
    }

    @Test
    void timeoutsOfLiveFlowsCanBeChanged() {
        for (Timeout row : TIMEOUTS) {
            table = table(64);
            insert(1, 5, row.state);
            table.expire(now + 3 * SECOND, 100);
            table.timeouts(
                    new FlowSettings(
                            64,
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(20_000),
                            Duration.ofSeconds(120),
                            Duration.ofSeconds(40),
                            Duration.ofSeconds(70),
                            Duration.ofSeconds(5)));
            assertLives(row.state, row.changedSeconds);
        }
    }

    @Test
    void timeoutsHaveBounds() {
        for (Duration odd : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(11))) {
            Duration good = Duration.ofSeconds(60);
            assertThatThrownBy(() -> new FlowSettings(64, good, good, good, good, good, odd))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new FlowSettings(64, odd, good, good, good, good, good))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void timesAreRightForYears() {
        for (long start : new long[] {-(1L << 62), -1, 0, 1L << 55, 1L << 62}) {
            now = start;
            table = table(64);
            int flow = insert(1, 5, FlowState.ESTABLISHED);
            for (int day = 0; day < 100; day++) {
                now += 86_400 * SECOND / 20;
                table.touch(flow << 1, now, 1, true);
                table.expire(now, 100);
                assertThat(table.deadlineNanos(flow) - now - 7440 * SECOND)
                        .isBetween(0L, 2_000_000L);
            }
            assertThat(table.size()).isEqualTo(1);
            table.expire(now + 7442 * SECOND, 100);
            assertThat(table.size()).isZero();
        }
    }

    @Test
    void aPacketMayCountWithoutProlonging() {
        int flow = udp(1, 5);
        table.touch(flow << 1 | 1, now + 200 * SECOND, 9, false);
        assertThat(table.bytes(flow << 1 | 1)).isEqualTo(9);
        table.expire(now + 302 * SECOND, 100);
        assertThat(table.size()).isZero();
    }

    @Test
    void keepsWhatTheDraftSays() {
        draft.clear();
        assertThat(List.of(draft.uplink, draft.mapping, draft.peerMapping, draft.target))
                .containsOnly(FlowTable.NONE);
        insert(1, 5, FlowState.UDP);
        draft.originalPorts += 100;
        draft.replyPorts += 100;
        draft.uplink = -1;
        draft.mapping = 1 << 22;
        draft.peerMapping = 5;
        draft.mark = 0x8000_0001;
        draft.policySlot = 32_767;
        draft.ruleSlot = -1;
        draft.target = 32_767;
        draft.fromOutside = true;
        draft.pickedUp = true;
        int flow = table.insert(draft, now);
        assertThat(table.uplink(flow)).isEqualTo(-1);
        assertThat(table.mapping(flow)).isEqualTo(1 << 22);
        assertThat(table.peerMapping(flow)).isEqualTo(5);
        assertThat(table.mark(flow)).isEqualTo(0x8000_0001);
        assertThat(table.policySlot(flow)).isEqualTo(32_767);
        assertThat(table.ruleSlot(flow)).isEqualTo(-1);
        assertThat(table.target(flow)).isEqualTo(32_767);
        assertThat(table.fromOutside(flow)).isTrue();
        assertThat(table.fromOutside(0)).isFalse();
        assertThat(table.pickedUp(flow)).isTrue();
        assertThat(table.isTracked(flow)).isTrue();
        assertThat(table.isTracked(5)).isFalse();
        table.slots(flow, 7, 8);
        assertThat(table.policySlot(flow)).isEqualTo(7);
        assertThat(table.ruleSlot(flow)).isEqualTo(8);
        assertThat(table.stateName(flow)).isEqualTo("UDP");
    }

    @Test
    void theReplyCanBeGivenAnotherKey() {
        int first = udp(1, 5);
        long old = draft.replyPorts;
        long addresses = draft.replyAddresses;
        int second = udp(1, 6);
        assertThat(table.rekeyReply(second, old)).as("taken").isFalse();
        assertThat(table.find(addresses, draft.replyPorts)).isEqualTo(second << 1 | 1);
        assertThat(table.rekeyReply(second, old + 77)).isTrue();
        assertThat(table.find(addresses, draft.replyPorts)).isEqualTo(FlowTable.NONE);
        assertThat(table.find(addresses, old + 77)).isEqualTo(second << 1 | 1);
        table.remove(second);
        assertThat(table.find(addresses, old + 77)).isEqualTo(FlowTable.NONE);
        assertThat(table.find(addresses, old)).isEqualTo(first << 1 | 1);
    }

    @Test
    void aFlowMayAnswerItself() {
        insert(1, 5, FlowState.UDP);
        draft.originalPorts++;
        draft.replyAddresses = draft.originalAddresses;
        draft.replyPorts = draft.originalPorts;
        int flow = table.insert(draft, now);
        assertThat(table.find(draft.originalAddresses, draft.originalPorts)).isEqualTo(flow << 1);
        table.remove(flow);
        assertThat(table.find(draft.originalAddresses, draft.originalPorts))
                .isEqualTo(FlowTable.NONE);
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void tellsOfSteps() {
        Flows flows = new Flows(64);
        flows.established(1, 1);
        assertThat(flows.changes).as("no forward").isEmpty();
        flows.describe(1, 2, 6, FlowState.SYN_SENT).target = 4;
        int flow = flows.insert();
        flows.segment(flow << 1, TcpHeader.SYN, 1000, 0);
        flows.segment(flow << 1 | 1, TcpHeader.SYN | TcpHeader.ACK, 1000, 1001);
        flows.segment(flow << 1, TcpHeader.ACK, 1001, 1001);
        flows.segment(flow << 1, TcpHeader.RST, 1001, 0);
        assertThat(flows.changes)
                .containsExactly(
                        "SYN_SENT SYN_RECEIVED", "SYN_RECEIVED ESTABLISHED", "ESTABLISHED CLOSED");
        assertThat(flows.table.transitions())
                .contains(new FlowTransition("SYN_SENT", "reply", "SYN_ACK", "SYN_RECEIVED"))
                .hasSize(4);
    }

    /** A wide flow table with the mappings and all that stands on the heap for them. */
    @Test
    void aFlowTakesAtMost256BytesAllTold() {
        for (int capacity : new int[] {65_536, 262_144}) {
            FlowSettings settings = FlowSettings.ofCapacity(capacity);
            long bytes = 0;
            for (TableFile.Section section : FlowTable.sections(settings)) {
                bytes += (long) section.records() * section.recordBytes();
            }
            long wheel = 4 * 8192;
            assertThat((double) (bytes + wheel + FlowHosts.HEAP_BYTES) / capacity)
                    .as("bytes of a flow without its mapping")
                    .isLessThan(206);
        }
    }

    @Test
    void aPacketKeepsItsFlowAlive() {
        int flow = udp(1, 5);
        table.touch(flow << 1 | 1, now + 200 * SECOND, 1, true);
        table.expire(now + 400 * SECOND, 100);
        assertThat(table.size()).isEqualTo(1);
        table.expire(now + 501 * SECOND, 100);
        assertThat(table.size()).isZero();
        assertThat(ended).containsExactly(flow);
        assertThat(table.status().expired()).isEqualTo(1);
    }

    @Test
    void whenFullTheOldestFlowOfTheBusiestHostGoes() {
        table = table(10);
        int quiet = udp(7, 1);
        List<Integer> busy = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            now += SECOND;
            busy.add(udp(8, i));
        }
        table.touch(busy.get(0) << 1, now + SECOND, 1, true);
        now += 2 * SECOND;
        int fresh = udp(9, 1);
        assertThat(fresh).as("the record of the second flow").isEqualTo(busy.get(1));
        assertThat(ended).containsExactly(busy.get(1));
        assertThat(table.status().evicted()).isEqualTo(1);
        assertThat(table.state(quiet)).isEqualTo(FlowState.UDP);
        assertThat(table.size()).isEqualTo(11);
    }

    @Test
    void theOldestIsFoundThoughTheOrderOfUseDiffers() {
        table = table(3);
        int[] flows = {udp(8, 0), udp(8, 1), udp(8, 2), udp(8, 3)};
        int[] order = {2, 0, 3, 1};
        for (int index : order) {
            now += SECOND;
            table.touch(flows[index] << 1, now, 1, true);
        }
        for (int i = 0; i < 4; i++) {
            now += SECOND;
            udp(8, 100 + i);
        }
        assertThat(ended).containsExactly(flows[2], flows[0], flows[3], flows[1]);
    }

    @Test
    void oneHostCannotPushOutTheOthers() {
        table = table(100);
        for (int host = 1; host <= 10; host++) {
            for (int port = 0; port < 5; port++) {
                udp(host, port);
            }
        }
        for (int port = 0; port < 1000; port++) {
            now += 1000;
            udp(99, port);
        }
        assertThat(table.status().hosts()).isEqualTo(11);
        assertThat(table.status().evicted())
                .as("all but the room for tentative ones")
                .isEqualTo(949);
        for (int host = 1; host <= 10; host++) {
            for (int port = 0; port < 5; port++) {
                assertThat(
                                table.find(
                                        FiveTuple.addresses(host, 1000),
                                        FiveTuple.ports(LAN, UDP, port, 53)))
                        .isNotEqualTo(FlowTable.NONE);
            }
        }
    }

    @Test
    void behavesLikeAMap() {
        table = table(200);
        Random random = new Random(13);
        Map<Integer, Integer> model = new HashMap<>();
        Map<Integer, Integer> keys = new HashMap<>();
        for (int round = 0; round < 50_000; round++) {
            int key = random.nextInt(400);
            ended.clear();
            if (!model.containsKey(key)) {
                int flow = udp(key / 20, key % 20);
                ended.forEach(gone -> model.remove(keys.get(gone)));
                model.put(key, flow);
                keys.put(flow, key);
            } else if (random.nextInt(4) == 0) {
                table.remove(model.get(key));
                model.remove(key);
            } else {
                table.touch(model.get(key) << 1, now, 1, true);
            }
            now += round % 1000 == 999 ? 295 * SECOND : SECOND / 100;
            ended.clear();
            table.expire(now, 1000);
            ended.forEach(gone -> model.remove(keys.get(gone)));
            assertThat(table.size()).isEqualTo(model.size());
            int probe = random.nextInt(400);
            int found =
                    table.find(
                            FiveTuple.addresses(probe / 20, 1000),
                            FiveTuple.ports(LAN, UDP, probe % 20, 53));
            assertThat(found)
                    .isEqualTo(model.containsKey(probe) ? model.get(probe) << 1 : FlowTable.NONE);
        }
        assertThat(table.status().evicted()).isPositive();
        assertThat(table.status().expired()).isPositive();
    }
}
