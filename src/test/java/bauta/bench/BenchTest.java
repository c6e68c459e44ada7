package bauta.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BenchTest {
    private static final Route ROUTE = new Route(1, 2, 3, 4, 5, 6, 7, 8);
    private static final List<Double> IDLE = List.of(0.0);

    @Test
    void theMiddleOfMeasurements() {
        assertThat(Median.of(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThat(Median.of(List.of())).isZero();
    }

    @Test
    void thePageLeavesRoomForTheSessionHeaderOnlyTowardsTheRouter() {
        assertThat(new Traffic(ROUTE, true, 60, 1).page()).hasSize(60);
        assertThat(new Traffic(ROUTE, false, 60, 1).page()).hasSize(68);
    }

    @Test
    void settingsLieAsTheProgramsReadThem() {
        ByteBuffer settings =
                ByteBuffer.wrap(new Traffic(ROUTE, true, 1400, 1000).sinkSettings())
                        .order(ByteOrder.nativeOrder());

        assertThat(settings.capacity()).isEqualTo(64);
        assertThat(settings.get(5)).isEqualTo((byte) 4);
        assertThat(settings.get(11)).isEqualTo((byte) 3);
        assertThat(settings.getInt(16)).isEqualTo(1);
        assertThat(settings.getInt(20)).isEqualTo(8);
        assertThat(settings.getInt(28)).isEqualTo(1386);
        assertThat(settings.getInt(32)).isEqualTo(1000);
        assertThat(settings.getInt(44)).isEqualTo(7);
    }

    @Test
    void aFrameForwardedWrongMakesTheRunInvalid() {
        assertThat(reportOf(new Counts(100, 2, 0, 0, 0, 0, 0, 0, 5)).valid()).isTrue();
        assertThat(reportOf(new Counts(100, 2, 0, 0, 0, 0, 0, 1, 0)).table())
                .contains("INVALID: up 60 bytes 1 flows, kernel: 1 frames forwarded wrong");
        assertThat(reportOf(new Counts(100, 0, 0, 0, 0, 0, 0, 0, 0)).valid()).isFalse();
    }

    private static RateReport reportOf(Counts counts) {
        var report = new RateReport();
        var sample = new Sample(100, counts, 1, IDLE);
        report.add(new Scenario(true, 60, 1), Map.of("kernel", List.of(sample)));
        return report;
    }

    @Test
    void optionsNarrowTheRun() {
        RateSettings settings =
                RateSettings.parse(List.of("--only", "down", "--only", "60", "--repeats", "2"));

        assertThat(settings.repeats()).isEqualTo(2);
        assertThat(settings.slice()).isPositive().isLessThan(Duration.ofSeconds(5));
        assertThat(settings.scenarios())
                .containsExactly(new Scenario(false, 60, 1), new Scenario(false, 60, 1000));
        assertThatThrownBy(() -> RateSettings.parse(List.of("--fast", "1")))
                .hasMessageContaining("--fast");
    }
}
