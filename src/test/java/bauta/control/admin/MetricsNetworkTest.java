package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Prometheus itself says about our figures. Its checking program is fetched from the package
 * archive once, into the build folder; nothing is installed.
 */
@Tag("network")
class MetricsNetworkTest {
    private static final Path ROOT = Path.of("target", "promtool").toAbsolutePath();

    @TempDir Path folder;

    private record Ran(int status, String output) {}

    private static Ran run(String input, String... command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        Ran fetched = run("", "sh", "src/test/peers/promtool.sh", ROOT.toString());
        assumeTrue(fetched.status() == 0, "promtool cannot be fetched: " + fetched.output());
    }

    private static Ran check(String metrics) throws IOException, InterruptedException {
        return run(metrics, ROOT.resolve("usr/bin/promtool").toString(), "check", "metrics");
    }

    @Test
    void prometheusFindsNothingWrong() throws IOException, InterruptedException {
        try (AdminRig rig = AdminRig.setUp(folder)) {
            RawHttp.Response served = rig.ask("GET", "/metrics", "", rig.logIn());
            assertThat(served.header("content-type")).isEqualTo(StatusRoutes.METRICS_TYPE);
            Ran checked = check(served.body());
            assertThat(checked.output()).isEmpty();
            assertThat(checked.status()).isZero();
        }
    }

    @Test
    void prometheusFindsWhatIsWrong() throws IOException, InterruptedException {
        String wrong = new MetricsText().counter("bauta_drops", "No suffix.").sample(1).toString();
        assertThat(check(wrong).status()).isNotZero();
    }
}
