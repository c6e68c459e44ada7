package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.TableFile;
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

    private record Timeout(int state, long seconds) {}

    @Test
    void everyStateHasItsTimeout() {
        for (Timeout row :
                List.of(
                        new Timeout(FlowState.SYN_SENT, 240),
                        new Timeout(FlowState.SYN_RECEIVED, 240),
                        new Timeout(FlowState.ESTABLISHED, 7440),
                        new Timeout(FlowState.FIN_ORIGINAL, 7440),
                        new Timeout(FlowState.FIN_REPLY, 7440),
                        new Timeout(FlowState.CLOSING, 240),
                        new Timeout(FlowState.CLOSED, 240),
                        new Timeout(FlowState.UDP, 300),
                        new Timeout(FlowState.UDP_SHORT, 30),
                        new Timeout(FlowState.ICMP, 60))) {
            table = table(64);
            insert(1, 5, row.state);
            table.expire(now + row.seconds * SECOND - 1, 100);
            assertThat(table.size()).as("state %d", row.state).isEqualTo(1);
            table.expire(now + row.seconds * SECOND + SECOND, 100);
            assertThat(table.size()).as("state %d", row.state).isZero();
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
