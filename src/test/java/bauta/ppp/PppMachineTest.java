package bauta.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.Secret;
import bauta.wire.LcpMessage;
import bauta.wire.Octets;
import org.junit.jupiter.api.Test;

class PppMachineTest {
    private final PppMachine machine = new PppMachine(PppSettings.of("user", Secret.of("secret")));
    private PppState state = machine.initial(1492, 1);

    private long told(PppEvent event) {
        PppMachine.Step step = machine.next(state, event, 1);
        state = step.state();
        return step.actions().stream().filter(PppAction.Identified.class::isInstance).count();
    }

    private long says(String name) {
        return told(new PppEvent.Lcp(new LcpMessage.Identification(1, 1, Octets.ofText(name))));
    }

    @Test
    void aPeersNameIsToldWhenItChangesAndThreeTimesAtMost() {
        told(new PppEvent.Start());
        assertThat(says("bras")).isEqualTo(1);
        assertThat(says("bras")).isZero();
        assertThat(says("bras-2")).isEqualTo(1);
        assertThat(says("bras")).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            assertThat(says("bras-" + i)).isZero();
        }
        state = machine.initial(1492, 2);
        told(new PppEvent.Start());
        assertThat(says("bras")).as("another session").isEqualTo(1);
    }
}
