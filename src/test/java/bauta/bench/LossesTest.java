package bauta.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LossesTest {
    @Test
    void lossesOfARunAreTheDifferenceOfTwoLooks() {
        Losses run = new Losses(10, 5, 3).minus(new Losses(4, 5, 1));

        assertThat(run).isEqualTo(new Losses(6, 0, 2));
        assertThat(run.plus(run)).isEqualTo(new Losses(12, 0, 4));
    }
}
