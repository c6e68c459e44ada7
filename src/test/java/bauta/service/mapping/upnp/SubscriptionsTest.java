package bauta.service.mapping.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import bauta.service.mapping.StoreRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final String CALLBACK = "<http://192.168.87.10:5000/e?x=1>";

    private final ManualTimers timers = new ManualTimers();
    private final Map<String, String> state = new HashMap<>(Map.of("ExternalIPAddress", "1.2.3.4"));
    private final List<String> sent = new ArrayList<>();
    private final Subscriptions all =
            new Subscriptions(
                    timers::nanos, () -> Map.copyOf(state), (_, _, notice) -> sent.add(notice));

    private Optional<Subscriptions.Given> begin(String callback) {
        return all.begin(callback, StoreRig.HOST, "home", "Second-300");
    }

    @Test
    void tellsTheFirstStateAndThenWhatIsDifferent() {
        String sid = begin(CALLBACK).orElseThrow().sid();
        all.first(sid);
        all.changed();
        assertThat(sent).hasSize(1);
        state.put("ExternalIPAddress", "5.6.7.8");
        all.changed();
        assertThat(sent.getFirst())
                .startsWith("NOTIFY /e?x=1 HTTP/1.1\r\nHOST: 192.168.87.10:5000\r\n")
                .contains("SEQ: 0\r\n", "SID: " + sid, "1.2.3.4");
        assertThat(sent.getLast()).contains("SEQ: 1\r\n", "5.6.7.8");
    }

    @Test
    void onlyTheSubscriberIsCalled() {
        for (String callback :
                List.of(
                        "",
                        "<http://192.168.87.11/e>",
                        "<http://203.0.113.9/e>",
                        "<https://192.168.87.10/e>",
                        "<http://u@192.168.87.10/e>",
                        "<http://192.168.87.10.example/e>",
                        "<not an address>")) {
            assertThat(begin(callback)).as(callback).isEmpty();
        }
    }

    @Test
    void endsWhenItsTimeIsOverOrItsHostSaysSo() {
        String sid = begin(CALLBACK).orElseThrow().sid();
        assertThat(all.end(sid, StoreRig.OTHER)).isFalse();
        assertThat(all.renew(sid, StoreRig.OTHER, "")).isEmpty();
        assertThat(all.renew(sid, StoreRig.HOST, "")).isPresent();
        timers.advance(Duration.ofMinutes(30).toNanos());
        assertThat(all.renew(sid, StoreRig.HOST, "")).isEmpty();
        String next = begin(CALLBACK).orElseThrow().sid();
        assertThat(all.end(next, StoreRig.HOST)).isTrue();
    }

    @Test
    void thereIsABoundedNumber() {
        for (int i = 0; i < 32; i++) {
            assertThat(begin(CALLBACK)).isPresent();
        }
        assertThat(begin(CALLBACK)).isEmpty();
    }
}
