package bauta.sim;

import org.junit.jupiter.api.Test;

/** Some hundred seeds, and what they have to reach. */
class SimulationTest {
    private static final int SEEDS = 120;

    @Test
    void everySeedKeepsTheRules() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Simulation.of(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + "\n" + Simulation.tell(seed, 60), e);
            }
        }
    }
}
