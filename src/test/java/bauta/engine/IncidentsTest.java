package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private final List<Long> logged = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Incidents incidents =
            new Incidents(() -> ended.add("end"), (_, count) -> logged.add(count));

    private void happen(int times) {
        for (int i = 0; i < times; i++) {
            incidents.accept(new IllegalStateException());
        }
    }

    @Test
    void areLoggedEverMoreSeldom() {
        happen(20);
        assertThat(logged).containsExactly(1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void aThousandEndTheProcess() {
        happen(Incidents.MOST - 1);
        assertThat(ended).isEmpty();
        happen(1);
        assertThat(ended).hasSize(1);
        assertThat(logged).endsWith((long) Incidents.MOST);
    }
}
