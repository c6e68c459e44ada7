package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NeighbourTableTest {
    @Test
    void doesWhatAMapDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NeighbourTable table = new NeighbourTable(64);
        Map<Integer, Long> model = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            int ipv4 = 0xc0a85700 + random.nextInt(80);
            if (random.nextInt(3) == 0) {
                table.remove(ipv4);
                model.remove(ipv4);
            } else {
                boolean fits = model.containsKey(ipv4) || model.size() < 64;
                assertThat(table.put(ipv4, step)).as("seed %d", seed).isEqualTo(fits);
                if (fits) {
                    model.put(ipv4, (long) step);
                }
            }
            int asked = 0xc0a85700 + random.nextInt(80);
            assertThat(table.macOf(asked))
                    .as("seed %d", seed)
                    .isEqualTo(model.getOrDefault(asked, Neighbours.UNKNOWN));
            assertThat(table.size()).as("seed %d", seed).isEqualTo(model.size());
        }
    }

    @Test
    void remembersWhoWasLookedUp() {
        NeighbourTable table = new NeighbourTable(4);
        table.put(1, 11);
        table.put(2, 22);
        assertThat(table.macOf(2)).isEqualTo(22);
        assertThat(used(table)).containsExactly(2);
        assertThat(used(table)).isEmpty();
    }

    @Test
    void zeroIsAnAddressLikeAnyOther() {
        NeighbourTable table = new NeighbourTable(4);
        assertThat(table.macOf(0)).isEqualTo(Neighbours.UNKNOWN);
        table.put(0, 0);
        assertThat(table.macOf(0)).isZero();
        table.clear();
        assertThat(table.macOf(0)).isEqualTo(Neighbours.UNKNOWN);
    }

    private static Set<Integer> used(NeighbourTable table) {
        Set<Integer> found = new HashSet<>();
        table.takeUses((ipv4, used) -> {
            if (used) {
                found.add(ipv4);
            }
        });
        return found;
    }
}
