package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that nobody should send: the server answers or closes, and goes on. */
class HostileRequestsTest {
    private static final long SEED = 20_261_122;

    @TempDir Path folder;
    private AdminRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = AdminRig.fresh(folder);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(rig.askPlain("GET", "/api/v1/setup", "").status()).isEqualTo(200);
        rig.close();
    }

    @Test
    void aRequestCutAtEveryByte() throws IOException {
        byte[] whole =
                AdminRig.request("POST", "/api/v1/setup", "{\"password\": \"x\"}")
                        .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            try (RawHttp client = rig.plain()) {
                client.send(java.util.Arrays.copyOf(whole, length)).endOutput();
                RawHttp.Response response = client.answer();
                assertThat(response == null || response.status() == 400)
                        .as("cut at " + length)
                        .isTrue();
                assertThat(client.ended()).isTrue();
            }
        }
        assertThat(rig.server.needsSetUp()).isTrue();
    }

    @Test
    void randomBytes() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            try (RawHttp client = i % 2 == 0 ? rig.plain() : RawHttp.connect(rig.https)) {
                client.send(bytes).endOutput();
                while (!client.ended()) {
                    // An answer, to its end.
                }
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
            }
        }
    }

    @Test
    void randomChangesOfARequest() throws IOException {
        Random random = new Random(SEED + 1);
        for (int i = 0; i < 300; i++) {
            byte[] bytes =
                    AdminRig.request("GET", "/api/v1/setup?x=1", "", "Origin: http://127.0.0.1")
                            .getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (RawHttp client = rig.plain()) {
                client.send(bytes).endOutput();
                RawHttp.Response response = client.answer();
                assertThat(response == null || response.status() < 500)
                        .as(new String(bytes, StandardCharsets.ISO_8859_1))
                        .isTrue();
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
            }
        }
    }

    @Test
    void longLinesHeadersAndBodies() throws IOException {
        assertThat(rig.askPlain("GET", "/" + "a".repeat(5000), "").status()).isEqualTo(414);
        assertThat(rig.askPlain("GET", "/", "", "X: " + "a".repeat(9000)).status()).isEqualTo(431);
        try (RawHttp client = rig.plain()) {
            client.send(
                    String.join(
                            "\r\n",
                            "POST /api/v1/setup HTTP/1.1",
                            "Host: bauta",
                            "Content-Type: application/json",
                            "Content-Length: 9999999",
                            "",
                            ""));
            RawHttp.Response response = client.response();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.body()).contains("api.error.too-large");
        }
        assertThat(rig.askPlain("POST", "/api/v1/setup", "[".repeat(100_000)).status())
                .isEqualTo(400);
    }

    @Test
    void requestsThatMeanTwoThings() throws IOException {
        String[] twice = {
            "GET / HTTP/1.1\r\nHost: bauta\r\nHost: evil.example\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: bauta\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "POST / HTTP/1.1\r\nHost: bauta\r\nTransfer-Encoding: x\r\nContent-Length: 3\r\n\r\nabc",
            "GET http://evil.example/ HTTP/1.1\r\nHost: bauta\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : bauta\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: bauta\r\n\r\n"
        };
        for (String request : twice) {
            try (RawHttp client = rig.plain()) {
                client.send(request);
                client.endOutput();
                RawHttp.Response response = client.answer();
                assertThat(response == null || response.status() >= 400).as(request).isTrue();
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTurnAndNotWithoutEnd() throws IOException {
        String one = AdminRig.request("GET", "/api/v1/setup", "");
        try (RawHttp client = rig.plain()) {
            client.send(one + AdminRig.request("GET", "/nothing.js", "") + one);
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.response().status()).isEqualTo(404);
            assertThat(client.response().status()).isEqualTo(200);
        }
    }

    @Test
    void aThousandIdleConnectionsMakeRoom() throws IOException {
        List<RawHttp> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                idle.add(rig.plain());
            }
            assertThat(rig.askPlain("GET", "/api/v1/setup", "").status()).isEqualTo(200);
        } finally {
            for (RawHttp client : idle) {
                client.close();
            }
        }
    }
}
