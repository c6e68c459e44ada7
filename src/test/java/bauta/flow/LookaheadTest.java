package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever it was told, it finds what the table finds. */
class LookaheadTest {
    private static final int HOSTS = 6;
    private static final int NUMBERS = 30;
    private static final int UDP = 17;
    private static final int MOST_FRAMES = Lookahead.MOST + 8;

    private final Flows flows = new Flows(128);
    private final FlowTable table = flows.table;
    private final Lookahead lookahead = table.lookahead();
    private int believed;

    private static long addresses(int key) {
        return FiveTuple.addresses(key / NUMBERS, 1000);
    }

    private static long ports(int key) {
        return FiveTuple.ports(FiveTuple.lanSide(0), UDP, key % NUMBERS, 0);
    }

    private int find(int key) {
        int node = lookahead.find(addresses(key), ports(key));
        assertThat(node).isEqualTo(table.find(addresses(key), ports(key)));
        believed += node == FlowTable.NONE ? 0 : 1;
        return node;
    }

    /** Adds, takes out or gives another key. */
    private void change(Random random) {
        int key = random.nextInt(HOSTS * NUMBERS);
        int node = table.find(addresses(key), ports(key));
        if (node == FlowTable.NONE) {
            flows.udp(key / NUMBERS, key % NUMBERS);
        } else if (random.nextBoolean()) {
            table.remove(node >>> 1);
        } else {
            table.rekeyReply(node >>> 1, random.nextLong());
        }
    }

    private void batch(Random random) {
        int[] keys = random.ints(1 + random.nextInt(MOST_FRAMES), 0, HOSTS * NUMBERS).toArray();
        boolean restless = random.nextInt(3) == 0;
        for (int i = 0; i < keys.length; i++) {
            switch (random.nextInt(12)) {
                case 0 -> lookahead.coming(i);
                case 1 -> lookahead.coming(i, random.nextLong(), random.nextLong());
                case 2 -> {}
                default -> lookahead.coming(i, addresses(keys[i]), ports(keys[i]));
            }
        }
        for (int i = 0; i < keys.length; i++) {
            if (restless && random.nextInt(4) == 0) {
                change(random);
            }
            if (random.nextInt(10) > 0) {
                lookahead.arrived(random.nextInt(30) == 0 ? random.nextInt() : i);
            }
            if (random.nextInt(10) > 0) {
                find(keys[i]);
            }
        }
    }

    @Test
    void findsWhatTheTableFinds() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            for (int round = 0; round < 400; round++) {
                change(random);
                batch(random);
            }
        }
        assertThat(believed).isPositive();
    }

    @Test
    void aFlowThatWentMeanwhileIsNotFound() {
        int flow = flows.udp(1, 7);
        lookahead.coming(0, addresses(NUMBERS + 7), ports(NUMBERS + 7));
        lookahead.coming(1, addresses(NUMBERS + 7), ports(NUMBERS + 7));
        lookahead.arrived(0);
        assertThat(find(NUMBERS + 7)).isEqualTo(flow << 1);
        table.remove(flow);
        lookahead.arrived(1);
        assertThat(find(NUMBERS + 7)).isEqualTo(FlowTable.NONE);
    }

    @Test
    void paysWhenThereAreManyFlows() {
        Flows large = new Flows(1 << 10);
        Lookahead ahead = large.table.lookahead();
        int few = large.table.capacity() / 32;
        for (int flow = 0; flow < few; flow++) {
            large.udp(1 + flow % 7, flow);
        }
        assertThat(ahead.pays()).isFalse();
        large.udp(1, few);
        assertThat(ahead.pays()).isTrue();
    }

    /** Without this the compiler would be free to fetch nothing. */
    @Test
    void whatIsFetchedGoesSomewhere() {
        flows.udp(1, 7);
        lookahead.coming(0, addresses(NUMBERS + 7), ports(NUMBERS + 7));
        lookahead.arrived(0);
        assertThat(lookahead.fetched()).isNotZero();
    }
}
