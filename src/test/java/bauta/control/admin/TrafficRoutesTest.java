package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, hosts, packets and forwards over the API. */
class TrafficRoutesTest {
    @TempDir private Path folder;

    private AdminRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = AdminRig.setUp(folder);
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    private record Row(String method, String path, String body, int status, String says) {}

    @Test
    void eachQuestionHasItsAnswer() throws IOException {
        String session = rig.logIn();
        for (Row row :
                List.of(
                        new Row("GET", "rules", "", 200, "\"bytes\":180"),
                        new Row("GET", "policies", "", 200, "{\"policies\":[]}"),
                        new Row("GET", "forwards", "", 200, "\"host\":\"nas\""),
                        new Row("GET", "hosts", "", 200, "{\"hosts\":[],\"ports\":[]}"),
                        new Row("GET", "rules/log", "", 200, "\"hits\":7"),
                        new Row("GET", "mappings", "", 200, "\"rest-millis\":3600000"),
                        new Row("DELETE", "mappings/7", "", 204, ""),
                        new Row("DELETE", "mappings/8", "", 404, "no-such-mapping"),
                        new Row("DELETE", "mappings/x", "", 404, "no-such-mapping"),
                        new Row("POST", "mappings/7/allow", "{}", 204, ""),
                        new Row("POST", "mappings/8/refuse", "{}", 404, "no-such-mapping"),
                        new Row("GET", "trace", "", 200, "ARRIVED"),
                        new Row("POST", "trace", "{\"address\": \"10.0.0.1\"}", 200, "replaced"),
                        new Row("POST", "trace", "{\"port\": 7}", 400, "bad-parameter"),
                        new Row("DELETE", "trace", "", 204, ""),
                        new Row("POST", "forwards/web/test", "{}", 200, "\"works\":false"),
                        new Row("POST", "forwards/x/test", "{}", 404, "no-such-forward"),
                        new Row("POST", "why", "{\"destination\": \"10.0.0.1\"}", 200, "no-x"),
                        new Row("POST", "why", "{}", 400, "not-json"),
                        new Row("POST", "why", "{\"destination\": []}", 400, "not-json"),
                        new Row(
                                "POST",
                                "why",
                                "{\"destination\": \"10.0.0.1\", \"from\": \"garden\"}",
                                400,
                                "garden"))) {
            RawHttp.Response answer =
                    rig.ask(row.method(), "/api/v1/" + row.path(), row.body(), session);
            assertThat(answer.status()).as("%s", row).isEqualTo(row.status());
            assertThat(answer.body().replace(" ", "").replace("\n", ""))
                    .as("%s", row)
                    .contains(row.says());
        }
        assertThat(rig.ask("GET", "/api/v1/rules", "").status()).isEqualTo(401);
    }
}
