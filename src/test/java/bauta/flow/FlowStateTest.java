package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowStateTest {
    /** Every step there is: where, the event in the original direction, in the reply direction. */
    private static final List<String> STEPS =
            List.of(
                    "SYN_SENT original SYN: SYN_SENT, RST: CLOSED",
                    "SYN_SENT reply SYN: SYN_RECEIVED, SYN_ACK: SYN_RECEIVED, RST: CLOSED",
                    "SYN_RECEIVED original SYN_ACK: SYN_RECEIVED, ACK: ESTABLISHED,"
                            + " FIN: FIN_ORIGINAL, RST: CLOSED",
                    "SYN_RECEIVED reply SYN: SYN_RECEIVED, SYN_ACK: SYN_RECEIVED,"
                            + " ACK: SYN_RECEIVED, FIN: FIN_REPLY, RST: CLOSED,"
                            + " REOPEN: SYN_RECEIVED",
                    "ESTABLISHED original SYN_ACK: ESTABLISHED, ACK: ESTABLISHED,"
                            + " FIN: FIN_ORIGINAL, RST: CLOSED",
                    "ESTABLISHED reply SYN_ACK: ESTABLISHED, ACK: ESTABLISHED, FIN: FIN_REPLY,"
                            + " RST: CLOSED, REOPEN: SYN_RECEIVED",
                    "FIN_ORIGINAL original SYN_ACK: FIN_ORIGINAL, ACK: FIN_ORIGINAL,"
                            + " FIN: FIN_ORIGINAL, RST: CLOSED",
                    "FIN_ORIGINAL reply SYN_ACK: FIN_ORIGINAL, ACK: FIN_ORIGINAL, FIN: CLOSING,"
                            + " RST: CLOSED, REOPEN: SYN_RECEIVED",
                    "FIN_REPLY original SYN_ACK: FIN_REPLY, ACK: FIN_REPLY, FIN: CLOSING,"
                            + " RST: CLOSED",
                    "FIN_REPLY reply SYN_ACK: FIN_REPLY, ACK: FIN_REPLY, FIN: FIN_REPLY,"
                            + " RST: CLOSED, REOPEN: SYN_RECEIVED",
                    "CLOSING original SYN: SYN_SENT, SYN_ACK: CLOSING, ACK: CLOSING,"
                            + " FIN: CLOSING, RST: CLOSED",
                    "CLOSING reply SYN_ACK: CLOSING, ACK: CLOSING, FIN: CLOSING, RST: CLOSED,"
                            + " REOPEN: SYN_RECEIVED",
                    "CLOSED original SYN: SYN_SENT, SYN_ACK: CLOSED, ACK: CLOSED, FIN: CLOSED,"
                            + " RST: CLOSED, ALIVE: ESTABLISHED",
                    "CLOSED reply SYN_ACK: CLOSED, ACK: CLOSED, FIN: CLOSED, RST: CLOSED,"
                            + " REOPEN: SYN_RECEIVED, ALIVE: ESTABLISHED");

    @Test
    void everyStateWithEveryEvent() {
        List<String> wanted = new ArrayList<>();
        for (String line : STEPS) {
            String[] words = line.split(" ", 3);
            for (String step : words[2].split(", ", -1)) {
                wanted.add(words[0] + " " + words[1] + " " + step);
            }
        }
        List<String> found =
                FlowState.transitions().stream()
                        .map(step ->
                                step.state()
                                        + " "
                                        + step.side()
                                        + " "
                                        + step.event()
                                        + ": "
                                        + step.next())
                        .toList();
        assertThat(found).containsExactlyElementsOf(wanted);
    }

    @Test
    void whatCannotHappenChangesNothing() {
        IntStream.range(0, FlowState.pairs())
                .filter(pair -> FlowState.transition(pair).isEmpty())
                .forEach(pair ->
                        assertThat(FlowState.next(pair)).isEqualTo(pair * 8 / FlowState.pairs()));
    }

    @Test
    void knowsTcpFromTheRest() {
        assertThat(FlowState.isTcp(FlowState.FREE)).isFalse();
        assertThat(FlowState.isTcp(FlowState.SYN_SENT)).isTrue();
        assertThat(FlowState.isTcp(FlowState.CLOSED)).isTrue();
        assertThat(FlowState.isTcp(FlowState.UDP)).isFalse();
        assertThat(FlowState.isOver(FlowState.CLOSING)).isTrue();
        assertThat(FlowState.isOver(FlowState.FIN_REPLY)).isFalse();
        assertThat(FlowState.isOpen(FlowState.SYN_RECEIVED)).isFalse();
        assertThat(FlowState.isOpen(FlowState.ESTABLISHED)).isTrue();
        assertThat(FlowState.isOpen(FlowState.FIN_REPLY)).isTrue();
        assertThat(FlowState.isOpen(FlowState.CLOSING)).isFalse();
    }
}
