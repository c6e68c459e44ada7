package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, hosts, packets and timers at the command line. */
class TrafficCommandsTest {
    @TempDir private Path folder;

    private FakeRouter router;
    private Person person;

    @BeforeEach
    void start() throws IOException {
        router = FakeRouter.unix(FakeRouter.freshSocket(folder));
        person = Person.english(folder);
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
    }

    private static ClientCommand parsed(String line) throws CommandException {
        return ClientLine.parse(List.of(line.split(" ")), Map.of(), Path.of("/run")).command();
    }

    @Test
    void packetsAreWrittenAsPeopleWriteThem() throws CommandException {
        record Row(String line, String body) {}
        for (Row row :
                List.of(
                        new Row("why 198.51.100.7", "{\"destination\":\"198.51.100.7\"}"),
                        new Row(
                                "why 192.168.87.20:5000 to 198.51.100.7:443 udp",
                                "{\"destination\":\"198.51.100.7\",\"destination-port\":443,"
                                        + "\"source\":\"192.168.87.20\",\"source-port\":5000,"
                                        + "\"protocol\":\"udp\"}"),
                        new Row(
                                "why * 203.0.113.9:80 --from internet --flags SA --ttl 1",
                                "{\"destination\":\"203.0.113.9\",\"destination-port\":80,"
                                        + "\"from\":\"internet\",\"tcp-flags\":\"SA\",\"ttl\":1}"),
                        new Row(
                                "why nas to www.example.jp:443 tcp",
                                "{\"destination\":\"www.example.jp\",\"destination-port\":443,"
                                        + "\"source\":\"nas\",\"protocol\":\"tcp\"}"),
                        new Row(
                                "why 198.51.100.7 --icmp 3/4",
                                "{\"destination\":\"198.51.100.7\",\"protocol\":\"icmp\","
                                        + "\"icmp-type\":3,\"icmp-code\":4}"))) {
            assertThat(parsed(row.line()))
                    .as(row.line())
                    .isEqualTo(new ClientCommand.Why(row.body()));
        }
        assertThat(parsed("trace 192.168.87.20 *:443 tcp"))
                .isEqualTo(
                        new ClientCommand.Trace(
                                "{\"address\":\"192.168.87.20\",\"peer-port\":443,"
                                        + "\"protocol\":\"tcp\"}"));
        assertThat(parsed("trace nas")).isEqualTo(new ClientCommand.Trace("{\"address\":\"nas\"}"));
        assertThat(parsed("masquerade timers 7200 0 300"))
                .isEqualTo(
                        new ClientCommand.Timers(
                                Map.of("tcp-established", "7200s", "udp", "300s")));
        assertThat(parsed("rules -v")).isEqualTo(new ClientCommand.RuleList("rules", true));
        assertThat(parsed("test forward web")).isEqualTo(new ClientCommand.TestForward("web"));
    }

    @Test
    void whatCannotBeUnderstoodShowsItsForm() {
        for (String line :
                List.of(
                        "why",
                        "why :80",
                        "why 1 2 3 4",
                        "why 198.51.100.7 --icmp x",
                        "why 198.51.100.7 --ttl many",
                        "trace",
                        "test web",
                        "test forward",
                        "rules all",
                        "hosts all",
                        "masquerade",
                        "masquerade timers udp",
                        "masquerade timers 1 2")) {
            assertThat(person.types(line.split(" "))).as(line).isEqualTo(2);
            assertThat(person.complaint()).as(line).contains("bauta");
        }
    }

    @Test
    void whyIsAPictureWithOneLineForEachStage() {
        router.answers(
                "POST /api/v1/why",
                200,
                """
                {"packet":"TCP a -> b","from":"home","fate":"REJECTED","verdict":"It is refused.",
                 "advice":"What to do: nothing.","rule":"no-x","reason":"FIREWALL_RULE",
                 "steps":[{"name":"read","mark":"OK","label":"Headers","text":"well formed"},
                          {"name":"firewall","mark":"STOP","label":"Firewall","text":"no-x"}]}
                """);
        assertThat(person.types("why", "198.51.100.7")).isZero();
        assertThat(person.sees())
                .isEqualTo(
                        """
                        TCP a -> b   (comes in by home)

                        [ ok ] Headers        well formed
                        [STOP] Firewall       no-x

                        It is refused.
                        What to do: nothing.
                        """);
        assertThat(person.types("why", "198.51.100.7", "--json")).isZero();
        assertThat(person.sees()).contains("\"rule\" : \"no-x\"");
        assertThat(router.requests().getLast()).startsWith("POST /api/v1/why");
    }

    @Test
    void loggedHitsAreATable() {
        router.answers(
                "GET /api/v1/rules/log",
                200,
                """
                {"lines":[{"ago-millis":120000,"rule":"no-x","verdict":"DROP","hits":1234,
                 "source":"192.168.87.20","destination":"198.51.100.7","protocol":"tcp",
                 "port":25},{"ago-millis":0,"rule":"no-y","verdict":"REJECT","hits":1,
                 "source":"192.168.87.20","destination":"198.51.100.7","protocol":"gre"}]}
                """);
        assertThat(person.types("rules", "log")).isZero();
        assertThat(person.sees())
                .contains("AGO", "HITS", "1,234", "198.51.100.7:25\n", "198.51.100.7\n");
        router.answers("GET /api/v1/rules/log", 200, "{\"lines\":[]}");
        assertThat(new Person(folder, Locale.JAPANESE).types("rules", "log")).isZero();
        assertThat(person.types("rules", "log", "-v")).isEqualTo(2);
    }

    @Test
    void anUnknownCommandShowsThoseThereAre() {
        assertThat(person.types("forwrads")).isEqualTo(2);
        assertThat(person.complaint())
                .contains("Did you mean forwards?")
                .contains("bauta why, bauta trace");
    }

    /** There is one trace; who began the earlier one is told, and so is who begins the next. */
    @Test
    void aTraceThatIsReplacedSaysSo() {
        router.answers("POST /api/v1/trace", 200, "{\"trace\":2,\"replaced\":true}");
        router.answers("GET /api/v1/trace", 200, "{\"trace\":3,\"lines\":[]}");
        assertThat(person.types("trace", "nas")).isEqualTo(1);
        assertThat(person.sees()).contains("another trace was running and has ended");
        assertThat(person.complaint()).contains("Another trace has begun");
        assertThat(router.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }

    @Test
    void aForwardThatDoesNotWorkIsAFailure() {
        router.answers(
                "POST /api/v1/forwards/web/test",
                200,
                """
                {"forward":"web","works":false,"verdict":"It stops here.",
                 "steps":[{"name":"address","mark":"WARNING","label":"Address","text":"shared"}]}
                """);
        assertThat(person.types("test", "forward", "web")).isEqualTo(1);
        assertThat(person.sees()).contains("[ !! ] Address        shared\n\nIt stops here.\n");
    }

    @Test
    void rulesWithTheirCounters() {
        router.answers(
                "GET /api/v1/rules",
                200,
                """
                {"rules":[{"id":"no-x","name":"No X","enabled":false,"target":"DROP",
                 "protocols":"tcp","source":"lan","destination":"anywhere:25","options":"log",
                 "packets":1234,"bytes":99000}]}
                """);
        router.answers(
                "GET /api/v1/forwards",
                200,
                """
                {"forwards":[{"id":"web","name":"","enabled":true,"kind":"ports",
                 "protocols":"tcp","external":"any:80","sources":"anywhere","scheduler":"wlc",
                 "packets":1,"bytes":60,"targets":[{"host":"nas","ports":"8080","weight":2},
                 {"host":"192.168.87.9","ports":"","weight":1}]}]}
                """);
        router.answers("GET /api/v1/policies", 200, "{\"policies\":[]}");
        assertThat(person.types("rules", "-v")).isZero();
        assertThat(person.sees())
                .contains("PACKETS  BYTES")
                .contains("1,234")
                .contains("99.0 kB")
                .contains("(off) log \"No X\"");
        assertThat(person.types("rules")).isZero();
        assertThat(person.sees()).doesNotContain("99.0 kB").contains("anywhere:25");
        assertThat(person.types("forwards")).isZero();
        assertThat(person.sees()).contains("nas:8080*2, 192.168.87.9*1").contains("wlc");
        assertThat(person.types("policies")).isZero();
        assertThat(person.sees()).isEqualTo("There are none.\n");
    }

    @Test
    void whatIsOutOfHoursIsMarkedAndCommentsAreShownWhereThereAreAny() {
        router.answers(
                "GET /api/v1/rules",
                200,
                """
                {"rules":[{"id":"no-x","comment":"homework first","enabled":true,"in-force":false,
                 "target":"DROP","protocols":"tcp","source":"lan","destination":"anywhere",
                 "options":"schedule day"},
                 {"id":"b","comment":"","enabled":true,"in-force":true,"target":"DROP",
                 "protocols":"tcp","source":"lan","destination":"anywhere","options":""}]}
                """);
        assertThat(person.types("rules")).isZero();
        assertThat(person.sees())
                .contains("OPTIONS                 COMMENT\n")
                .contains("(not now) schedule day  homework first\n");
        router.answers(
                "GET /api/v1/policies",
                200,
                "{\"policies\":[{\"id\":\"p\",\"enabled\":true,\"in-force\":true}]}");
        assertThat(person.types("policies")).isZero();
        assertThat(person.sees()).doesNotContain("COMMENT");
    }

    @Test
    void hostsAndThePortsTheyHave() {
        router.answers(
                "GET /api/v1/hosts",
                200,
                """
                {"hosts":[{"address":"192.168.87.20","name":"nas","flows":7,"refused":12345,
                  "sent-bytes":1500,"received-bytes":2000000}],
                 "ports":[{"uplink":"internet","address":"203.0.113.9","protocol":"tcp","used":3,
                  "total":64512,"scarce":true,"host-limit":99,
                  "busiest":[{"address":"192.168.87.20","name":"nas","ports":3}]}]}
                """);
        assertThat(person.types("hosts")).isZero();
        assertThat(person.sees())
                .contains("192.168.87.20  nas")
                .contains("192.168.87.20: 12,345 new connections")
                .contains("internet 203.0.113.9 tcp: 3 of 64,512 outside ports in use")
                .contains("each device gets at most 99");
        Person taro = new Person(folder, Locale.JAPANESE);
        assertThat(taro.types("hosts")).isZero();
        assertThat(taro.sees()).contains("外側のポート");
    }

    @Test
    void timersAreShownAndSetWhole() {
        for (String name :
                List.of("tcp-established", "tcp-transitory", "udp", "udp-short", "icmp", "other")) {
            router.answers("GET /api/v1/config/value?pointer=/nat/timers/" + name, 200, "\"5m\"");
        }
        router.answers("PATCH /api/v1/config", 200, "{\"outcome\":\"kept\",\"text\":\"kept\"}");
        assertThat(person.types("masquerade", "timers")).isZero();
        assertThat(person.sees()).contains("udp-short").contains("UDP to DNS and NTP servers");
        assertThat(person.types("masquerade", "timers", "udp=10m")).isZero();
        assertThat(router.requests().getLast())
                .contains("\"pointer\":\"/nat/timers\"")
                .contains("\"udp\":\"10m\"")
                .contains("\"icmp\":\"5m\"");
    }
}
