package bauta.sim;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.flow.FlowTransition;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Some hundred seeds keep every rule, and together reach all there is to reach. */
class SimulationTest {
    private static final int SEEDS = 200;
    private static final int ASKED = 1_000;

    @Test
    void everySeedKeepsTheRulesAndAllIsReached() {
        Set<DropReason> reasons = EnumSet.noneOf(DropReason.class);
        Set<FlowTransition> steps = new HashSet<>();
        long asked = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation.Result result = run(seed);
            reasons.addAll(result.reasons());
            steps.addAll(result.steps());
            asked += result.asked();
        }
        assertThat(new Coverage(reasons, steps).missing()).isEmpty();
        assertThat(asked).as("packets whose fate was foretold").isGreaterThan(ASKED);
    }

    private static Simulation.Result run(long seed) {
        try {
            return Simulation.of(seed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + "\n" + Simulation.tell(seed, 60), e);
        }
    }

    @Test
    void aSeedIsTheSameEachTime() {
        assertThat(Simulation.tell(7, 4_000)).isEqualTo(Simulation.tell(7, 4_000));
    }
}
