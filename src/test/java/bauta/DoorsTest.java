package bauta;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.config.Config;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Where a trial of a forward knocks. */
class DoorsTest {
    private static final Config CONFIG =
            RuleSettingsTest.config(
                    """
                    "forwards": [
                      {"id": "one", "ports": 80, "targets": [{"host": "nas", "ports": 8080}]},
                      {"id": "range", "ports": "8000-8010", "targets": [
                        {"host": "nas", "ports": "80-90"}, {"host": "192.168.87.9"},
                        {"host": "192.168.87.10", "weight": 0}]},
                      {"id": "udp", "ports": "9000-9010", "protocols": ["udp"],
                       "targets": [{"host": "nas"}]},
                      {"id": "rest", "kind": "exposed-host", "targets": [{"host": "nas"}]}]
                    """);

    private static List<String> doors(int index, boolean ported) {
        return Doors.of(CONFIG.forwards().get(index), CONFIG, ported).stream()
                .map(Doors.Door::toString)
                .toList();
    }

    @Test
    void everyTargetAtBothEndsOfTheRange() {
        assertThat(doors(0, true)).containsExactly("192.168.87.20:8080");
        assertThat(doors(1, true))
                .containsExactly(
                        "192.168.87.20:80",
                        "192.168.87.20:90",
                        "192.168.87.9:8000",
                        "192.168.87.9:8010");
        assertThat(doors(2, false)).containsExactly("192.168.87.20");
        assertThat(doors(3, true)).containsExactly("192.168.87.20");
        assertThat(Doors.ends(CONFIG.forwards().get(1))).containsExactly(8000, 8010);
        assertThat(Doors.ends(CONFIG.forwards().get(3))).containsExactly(0);
    }

    /** One that waits for seconds does not keep the others waiting. */
    @Test
    void allAreKnockedAtTogether() {
        List<Doors.Door> doors = Doors.of(CONFIG.forwards().get(1), CONFIG, true);
        CountDownLatch all = new CountDownLatch(doors.size());
        Map<Doors.Door, Knock.Answer> heard =
                Doors.knock(
                        doors,
                        door -> {
                            all.countDown();
                            try {
                                all.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            return door.port() == 90 ? Knock.Answer.REFUSES : Knock.Answer.LISTENS;
                        });
        assertThat(heard.keySet()).containsExactlyElementsOf(doors);
        assertThat(heard).containsEntry(doors.get(1), Knock.Answer.REFUSES);
    }
}
