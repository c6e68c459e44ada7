package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.TcpHeader;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowFairnessTest {
    private static final int CAPACITY = 1024;
    private static final int RESERVE = CAPACITY / 64;
    private static final int A = 0x0a00_0001;
    private static final int B = 0x0a00_0002;
    private static final int SCANNER = 0x0a00_0099;

    private final Flows flows = new Flows(CAPACITY);

    @Test
    void aFloodOfHalfOpenFlowsEndsNoEstablishedOne() {
        IntStream.range(0, CAPACITY / 2).forEach(number -> flows.established(A, number));
        IntStream.range(0, CAPACITY / 2).forEach(number -> flows.established(B, number));
        for (int number = 0; number < 1_000_000; number++) {
            flows.now += 5000;
            if (number % 3 == 0) {
                flows.describe(A, 1 << 22 | number, 6, FlowState.SYN_SENT).fromOutside = true;
                flows.insert();
            } else {
                flows.halfOpen(SCANNER, 1 << 22 | number);
            }
        }
        FlowStatus status = flows.table.status();
        assertThat(status.evictedSettled()).isZero();
        assertThat(status.settled()).isEqualTo(CAPACITY);
        assertThat(status.evictedTentative() + status.refused()).isEqualTo(1_000_000 - RESERVE);
        assertThat(IntStream.range(0, CAPACITY / 2))
                .allMatch(number -> flows.hasTcp(A, number) && flows.hasTcp(B, number));
    }

    @Test
    void aFloodOfUnansweredDatagramsEndsNoAnsweredFlow() {
        IntStream.range(0, CAPACITY).forEach(number -> flows.answeredUdp(A, number));
        IntStream.range(0, 10_000).forEach(number -> flows.udp(B, number));
        assertThat(flows.table.status().evictedSettled()).isZero();
        assertThat(IntStream.range(0, CAPACITY)).allMatch(number -> flows.hasUdp(A, number));
    }

    @Test
    void aScannerEndsNoFlowOfAnotherHost() {
        IntStream.range(0, 100).forEach(number -> flows.established(A, number));
        IntStream.range(0, 100).forEach(number -> flows.halfOpen(B, number));
        for (int number = 0; number < 100_000; number++) {
            flows.now += 1_000_000;
            flows.established(SCANNER, number);
            flows.halfOpen(SCANNER, 1 << 20 | number);
        }
        assertThat(IntStream.range(0, 100)).allMatch(number -> flows.hasTcp(A, number));
        assertThat(IntStream.range(0, 100)).allMatch(number -> flows.hasTcp(B, number));
        assertThat(flows.table.status().evictedSettled()).isPositive();
        int fresh = flows.established(B, 1 << 20);
        assertThat(flows.table.state(fresh)).isEqualTo(FlowState.ESTABLISHED);
    }

    @Test
    void theRouterCanAlwaysOpen() {
        IntStream.range(0, 2 * CAPACITY).forEach(number -> flows.established(A, number));
        IntStream.range(0, 2 * CAPACITY).forEach(number -> flows.halfOpen(B, number));
        long evicted = flows.table.status().evicted();
        int[] own =
                IntStream.range(0, RESERVE)
                        .map(number -> flows.answeredUdp(Flows.ROUTER, number))
                        .toArray();
        assertThat(own).doesNotContain(FlowTable.NONE);
        assertThat(flows.table.status().evicted()).as("nobody had to go").isEqualTo(evicted);
        IntStream.range(0, 10_000).forEach(number -> flows.established(B, 1 << 20 | number));
        assertThat(IntStream.range(0, RESERVE))
                .allMatch(number -> flows.hasUdp(Flows.ROUTER, number));
        assertThat(flows.table.status().router()).isEqualTo(RESERVE);
    }

    @Test
    void theRouterBeyondItsReservePushesOutItsOwnAndGivesWay() {
        int all = CAPACITY + 2 * RESERVE;
        IntStream.range(0, all + 5).forEach(number -> flows.udp(Flows.ROUTER, number));
        assertThat(flows.table.size()).isEqualTo(all);
        assertThat(flows.table.status().evicted()).isEqualTo(5);
        assertThat(flows.hasUdp(Flows.ROUTER, 4)).isFalse();
        assertThat(flows.hasUdp(Flows.ROUTER, 5)).isTrue();
        IntStream.range(0, CAPACITY).forEach(number -> flows.established(A, number));
        assertThat(flows.table.status().settled()).isEqualTo(CAPACITY);
        assertThat(flows.table.status().router()).isBetween(RESERVE, 2 * RESERVE);
    }

    @Test
    void amongOpenOnesTheOldestIdleOfTheBusiestHostGoes() {
        Flows few = new Flows(10);
        few.established(A, 0);
        for (int number = 0; number < 9; number++) {
            few.now += Flows.SECOND;
            few.established(B, number);
        }
        few.now += Flows.SECOND;
        few.table.touch(
                few.table.find(few.draft.originalAddresses, few.draft.originalPorts),
                few.now,
                1,
                true);
        few.established(SCANNER, 0);
        assertThat(few.ended).hasSize(1);
        assertThat(few.hasTcp(B, 0)).isFalse();
        assertThat(few.hasTcp(A, 0)).isTrue();
    }

    @Test
    void aFlowThatIsOverCountsAsTentative() {
        int flow = flows.established(A, 1);
        assertThat(flows.table.status().settled()).isEqualTo(1);
        flows.segment(flow << 1, TcpHeader.RST, 1001, 0);
        assertThat(flows.table.stateName(flow)).isEqualTo("CLOSED");
        assertThat(flows.table.status().settled()).isZero();
        assertThat(flows.table.status().tentative()).isEqualTo(1);
        flows.segment(flow << 1, TcpHeader.SYN, 5000, 0);
        flows.segment(flow << 1 | 1, TcpHeader.SYN | TcpHeader.ACK, 1000, 5001);
        flows.segment(flow << 1, TcpHeader.ACK, 5001, 1001);
        assertThat(flows.table.status().settled()).isEqualTo(1);
        assertThat(flows.table.status().tentative()).isZero();
    }

    @Test
    void aHostThatHasTheMostMakesRoomItself() {
        IntStream.range(0, RESERVE).forEach(number -> flows.halfOpen(A, number));
        for (int number = 0; number < CAPACITY; number++) {
            flows.now += Flows.SECOND / 100;
            flows.established(B, number);
        }
        assertThat(flows.table.status().evicted()).isZero();
        flows.describe(B, 1 << 20, 6, FlowState.SYN_SENT).fromOutside = true;
        assertThat(flows.insert()).as("half-open from outside").isEqualTo(FlowTable.NONE);
        assertThat(flows.table.status().refused()).isEqualTo(1);
        assertThat(flows.halfOpen(B, 1 << 20 | 1)).isNotEqualTo(FlowTable.NONE);
        assertThat(flows.hasTcp(B, 0)).isFalse();
        assertThat(IntStream.range(0, RESERVE)).allMatch(number -> flows.hasTcp(A, number));
    }

    @Test
    void aPickedUpFlowSettlesWithItsAnswer() {
        flows.describe(A, 1, 6, FlowState.ESTABLISHED).pickedUp = true;
        int flow = flows.insert();
        flows.segment(flow << 1, TcpHeader.ACK, 1, 1);
        assertThat(flows.table.status().settled()).isZero();
        flows.segment(flow << 1 | 1, TcpHeader.ACK, 1, 1);
        assertThat(flows.table.status().settled()).isEqualTo(1);
    }

    /** Whatever happens, the classes add up, and shares are kept. */
    @Test
    void shares() {
        Random random = new Random(5);
        for (int round = 0; round < 200_000; round++) {
            flows.now += 40_000_000;
            int host = random.nextInt(6);
            int number = random.nextInt(300);
            if (flows.hasUdp(host, number)) {
                int node =
                        flows.table.find(flows.draft.originalAddresses, flows.draft.originalPorts);
                flows.table.touch(node | random.nextInt(2), flows.now, 1, true);
            } else {
                flows.udp(host, number);
            }
            flows.table.expire(flows.now, 100);
            FlowStatus status = flows.table.status();
            assertThat(status.tentative() + status.settled() + status.router())
                    .isEqualTo(status.flows());
            assertThat(status.settled()).isLessThanOrEqualTo(CAPACITY);
            assertThat(status.settled() + status.tentative())
                    .isLessThanOrEqualTo(CAPACITY + RESERVE);
        }
        assertThat(flows.table.status().evictedSettled()).isPositive();
        assertThat(flows.table.status().expired()).isPositive();
    }
}
