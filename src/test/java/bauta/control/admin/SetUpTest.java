package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh box, over plain HTTP on loopback. */
class SetUpTest {
    private static final String BOTH =
            "{\"password\": \"a long password\","
                    + " \"uplink\": {\"user\": \"u@example\", \"password\": \"p\"}}";

    @TempDir Path folder;
    private AdminRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = AdminRig.fresh(folder);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void saysWhatItNeeds() throws IOException {
        assertThat(rig.server.needsSetUp()).isTrue();
        assertThat(rig.askPlain("GET", "/api/v1/setup", "").body().replaceAll("\\s", ""))
                .contains("\"needs\":[\"password\",\"uplink\"]")
                .contains("\"session\":false");
    }

    @Test
    void everyNameAndProbeOfAPhoneLeadsToThePage() throws IOException {
        for (String probe :
                List.of(
                        "connectivitycheck.gstatic.com/generate_204",
                        "captive.apple.com/hotspot-detect.html",
                        "www.msftconnecttest.com/connecttest.txt",
                        "detectportal.firefox.com/canonical.html",
                        "nmcheck.gnome.org/check_network_status.txt",
                        "example.com/")) {
            int slash = probe.indexOf('/');
            RawHttp.Response response =
                    rig.askPlain(
                            "GET",
                            probe.substring(slash),
                            "",
                            "Host: " + probe.substring(0, slash));
            assertThat(response.status()).as(probe).isEqualTo(302);
            assertThat(response.header("location")).isEqualTo("http://127.0.0.1:" + rig.http + "/");
            assertThat(response.header("cache-control")).isEqualTo("no-store");
        }
        assertThat(rig.askPlain("GET", "/", "").body()).contains("<html");
        assertThat(rig.askPlain("GET", "/generate_204", "").body()).contains("<html");
    }

    @Test
    void nothingElseIsOpenBeforeThereIsAPassword() throws IOException {
        for (String path : List.of("/api/v1/status", "/api/v1/config", "/metrics")) {
            assertThat(rig.askPlain("GET", path, "").status()).as(path).isEqualTo(403);
            assertThat(rig.ask("GET", path, "").status()).as(path).isEqualTo(403);
        }
        assertThat(rig.ask("POST", "/api/v1/session", "{\"password\": \"\"}").status())
                .isEqualTo(403);
        assertThat(rig.askPlain("POST", "/api/v1/setup", BOTH, "Host: evil.example").status())
                .isEqualTo(421);
        assertThat(
                        rig.askPlain("POST", "/api/v1/setup", BOTH, "Origin: http://evil.example")
                                .status())
                .isEqualTo(403);
        assertThat(rig.server.needsSetUp()).isTrue();
    }

    @Test
    void thePasswordChosenTheSessionGoesOnOverPlainHttpAndNobodyElseDoes() throws IOException {
        RawHttp.Response done = rig.askPlain("POST", "/api/v1/setup", BOTH);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(rig.server.needsSetUp()).isFalse();
        assertThat(rig.router.setUps).hasSize(1);
        assertThat(done.header("set-cookie")).contains("HttpOnly").doesNotContain("Secure");
        String cookie = "Cookie: " + done.header("set-cookie").split(";", -1)[0];
        assertThat(rig.askPlain("GET", "/api/v1/status", "", cookie).status()).isEqualTo(200);
        assertThat(rig.askPlain("GET", "/", "", cookie).body()).contains("<html");
        assertThat(rig.askPlain("GET", "/", "").status()).isEqualTo(302);
        assertThat(rig.ask("POST", "/api/v1/setup", BOTH).status()).isEqualTo(409);
        assertThat(
                        rig.ask("POST", "/api/v1/session", "{\"password\": \"a long password\"}")
                                .status())
                .isEqualTo(200);
    }

    @Test
    void whoSetTheBoxUpMayCorrectTheLine() throws IOException {
        RawHttp.Response done = rig.askPlain("POST", "/api/v1/setup", BOTH);
        String cookie = "Cookie: " + done.header("set-cookie").split(";", -1)[0];
        String line = "{\"uplink\": {\"user\": \"v@example\", \"password\": \"q\"}}";
        RawHttp.Response corrected = rig.askPlain("POST", "/api/v1/setup", line, cookie);
        assertThat(corrected.status()).as(corrected.body()).isEqualTo(200);
        assertThat(corrected.body().replaceAll("\\s", "")).contains("\"needs\":[]");
        assertThat(rig.router.config().json()).contains("v@example").doesNotContain("\"q\"");
        assertThat(rig.router.applied).hasSize(2);
    }

    @Test
    void everyProblemIsToldAtItsField() throws IOException {
        String wrong =
                "{\"password\": \"short\", \"uplink\": {\"user\": \"\", \"password\": \"p\"}}";
        RawHttp.Response response =
                rig.askPlain("POST", "/api/v1/setup", wrong, "Accept-Language: ja");
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.body())
                .contains("\"pointer\" : \"/password\"")
                .contains("パスワードは 8 文字以上にしてください。")
                .contains("\"pointer\" : \"/uplink/user\"");
        assertThat(rig.server.needsSetUp()).isTrue();
    }
}
