package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-z_]+)(?:\\{((?:[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+)})? -?[0-9.E-]+");

    @TempDir Path folder;
    private FakeRouter router;
    private EventHub events;

    @BeforeEach
    void open() throws IOException {
        router = new FakeRouter(folder);
        events = new EventHub();
    }

    @AfterEach
    void close() {
        events.close();
        router.config().close();
    }

    private String text() {
        return new Metrics(router, new Seats(), new EventStreams(events)).text();
    }

    @Test
    void everyLineIsOfTheFormat() {
        Set<String> families = new HashSet<>();
        Set<String> samples = new HashSet<>();
        String family = "";
        List<String> lines = text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("# HELP ")) {
                family = line.split(" ", -1)[2];
                assertThat(families.add(family)).as("twice: " + family).isTrue();
                assertThat(lines.get(i + 1)).startsWith("# TYPE " + family + " ");
                assertThat(lines.get(i + 1).endsWith(" counter"))
                        .as(family)
                        .isEqualTo(family.endsWith("_total"));
            } else if (!line.startsWith("# TYPE ")) {
                Matcher parts = SAMPLE.matcher(line);
                assertThat(parts.matches()).as(line).isTrue();
                assertThat(parts.group(1)).isEqualTo(family);
                assertThat(samples.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
            }
        }
    }

    @Test
    void figuresAreThoseOfTheStatus() {
        assertThat(text().lines())
                .contains(
                        "bauta_build_info{version=\"1.2\"} 1",
                        "bauta_uptime_seconds 17.5",
                        "bauta_uplink_up{uplink=\"wan\\\"1\\\\\"} 0",
                        "bauta_uplink_state_seconds{uplink=\"wan\\\"1\\\\\"} 1.5",
                        "bauta_drops_total{reason=\"IPV4_TRUNCATED\"} 3",
                        "bauta_drops_total{reason=\"DHCP_POOL_EMPTY\"} 1",
                        "bauta_flows 10",
                        "bauta_flows_created_total 30",
                        "bauta_dns_queries_total{transport=\"udp\"} 90",
                        "bauta_dns_answers_total{from=\"cache\"} 35",
                        "bauta_dns_upstream_round_trip_seconds"
                                + "{server=\"192.0.2.53:53\",domain=\"\"} 0.0125",
                        "bauta_dhcp_received_total{type=\"DISCOVER\"} 3",
                        "bauta_service_state{service=\"dns\",state=\"RUNNING\"} 1",
                        "bauta_service_state{service=\"dns\",state=\"FAILED\"} 0",
                        "bauta_service_restarts_total{service=\"dhcp\"} 1");
        assertThat(text()).contains("bauta_jvm_memory_used_bytes{area=\"heap\"} ");
    }
}
