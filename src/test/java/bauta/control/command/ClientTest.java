package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on the box, against a router that answers what it was told. */
class ClientTest {
    @TempDir Path folder;
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

    private static String dns(String state, String reason, String next) {
        return """
        {"name":"dns","state":"%s","enabled":true,"since-millis":7384000,
         "reason-id":"%s","reason-arguments":["port 53 is taken"],"reason-text":"",
         "restarts":3,"next-try-millis":%s}
        """
                .formatted(state, reason, next);
    }

    @Test
    void startsAServiceAsTheOldDaysDid() {
        router.answers("POST /api/v1/services/dns/start", 200, dns("RUNNING", "", "null"));
        assertThat(person.types("service", "start", "dns")).isZero();
        assertThat(person.sees()).isEqualTo("Starting dns:" + " ".repeat(47) + "[  OK  ]\n");
    }

    @Test
    void restartStopsAndStarts() {
        router.answers("POST /api/v1/services/dns/restart", 200, dns("RUNNING", "", "null"));
        assertThat(person.types("service", "restart", "dns")).isZero();
        assertThat(person.sees()).matches("Stopping dns: +\\[  OK  ]\nStarting dns: +\\[  OK  ]\n");
    }

    @Test
    void aServiceThatFailsSaysWhyBelow() {
        String failed = dns("FAILED", "service.reason.failed", "4000");
        router.answers("POST /api/v1/services/dns/start", 200, failed);
        assertThat(person.types("service", "start", "dns")).isEqualTo(1);
        assertThat(person.sees())
                .matches(
                        """
                        Starting dns: +\\[FAILED]
                         {4}It failed: port 53 is taken
                         {4}Next try in 4 s.
                        """);
        Person taro = new Person(folder, Locale.JAPANESE);
        taro.types("service", "start", "dns");
        assertThat(taro.sees()).contains("dns を起動中:").contains("失敗しました: port 53");
        assertThat(person.colourful().types("service", "start", "dns")).isEqualTo(1);
        assertThat(person.sees()).contains("[\u001b[31mFAILED\u001b[0m]");
    }

    @Test
    void aServiceThatIsNotThereIsAFailureInTheRoutersWords() {
        router.answers(
                "POST /api/v1/services/web/stop", 404, "{\"error\":{\"text\":\"No web here.\"}}");
        assertThat(person.types("service", "stop", "web")).isEqualTo(1);
        assertThat(person.sees()).contains("[FAILED]");
        assertThat(person.complaint()).isEqualTo("No web here.\n");
    }

    @Test
    void serviceStatusExitsAsLsbSays() {
        String path = "GET /api/v1/services";
        router.answers(path, 200, "{\"services\":[" + dns("RUNNING", "", "null") + "]}");
        router.answers(path, 200, "{\"services\":[" + dns("STOPPED", "", "null") + "]}");
        router.answers(path, 200, "{\"services\":[" + dns("FAILED", "", "null") + "]}");
        assertThat(person.types("service", "status", "dns")).isZero();
        assertThat(person.sees()).isEqualTo("dns is running (for 2 h 3 min); it starts at boot.\n");
        assertThat(person.types("service", "status", "dns")).isEqualTo(3);
        assertThat(person.types("service", "status", "dns")).isEqualTo(1);
        assertThat(person.types("service", "status", "ntp")).isEqualTo(1);
        assertThat(person.complaint()).isEqualTo("There is no service named ntp. There are: dns\n");
        assertThat(person.types("service", "list")).isZero();
        assertThat(person.sees()).contains("dns      failed  on       2 h 3 min  Names (DNS)");
    }

    @Test
    void tablesAreInPlainWords() {
        router.answers(
                "GET /api/v1/drops", 200, "{\"drops\":{\"UDP_TRUNCATED\":3,\"NEW_ONE\":1234567}}");
        router.answers(
                "GET /api/v1/leases",
                200,
                """
                {"leases":[{"network":"lan","address":"192.168.87.10","mac":"02:00:00:00:00:01",
                 "name":"pc\\u001b[2J","reserved":true,"rest-millis":90061000}]}
                """);
        router.answers(
                "GET /api/v1/flows?offset=0&limit=1&host=192.168.87.10",
                200,
                """
                {"total":9,"offset":0,"flows":[{"protocol":"TCP","state":"ESTABLISHED",
                 "inside":{"address":"192.168.87.10","port":4000},
                 "outside":{"address":"198.51.100.7","port":4000},
                 "peer":{"address":"203.0.113.5","port":443},"uplink":"internet",
                 "age-millis":1000,"rest-millis":2000,
                 "sent":{"packets":3,"bytes":999},"received":{"packets":5,"bytes":1234567}}]}
                """);
        assertThat(person.types("drops")).isZero();
        assertThat(person.sees().lines())
                .containsExactly(
                        "  PACKETS  WHY                 REASON",
                        "1,234,567                      NEW_ONE",
                        "        3  Cut-off UDP packet  UDP_TRUNCATED");
        assertThat(person.types("leases")).isZero();
        assertThat(person.sees()).contains("192.168.87.10  pc?[2J").contains("1 d 1 h (reserved)");
        assertThat(person.types("flows", "--host", "192.168.87.10", "--limit", "1")).isZero();
        assertThat(person.sees())
                .contains("192.168.87.10:4000  203.0.113.5:443  open   1 s    999 B  1.2 MB")
                .endsWith("These are 1 of 9; more with --limit NUMBER\n");
        assertThat(person.types("leases", "--json")).isZero();
        assertThat(person.sees()).contains("\"reserved\" : true");
    }

    @Test
    void configGetAndSet() {
        router.answers("GET /api/v1/config/value?pointer=%2Fdns%2Fcache-size", 200, "10000");
        router.answers(
                "PATCH /api/v1/config?confirm-within=120",
                200,
                """
                {"outcome":"on-trial","text":"In force for 120 s.","left-millis":120000,
                 "differences":[{"pointer":"/dns/cache-size","before":"10000","after":"20000"}]}
                """);
        assertThat(person.types("config", "get", "/dns/cache-size")).isZero();
        assertThat(person.sees()).isEqualTo("10000\n");
        assertThat(person.types("config", "set", "/dns/cache-size", "20000", "--confirm-within=2m"))
                .isZero();
        assertThat(router.requests().getLast())
                .endsWith("\n\n{\"pointer\":\"/dns/cache-size\",\"value\":20000}");
        assertThat(person.sees())
                .startsWith("/dns/cache-size\n  - 10000\n  + 20000\nIn force for 120 s.\n")
                .contains("bauta config confirm");
    }

    @Test
    void aValueThatIsNoJsonIsTextAndOneNotGivenIsAsked() {
        router.answers("PATCH /api/v1/config", 200, "{\"outcome\":\"kept\",\"text\":\"Kept.\"}");
        person.types("config", "set", "/uplinks/0/user", "taro@isp.example");
        assertThat(router.requests().getLast()).endsWith("\"value\":\"taro@isp.example\"}");
        person.answers("geheim 1").types("config", "set", "/uplinks/0/password");
        assertThat(person.asked()).isEqualTo("New value of /uplinks/0/password (not shown): ");
        assertThat(router.requests().getLast()).endsWith("\"value\":\"geheim 1\"}");
        assertThat(person.types("config", "set", "/uplinks/0/password")).isEqualTo(1);
        assertThat(person.complaint()).isEqualTo("Nothing was entered.\n");
        person.types("config", "remove", "/uplinks/0/mtu");
        assertThat(router.requests().getLast()).endsWith("\n\n{\"pointer\":\"/uplinks/0/mtu\"}");
    }

    @Test
    void everyProblemOfAConfigurationIsShown() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{}");
        String problems =
                """
                {"problems":[{"pointer":"/a","text":"/a: 3 is not 4"},{"pointer":"/b","text":"no"}]}
                """;
        router.answers("PUT /api/v1/config", 422, problems);
        router.answers("POST /api/v1/config/check", 200, problems);
        router.answers("POST /api/v1/config/check", 200, "{\"problems\":[]}");
        for (String verb : List.of("apply", "check")) {
            assertThat(person.types("config", verb, file.toString())).isEqualTo(1);
            assertThat(person.complaint()).endsWith("/a: 3 is not 4\n/b: no\n");
        }
        assertThat(person.types("config", "check", file.toString())).isZero();
        assertThat(person.types("config", "apply", folder.resolve("no").toString())).isEqualTo(1);
        assertThat(person.complaint()).startsWith("There is no file ");
    }

    @Test
    void anUndoneChangeIsAFailure() {
        router.answers("POST /api/v1/config/confirm", 409, "{\"text\":\"Nothing waits.\"}");
        assertThat(person.types("config", "confirm")).isEqualTo(1);
        assertThat(person.complaint()).isEqualTo("Nothing waits.\n");
    }

    @Test
    void diffAndHistory() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{}");
        router.answers("POST /api/v1/config/diff", 200, "{\"differences\":[]}");
        router.answers(
                "GET /api/v1/config/history",
                200,
                """
                {"revisions":[{"number":3,"kept":"2026-02-03T04:05:06.789Z","author":"admin"}]}
                """);
        assertThat(person.types("config", "diff", file.toString())).isZero();
        assertThat(person.sees()).isEqualTo("It is the same as what is in force.\n");
        assertThat(person.types("config", "history")).isZero();
        assertThat(person.sees()).contains("     3  2026-02-03T04:05:06Z  admin");
    }

    @Test
    void eventsAreFollowed() {
        router.raw(
                "GET /api/v1/events",
                """
                HTTP/1.1 200 OK
                Content-Type: text/event-stream

                : ping

                event: service
                data: {"name":"dns","state":"STOPPED"}

                event: uplink
                data: {"name":"internet","state":"WAITING",
                data: "last-cause-id":"uplink.cause.padt-received"}

                event: news
                data: not json

                """);
        assertThat(person.types("log")).isEqualTo(1);
        assertThat(person.sees().lines().map(line -> line.substring(21)))
                .containsExactly(
                        "service  dns: stopped",
                        "uplink   internet: waiting for the next try. The provider ended the"
                                + " session (PADT).",
                        "news     \"not json\"");
        assertThat(person.complaint()).contains("ended the connection");
    }

    @Test
    void tokensAndPasswords() {
        router.answers("GET /api/v1/tokens", 200, "{\"tokens\":[{\"name\":\"tv\"}]}");
        router.answers("POST /api/v1/tokens", 201, "{\"name\":\"tv\",\"token\":\"t-123\"}");
        router.raw("DELETE /api/v1/tokens/tv", "HTTP/1.1 204 No Content\r\n\r\n");
        router.raw("PUT /api/v1/password", "HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(person.types("token", "list")).isZero();
        assertThat(person.sees()).isEqualTo("tv\n");
        assertThat(person.types("token", "create", "tv")).isZero();
        assertThat(person.sees()).isEqualTo("t-123\n");
        assertThat(person.types("token", "remove", "tv")).isZero();
        assertThat(person.answers("new pass", "new pass").types("password")).isZero();
        assertThat(router.requests().getLast()).endsWith("\n\n{\"new\":\"new pass\"}");
        assertThat(person.answers("new pass", "other").types("password")).isEqualTo(1);
        assertThat(person.complaint()).startsWith("The two passwords differ.");
        assertThat(person.types("login")).isEqualTo(1);
        assertThat(person.complaint()).contains("bauta login --router ADDRESS");
    }

    @Test
    void healthExitsWithTheTruth() {
        router.answers(
                "GET /health",
                200,
                """
                {"status":"ok","version":"1","checks":[{"name":"dns","state":"OK","text":""}]}
                """);
        router.answers(
                "GET /health",
                503,
                """
                {"status":"trouble","checks":[{"name":"uplink","state":"TROUBLE","text":"down"}]}
                """);
        assertThat(person.types("health")).isZero();
        assertThat(person.sees()).isEqualTo("dns       works\nAll is well.\n");
        assertThat(person.types("health")).isEqualTo(1);
        assertThat(person.sees()).isEqualTo("uplink    does not work: down\nSomething is wrong.\n");
    }

    @Test
    void withoutARouterItSaysWhatToDo() {
        Path nowhere = folder.resolve("nowhere");
        Person lost = Person.english(nowhere);
        assertThat(lost.types("status")).isEqualTo(1);
        assertThat(lost.complaint())
                .startsWith("No router answers at ")
                .contains("--router ADDRESS");
        Person taro = new Person(nowhere, Locale.JAPANESE);
        assertThat(taro.types("status")).isEqualTo(1);
        assertThat(taro.complaint()).contains("ルータが応答しません");
    }

    @Test
    void nonsenseFromTheRouterIsNoCrash() {
        router.raw("GET /api/v1/leases", "HTTP/1.1 200 OK\r\n\r\n<html>");
        router.raw("GET /api/v1/drops", "SSH-2.0-x\r\n\r\n");
        router.answers("GET /api/v1/status", 200, "[]");
        router.answers("GET /api/v1/flows?offset=0&limit=100", 200, "{\"flows\":3}");
        assertThat(person.types("leases")).isEqualTo(1);
        assertThat(person.complaint()).startsWith("The answer cannot be understood.");
        assertThat(person.types("drops")).isEqualTo(1);
        assertThat(person.types("status")).isZero();
        assertThat(person.types("flows")).isZero();
    }

    @Test
    void misuseExitsWithTwoAndPointsToHelp() {
        assertThat(person.types("service", "start")).isEqualTo(2);
        assertThat(person.complaint())
                .isEqualTo(
                        "It is called so: bauta service start NAME\nHow to call it: bauta help\n");
        assertThat(person.types("help", "nothing")).isEqualTo(2);
    }
}
