package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a box that is set up, over HTTPS on loopback. */
class AdminApiTest {
    @TempDir Path folder;
    private AdminRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = AdminRig.setUp(folder);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void whoIsNotLoggedInSeesHealthAndTheDescriptionOnly() throws IOException {
        assertThat(rig.ask("GET", "/health", "").status()).isEqualTo(200);
        assertThat(rig.ask("GET", "/api/v1/openapi.json", "").body()).contains("\"3.1.0\"");
        for (String path :
                List.of("/metrics", "/api/v1/status", "/api/v1/config", "/api/v1/events")) {
            RawHttp.Response response = rig.ask("GET", path, "");
            assertThat(response.status()).as(path).isEqualTo(401);
            assertThat(response.header("www-authenticate")).isEqualTo("Bearer");
            assertThat(response.body()).contains("\"id\" : \"api.error.log-in\"");
        }
    }

    @Test
    void aSessionByTokenAndByCookie() throws IOException {
        RawHttp.Response in =
                rig.ask("POST", "/api/v1/session", "{\"password\": \"a long password\"}");
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.header("set-cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Secure")
                .contains("Path=/");
        String cookie = "Cookie: x=1; " + in.header("set-cookie").split(";", -1)[0];
        assertThat(rig.ask("GET", "/api/v1/status", "", cookie).body())
                .contains("\"version\" : \"1.2\"");
        assertThat(rig.ask("DELETE", "/api/v1/session", "", cookie, "Origin: https://127.0.0.1"))
                .returns(204, RawHttp.Response::status);
        assertThat(rig.ask("GET", "/api/v1/status", "", cookie).status()).isEqualTo(401);
    }

    @Test
    void wrongPasswordsAreRefusedAndThenSlowed() throws IOException {
        for (int i = 0; i < LoginLimit.FREE; i++) {
            assertThat(rig.ask("POST", "/api/v1/session", "{\"password\": \"x\"}").status())
                    .isEqualTo(401);
        }
        RawHttp.Response slowed =
                rig.ask("POST", "/api/v1/session", "{\"password\": \"a long password\"}");
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(slowed.header("retry-after")).isEqualTo("1");
    }

    @Test
    void bodiesThatAreNotWhatIsAskedForAreRefusedWithoutTellingThem() throws IOException {
        for (String body :
                List.of(
                        "{",
                        "[]",
                        "{}",
                        "{\"password\": 5}",
                        "{\"password\": null}",
                        "\"x\"",
                        "{\"password\": \"geheim\", \"x\": 1}",
                        "{\"password\": \"geheim\"} x")) {
            RawHttp.Response response = rig.ask("POST", "/api/v1/session", body);
            assertThat(response.status()).as(body).isEqualTo(400);
            assertThat(response.body()).contains("api.error.not-json").doesNotContain("geheim");
        }
        String form =
                "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
        try (RawHttp client = rig.tls()) {
            assertThat(client.send(form).response().status()).isEqualTo(415);
        }
    }

    @Test
    void tokensAreShownOnceListedByNameAndTakenBack() throws IOException {
        String session = rig.logIn();
        RawHttp.Response made =
                rig.ask("POST", "/api/v1/tokens", "{\"name\": \"laptop\"}", session);
        assertThat(made.status()).isEqualTo(201);
        String token = ApiJson.MAPPER.readTree(made.body()).get("token").asString();
        String header = "Authorization: bearer " + token;
        assertThat(rig.ask("GET", "/api/v1/drops", "", header).body()).contains("IPV4_TRUNCATED");
        assertThat(rig.ask("GET", "/api/v1/tokens", "", header).body())
                .contains("laptop")
                .doesNotContain(token);
        Path file = folder.resolve("admin/tokens.json");
        assertThat(Files.readString(file)).doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(rig.ask("POST", "/api/v1/tokens", "{\"name\": \"laptop\"}", session).status())
                .isEqualTo(409);
        assertThat(rig.ask("POST", "/api/v1/tokens", "{\"name\": \"La ptop\"}", session).status())
                .isEqualTo(422);
        assertThat(rig.ask("DELETE", "/api/v1/tokens/laptop", "", session).status()).isEqualTo(204);
        assertThat(rig.ask("GET", "/api/v1/drops", "", header).status()).isEqualTo(401);
        assertThat(rig.ask("DELETE", "/api/v1/tokens/laptop", "", session).status()).isEqualTo(404);
    }

    @Test
    void aNewPasswordNeedsTheOldOneAndEndsEverySession() throws IOException {
        String session = rig.logIn();
        assertThat(
                        rig.ask(
                                        "PUT",
                                        "/api/v1/password",
                                        "{\"old\": \"wrong\", \"new\": \"another one\"}",
                                        session)
                                .status())
                .isEqualTo(401);
        assertThat(
                        rig.ask(
                                        "PUT",
                                        "/api/v1/password",
                                        "{\"old\": \"a long password\", \"new\": \"short\"}",
                                        session)
                                .status())
                .isEqualTo(422);
        assertThat(
                        rig.ask(
                                        "PUT",
                                        "/api/v1/password",
                                        "{\"old\": \"a long password\", \"new\": \"another one\"}",
                                        session)
                                .status())
                .isEqualTo(204);
        assertThat(rig.ask("GET", "/api/v1/status", "", session).status()).isEqualTo(401);
        assertThat(rig.ask("POST", "/api/v1/session", "{\"password\": \"another one\"}").status())
                .isEqualTo(200);
    }

    @Test
    void aForeignHostIsMisdirected() throws IOException {
        for (String host : List.of("evil.example", "127.0.0.1.evil.example", "[::1]", "a b", "")) {
            RawHttp.Response response =
                    rig.ask("GET", "/api/v1/setup", "", "Host: " + host, rig.logIn());
            assertThat(response.status()).as(host).isIn(421, 400);
        }
        for (String host :
                List.of("bauta", "BAUTA.home.arpa.", "127.0.0.1:8443", "router.example")) {
            assertThat(rig.ask("GET", "/api/v1/setup", "", "Host: " + host).status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void aForeignOriginIsForbidden() throws IOException {
        String session = rig.logIn();
        for (String origin :
                List.of("https://evil.example", "null", "http://127.0.0.1", "https://", "x")) {
            assertThat(rig.ask("GET", "/api/v1/status", "", "Origin: " + origin, session).status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(rig.ask("GET", "/api/v1/status", "", "Origin: https://bauta:8443", session))
                .returns(200, RawHttp.Response::status);
    }

    @Test
    void aCookieAloneChangesNothing() throws IOException {
        String cookie = rig.logIn().replace("Authorization: Bearer ", "Cookie: bauta-session=");
        RawHttp.Response alone = rig.ask("POST", "/api/v1/services/dns/stop", "", cookie);
        assertThat(alone.status()).isEqualTo(415);
        assertThat(rig.router.commands).isEmpty();
        assertThat(
                        rig.ask(
                                        "POST",
                                        "/api/v1/services/dns/stop",
                                        "",
                                        cookie,
                                        "Origin: https://127.0.0.1")
                                .status())
                .isEqualTo(200);
        assertThat(rig.router.commands).containsExactly("STOP dns");
    }

    @Test
    void servicesInTheLanguageOfTheClient() throws IOException {
        String session = rig.logIn();
        assertThat(rig.ask("GET", "/api/v1/services", "", session).body())
                .contains("It failed: port 53");
        assertThat(
                        rig.ask(
                                        "POST",
                                        "/api/v1/services/nothing/stop",
                                        "",
                                        session,
                                        "Accept-Language: fr, ja;q=0.8")
                                .body())
                .contains("nothing というサービスはありません。あるのは dns, dhcp です。");
    }

    @Test
    void flowsByPages() throws IOException {
        String session = rig.logIn();
        assertThat(rig.ask("GET", "/api/v1/flows?offset=3&limit=1", "", session).body())
                .contains("\"total\" : 5")
                .contains("\"offset\" : 3");
        for (String query :
                List.of("offset=-1", "offset=x", "limit=0", "limit=1001", "limit=9e9")) {
            assertThat(rig.ask("GET", "/api/v1/flows?" + query, "", session).status())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void troubleIsTold() throws IOException {
        rig.router.health = List.of(new HealthCheck("uplink", HealthCheck.State.TROUBLE, "down"));
        RawHttp.Response response = rig.ask("GET", "/health", "");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body())
                .contains("\"status\" : \"trouble\"")
                .contains("\"dns\" : false");
    }

    @Test
    void aMistakeOfOursIsAnsweredAndTheServerGoesOn() throws IOException {
        String session = rig.logIn();
        rig.router.broken = true;
        assertThat(rig.ask("GET", "/api/v1/status", "", session).status()).isEqualTo(500);
        rig.router.broken = false;
        assertThat(rig.ask("GET", "/api/v1/status", "", session).status()).isEqualTo(200);
    }

    @Test
    void methodsAndPathsThatAreNotThere() throws IOException {
        String session = rig.logIn();
        RawHttp.Response method = rig.ask("POST", "/api/v1/status", "", session);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("allow")).isEqualTo("GET");
        assertThat(rig.ask("GET", "/api/v1/nothing", "", session).status()).isEqualTo(404);
        for (String path :
                List.of("/../AdminServer.class", "/%2e%2e/x.html", "//x.html", "/no-such.js")) {
            assertThat(rig.ask("GET", path, "", session).status()).as(path).isEqualTo(404);
        }
        assertThat(rig.ask("GET", "/%zz", "", session).status()).isEqualTo(400);
    }

    @Test
    void everyAnswerForbidsWhatABrowserMustNotDo() throws IOException {
        RawHttp.Response response = rig.ask("GET", "/api/v1/setup", "");
        assertThat(response.header("content-security-policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(response.header("x-frame-options")).isEqualTo("DENY");
        assertThat(response.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void plainHttpOnlyLeadsToHttps() throws IOException {
        RawHttp.Response page = rig.askPlain("GET", "/", "");
        assertThat(page.status()).isEqualTo(302);
        assertThat(page.header("location")).startsWith("https://127.0.0.1");
        String session = rig.logIn();
        assertThat(rig.askPlain("GET", "/api/v1/status", "", session).status()).isEqualTo(302);
        assertThat(rig.askPlain("POST", "/api/v1/session", "{}").status()).isEqualTo(401);
        assertThat(rig.askPlain("GET", "/", "", "Host: evil.example").status()).isEqualTo(421);
    }

    @Test
    void whoeverIsNotOfTheHouseIsNotLetIn() throws IOException {
        rig.server.reach(AdminRig.reach("192.0.2.0/24"));
        try (RawHttp client = RawHttp.connect(rig.server.ports().getLast())) {
            assertThat(client.ended()).isTrue();
        }
        rig.server.reach(AdminReach.NONE);
        assertThat(rig.server.ports()).isEmpty();
    }

    @Test
    void eventsComeAsTheyHappenAndAgainByTheirId() throws IOException {
        String session = rig.logIn();
        String id;
        try (RawHttp client = rig.tls()) {
            client.send(AdminRig.request("GET", "/api/v1/events", "", session));
            assertThat(client.head().header("content-type")).isEqualTo("text/event-stream");
            assertThat(until(client, "data: ")).contains("\"state\":\"DISCOVERY\"");
            rig.events.publish("service", rig.router.services().getFirst());
            id = until(client, "id: ");
            assertThat(until(client, "data: ")).contains("\"name\":\"dns\"");
        }
        rig.events.publish("lease", rig.router.leases().getFirst());
        try (RawHttp client = rig.tls()) {
            client.send(
                    AdminRig.request("GET", "/api/v1/events", "", session, "Last-Event-ID: " + id));
            assertThat(until(client, "event: lease")).isEmpty();
            assertThat(until(client, "data: ")).contains("192.168.87.20");
        }
    }

    @Test
    void theConfigurationIsChangedTriedAndTakenBack() throws IOException {
        String session = rig.logIn();
        String path = "/api/v1/config";
        assertThat(rig.ask("GET", path, "", session).body()).contains("schema-version");
        RawHttp.Response first =
                rig.ask(
                        "PATCH",
                        path + "?confirm-within=60",
                        "{\"pointer\": \"/networks\", \"value\": [{\"domain\": \"one.example\"}]}",
                        session);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        RawHttp.Response kept = rig.ask("POST", path + "/confirm", "", session);
        assertThat(kept.body()).contains("\"outcome\" : \"kept\"").contains("\"revision\" : 1");
        assertThat(rig.ask("GET", path + "/value?pointer=/networks/0/domain", "", session).body())
                .isEqualTo("\"one.example\"");
        RawHttp.Response trial =
                rig.ask(
                        "PATCH",
                        path + "?confirm-within=60",
                        "{\"pointer\": \"/networks/0/domain\", \"value\": \"two.example\"}",
                        session);
        assertThat(trial.body()).contains("\"outcome\" : \"on-trial\"").contains("left-millis");
        assertThat(rig.ask("PUT", path, "{\"schema-version\": 2}", session).status())
                .isEqualTo(409);
        assertThat(rig.ask("POST", path + "/undo", "", session).status()).isIn(200, 409);
        assertThat(rig.ask("GET", path + "/value?pointer=/networks/0/domain", "", session).body())
                .isEqualTo("\"one.example\"");
        assertThat(rig.ask("POST", path + "/confirm", "", session).body())
                .contains("\"outcome\" : \"nothing-there\"")
                .contains("\"error\"");
        assertThat(rig.ask("GET", path + "/history", "", session).body())
                .contains("\"author\" : \"admin\"");
        assertThat(rig.ask("GET", path + "/change", "", session).body())
                .contains("\"stage\" : \"IDLE\"");
    }

    @Test
    void aConfigurationThatCannotBeIsRefusedWithEveryProblem() throws IOException {
        String session = rig.logIn();
        String wrong = "{\"schema-version\": 2, \"networks\": [{\"address\": 5}], \"x\": 1}";
        for (String[] how :
                new String[][] {{"PUT", "/api/v1/config"}, {"POST", "/api/v1/config/check"}}) {
            RawHttp.Response response =
                    rig.ask(how[0], how[1], wrong, session, "Accept-Language: ja");
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.body())
                    .contains("\"pointer\" : \"/networks/0/address\"")
                    .contains("\"pointer\" : \"/x\"");
        }
        assertThat(rig.ask("PUT", "/api/v1/config?confirm-within=1", wrong, session).status())
                .isEqualTo(400);
        assertThat(rig.ask("GET", "/api/v1/config/value?pointer=/nothing", "", session).status())
                .isEqualTo(404);
        assertThat(
                        rig.ask(
                                        "POST",
                                        "/api/v1/config/diff",
                                        "{\"schema-version\": 2, \"fastpath\": \"off\"}",
                                        session)
                                .body())
                .contains("\"pointer\" : \"/fastpath\"");
    }

    /** Reads on to a line that begins so, at most to the next heartbeat; returns its rest. */
    private static String until(RawHttp client, String start) throws IOException {
        String line = client.line();
        while (line != null && !line.startsWith(start)) {
            assertThat(line).as("before " + start).isNotEqualTo(": ping");
            line = client.line();
        }
        return Objects.requireNonNull(line, "the stream ended").substring(start.length());
    }
}
