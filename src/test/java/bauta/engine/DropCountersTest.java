package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DropCountersTest {
    @Test
    void countsByReasonAndSumsUp() {
        DropCounters counters = new DropCounters();
        counters.count(DropReason.IPV4_TRUNCATED);
        counters.count(DropReason.IPV4_TRUNCATED);
        counters.count(DropReason.NAT_NO_PORT);
        assertThat(counters.nonZero())
                .isEqualTo(Map.of(DropReason.IPV4_TRUNCATED, 2L, DropReason.NAT_NO_PORT, 1L));
        assertThat(counters.total()).isEqualTo(3);
    }
}
