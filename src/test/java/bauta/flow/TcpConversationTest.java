package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TcpConversationTest {
    private static final int RUNS = 200;

    @Test
    void nothingGenuineIsRefusedAndNothingGuessedPasses() {
        int genuine = 0;
        int guessed = 0;
        int resets = 0;
        TreeSet<String> steps = new TreeSet<>();
        for (long seed = 1; seed <= RUNS; seed++) {
            TcpConversation talk = new TcpConversation(seed);
            talk.talk();
            genuine += talk.passed;
            guessed += talk.guesses;
            resets += talk.luckyResets;
            talk.table.transitions().forEach(step -> steps.add(step.toString()));
        }
        assertThat(genuine).isGreaterThan(100_000);
        assertThat(guessed).isGreaterThan(100_000);
        assertThat(resets).as("resets in a window by chance").isLessThan(guessed / 1000);
        assertThat(steps).hasSizeGreaterThan(15);
    }
}
