package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SecretsTest {
    private static ObjectNode uplinks(String... uplinks) {
        return (ObjectNode) Json.read("{\"uplinks\": [" + String.join(", ", uplinks) + "]}");
    }

    private static String uplink(String name, String password) {
        return "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password);
    }

    private static final ObjectNode THERE = uplinks(uplink("a", "one"), uplink("b", "two"));

    private record Case(ObjectNode candidate, Map<String, String> kept, List<String> unknown) {}

    private static Case row(ObjectNode candidate, String first, String second, String... unknown) {
        return new Case(
                candidate,
                Map.of("/uplinks/0/password", first, "/uplinks/1/password", second),
                List.of(unknown));
    }

    @Test
    void starsKeepTheSecretOfTheSameName() {
        for (Case row :
                List.of(
                        row(uplinks(uplink("a", "***"), uplink("b", "***")), "one", "two"),
                        row(uplinks(uplink("b", "***"), uplink("a", "***")), "two", "one"),
                        row(uplinks(uplink("a", "new"), uplink("b", "***")), "new", "two"),
                        row(uplinks(uplink("x", "***"), uplink("b", "***")), "one", "two"),
                        row(
                                uplinks(uplink("b", "***"), uplink("x", "***")),
                                "two",
                                "***",
                                "/uplinks/1/password"),
                        row(
                                uplinks(uplink("x", "***"), uplink("a", "***")),
                                "***",
                                "one",
                                "/uplinks/0/password"))) {
            ObjectNode candidate = row.candidate();
            assertThat(Secrets.keep(candidate, THERE)).as("%s", row).isEqualTo(row.unknown());
            assertThat(Secrets.of(candidate)).as("%s", row).isEqualTo(row.kept());
        }
    }

    @Test
    void anUplinkWithoutANameHasTheDefaultOne() {
        ObjectNode there = uplinks("{\"password\": \"one\"}");
        ObjectNode candidate = uplinks(uplink("new", "x"), uplink("internet", "***"));
        assertThat(Secrets.keep(candidate, there)).isEmpty();
        assertThat(Secrets.of(candidate)).containsEntry("/uplinks/1/password", "one");
    }

    @Test
    void maskedAndFilledAgainIsTheSame() {
        ObjectNode masked = Secrets.masked(THERE);
        assertThat(masked.toString()).doesNotContain("one").contains("***");
        Secrets.fill(masked, Secrets.of(THERE));
        assertThat(masked).isEqualTo(THERE);
    }

    @Test
    void aSecretOfTheWrongTypeIsMaskedToo() {
        ObjectNode odd = uplinks("{\"password\": [\"hunter2\"]}", "7");
        assertThat(Secrets.masked(odd).toString()).doesNotContain("hunter2");
        assertThat(Secrets.of(odd)).isEmpty();
    }

    @Test
    void starsWithoutASecretAreAProblem() {
        String json =
                """
                {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
                 "uplinks": [{"user": "u", "password": "***"}]}
                """;
        assertThat(((Reading.Refused) ConfigReaderTest.parse(json)).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "/uplinks/0/password: *** keeps the secret that stands here now, and there"
                                + " is none: write it");
    }
}
