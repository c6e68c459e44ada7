package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FragmentIdsTest {
    @Test
    void isUniquePerPeerUntilTheCounterComesRound() {
        FragmentIds ids = new FragmentIds(3);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 0x10000; i++) {
            int id = ids.next(1, 2, 17);
            assertThat(id).isBetween(0, 0xffff);
            assertThat(seen.add(id)).isTrue();
        }
    }
}
