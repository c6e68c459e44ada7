package bauta;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.admin.traffic.Check;
import bauta.control.admin.traffic.WhyView;
import bauta.forward.WhyQuestion;
import bauta.forward.WhyQuestion.Ingress;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Forwards that are there and all the same do not take a packet. */
class ForwardHintsTest {
    private static final String OUR = "203.0.113.1";

    private static final String KEYS =
            """
            "forwards": [
              {"id": "web", "ports": 80, "targets": [{"host": "nas"}], "hairpin": false},
              {"id": "off", "ports": 81, "targets": [{"host": "nas"}], "enabled": false},
              {"id": "friends", "ports": 82, "targets": [{"host": "nas"}],
               "sources": ["198.51.100.0/24"]},
              {"id": "irc", "kind": "trigger", "ports": 113, "trigger": {"ports": 6667}},
              {"id": "other", "ports": 83, "addresses": ["203.0.113.9"],
               "targets": [{"host": "nas"}]},
              {"id": "rest", "kind": "exposed-host", "targets": [{"host": "nas"}],
               "sources": ["198.51.100.0/24"]}]
            """;

    private static WhyQuestion packet(Ingress from, String source, int port) {
        return new WhyQuestion(
                from,
                0,
                Ipv4Address.parse(source),
                Ipv4Address.parse(OUR),
                6,
                5000,
                port,
                2,
                0,
                0,
                0,
                64,
                0);
    }

    private static Check step(String name, Check.Mark mark, Optional<String> rule) {
        return new Check(name, mark, name, "text", Optional.empty(), rule);
    }

    private static WhyView view(Optional<String> forward) {
        return new WhyView(
                "p",
                "internet",
                "DROPPED",
                Optional.of("INBOUND_NO_MAPPING"),
                Optional.empty(),
                "dropped",
                Optional.of("make a forward"),
                List.of(
                        step("read", Check.Mark.OK, Optional.empty()),
                        step("forward", Check.Mark.OK, forward),
                        step("firewall", Check.Mark.STOP, Optional.empty())));
    }

    private static WhyView asked(Optional<String> taken, WhyQuestion packet, Locale locale) {
        return new ForwardHints(
                        RuleSettingsTest.config(KEYS),
                        Map.of("internet", Ipv4Address.parse(OUR)),
                        locale)
                .added(view(taken), packet);
    }

    private record Case(WhyQuestion packet, String text, String advice) {}

    @Test
    void eachSaysWhatIsInTheWayAndWhatToDo() {
        for (Case row :
                List.of(
                        new Case(
                                packet(Ingress.LAN, "192.168.87.9", 80),
                                "forward web is for this port, but its hairpin is false",
                                "set hairpin of forward web to true"),
                        new Case(
                                packet(Ingress.UPLINK, "9.9.9.9", 81),
                                "forward off is for this port, but it is switched off",
                                "switch forward off on"),
                        new Case(
                                packet(Ingress.UPLINK, "9.9.9.9", 82),
                                "forward friends is for this port, but its sources do not take"
                                        + " 9.9.9.9",
                                "add 9.9.9.9 to the sources of forward friends"),
                        new Case(
                                packet(Ingress.UPLINK, "198.51.100.7", 113),
                                "trigger irc is for this port, but no device has opened it by"
                                        + " talking to port 6667",
                                "port 6667 opens trigger irc"))) {
            WhyView view = asked(Optional.empty(), row.packet(), Locale.ENGLISH);
            Check hint = view.steps().get(2);
            assertThat(hint.mark()).isEqualTo(Check.Mark.WARNING);
            assertThat(hint.text()).startsWith(row.text());
            assertThat(view.advice()).get().asString().contains(row.advice());
            assertThat(view.steps().getLast().name()).isEqualTo("firewall");
            assertThat(asked(Optional.empty(), row.packet(), Locale.JAPANESE).steps().get(2).text())
                    .doesNotContain("why.hint")
                    .contains("このポート用ですが");
        }
    }

    @Test
    void whereNothingIsInTheWayNothingIsSaid() {
        WhyQuestion good = packet(Ingress.UPLINK, "198.51.100.7", 80);
        WhyQuestion elsewhere = packet(Ingress.UPLINK, "198.51.100.7", 83);
        for (WhyQuestion packet : List.of(good, elsewhere)) {
            WhyView view = asked(Optional.empty(), packet, Locale.ENGLISH);
            assertThat(view).isEqualTo(view(Optional.empty()));
        }
        WhyQuestion disabled = packet(Ingress.UPLINK, "198.51.100.7", 81);
        assertThat(asked(Optional.of("web"), disabled, Locale.ENGLISH).steps()).hasSize(3);
        assertThat(asked(Optional.of("rest"), disabled, Locale.ENGLISH).steps()).hasSize(4);
    }
}
