package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote: curl and OpenSSL, over loopback. */
class CurlTest {
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

    private record Ran(int status, String output) {}

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    private static void needs(String program) {
        assumeTrue(
                java.util.Arrays.stream(System.getenv("PATH").split(":", -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
                program + " is not installed");
    }

    private Ran curl(String path, String... more) throws IOException, InterruptedException {
        needs("curl");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-sS",
                                "--max-time",
                                "20",
                                "--noproxy",
                                "*",
                                "--cacert",
                                folder.resolve("admin/tls.pem").toString(),
                                "--resolve",
                                "bauta.home.arpa:" + rig.https + ":127.0.0.1"));
        command.addAll(List.of(more));
        command.add("https://bauta.home.arpa:" + rig.https + path);
        return run(command);
    }

    @Test
    void curlTrustsTheCertificateByNameAndAddressAndNoOther() throws Exception {
        assertThat(curl("/health").output()).contains("\"status\" : \"ok\"");
        assertThat(curl("/health", "--tlsv1.2", "--tls-max", "1.2").status()).isZero();
        assertThat(curl("/health", "--tls-max", "1.1").status()).isNotZero();
        assertThat(curl("/health", "--connect-to", "::127.0.0.1:" + rig.https).status()).isZero();
        Ran foreign =
                run(
                        List.of(
                                "curl",
                                "-sS",
                                "--noproxy",
                                "*",
                                "https://127.0.0.1:" + rig.https + "/health"));
        assertThat(foreign.status()).as(foreign.output()).isEqualTo(60);
    }

    @Test
    void curlLogsInListensAndLogsOut() throws Exception {
        Path jar = folder.resolve("cookies");
        Ran in =
                curl(
                        "/api/v1/session",
                        "-c",
                        jar.toString(),
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"password\": \"" + AdminRig.PASSWORD + "\"}");
        assertThat(in.output()).contains("\"token\"");
        assertThat(curl("/api/v1/status", "-b", jar.toString()).output()).contains("uptime-millis");
        Ran metrics = curl("/metrics", "-b", jar.toString(), "-i");
        assertThat(metrics.output())
                .contains("text/plain; version=0.0.4")
                .contains("bauta_flows 10");
        Ran events = curl("/api/v1/events", "-b", jar.toString(), "-N", "--max-time", "2");
        assertThat(events.output()).contains("event: uplink");
        assertThat(curl("/api/v1/status", "-I", "-b", jar.toString()).output()).contains("200 OK");
        curl(
                "/api/v1/session",
                "-b",
                jar.toString(),
                "-X",
                "DELETE",
                "-H",
                "Content-Type: application/json");
        assertThat(curl("/api/v1/status", "-b", jar.toString()).output()).contains("log-in");
    }

    @Test
    void curlOnTheUnixSocketNeedsNoLogIn() throws Exception {
        needs("curl");
        Ran status =
                run(
                        List.of(
                                "curl",
                                "-sS",
                                "--unix-socket",
                                rig.socket().toString(),
                                "http://anything/api/v1/status"));
        assertThat(status.output()).contains("uptime-millis");
    }

    @Test
    void openSslFindsNothingWrongWithTheCertificate() throws Exception {
        needs("openssl");
        String file = folder.resolve("admin/tls.pem").toString();
        Ran shown =
                run(
                        List.of(
                                "openssl",
                                "x509",
                                "-in",
                                file,
                                "-noout",
                                "-text",
                                "-fingerprint",
                                "-sha256"));
        assertThat(shown.output())
                .contains("DNS:bauta.home.arpa")
                .contains("IP Address:127.0.0.1")
                .contains("CA:FALSE")
                .contains("TLS Web Server Authentication")
                .contains("prime256v1")
                .contains(rig.server.fingerprint());
        Ran verified =
                run(
                        List.of(
                                "openssl",
                                "verify",
                                "-x509_strict",
                                "-partial_chain",
                                "-purpose",
                                "sslserver",
                                "-CAfile",
                                file,
                                file));
        assertThat(verified.status()).as(verified.output()).isZero();
    }
}
