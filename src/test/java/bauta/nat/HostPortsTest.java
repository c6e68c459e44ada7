package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    @Test
    void behavesLikeAMap() {
        HostPorts ports = new HostPorts();
        Map<Integer, Integer> model = new HashMap<>();
        Random random = new Random(9);
        for (int i = 0; i < 200_000; i++) {
            int host = 0xc0a85700 + random.nextInt(1 + random.nextInt(600));
            int now = model.getOrDefault(host, 0);
            if (random.nextBoolean()) {
                ports.add(host);
                model.put(host, now + 1);
            } else if (now > 0) {
                ports.remove(host);
                model.put(host, now - 1);
            }
            assertThat(ports.count(host)).isEqualTo(model.getOrDefault(host, 0));
        }
        assertThat(ports.hosts())
                .isEqualTo((int) model.values().stream().filter(count -> count > 0).count());
        assertThat(ports.busiest(3)).hasSize(3);
        assertThat(ports.busiest(1).getFirst().ports())
                .isEqualTo(model.values().stream().mapToInt(count -> count).max().orElseThrow());
    }

    @Test
    void hostsBeyondTheBoundAreCountedAsOne() {
        HostPorts ports = new HostPorts();
        for (int host = 1; host <= HostPorts.MAX_HOSTS + 10; host++) {
            ports.add(host);
        }
        assertThat(ports.hosts()).isEqualTo(HostPorts.MAX_HOSTS + 1);
        assertThat(ports.count(HostPorts.MAX_HOSTS + 3)).isEqualTo(10);
        ports.remove(5);
        ports.add(HostPorts.MAX_HOSTS + 3);
        assertThat(ports.count(HostPorts.MAX_HOSTS + 3)).as("counted apart now").isEqualTo(1);
        for (int host = 1; host <= HostPorts.MAX_HOSTS + 10; host++) {
            if (host != 5) {
                ports.remove(host);
            }
        }
        ports.remove(HostPorts.MAX_HOSTS + 3);
        assertThat(ports.hosts()).isZero();
    }
}
