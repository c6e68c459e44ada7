package bauta.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.ppp.Automaton.Act;
import bauta.ppp.Automaton.Phase;
import bauta.ppp.Automaton.Trigger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every cell of RFC 1661 section 4.1, written state by state where the code has it by event. */
class AutomatonTest {
    private record Case(Phase state, String cells) {}

    /** Events from top to bottom as in the RFC; a dot is a cell that changes nothing. */
    private static final List<Case> STATES =
            List.of(
                    new Case(
                            Phase.INITIAL, "CLOSED . tls>STARTING INITIAL . . . . . . . . . . . ."),
                    new Case(
                            Phase.STARTING,
                            "irc,scr>REQUEST_SENT . STARTING tlf>INITIAL . . . . . . . . . . . ."),
                    new Case(
                            Phase.CLOSED,
                            ". INITIAL irc,scr>REQUEST_SENT CLOSED . . sta>CLOSED sta>CLOSED"
                                    + " sta>CLOSED sta>CLOSED sta>CLOSED CLOSED scj>CLOSED CLOSED"
                                    + " tlf>CLOSED CLOSED"),
                    new Case(
                            Phase.STOPPED,
                            ". tls>STARTING STOPPED CLOSED . . irc,scr,sca>ACK_SENT"
                                    + " irc,scr,scn>REQUEST_SENT sta>STOPPED sta>STOPPED"
                                    + " sta>STOPPED STOPPED scj>STOPPED STOPPED tlf>STOPPED"
                                    + " STOPPED"),
                    new Case(
                            Phase.CLOSING,
                            ". INITIAL STOPPING CLOSING str>CLOSING tlf>CLOSED CLOSING CLOSING"
                                    + " CLOSING CLOSING sta>CLOSING tlf>CLOSED scj>CLOSING CLOSING"
                                    + " tlf>CLOSED CLOSING"),
                    new Case(
                            Phase.STOPPING,
                            ". STARTING STOPPING CLOSING str>STOPPING tlf>STOPPED STOPPING"
                                    + " STOPPING STOPPING STOPPING sta>STOPPING tlf>STOPPED"
                                    + " scj>STOPPING STOPPING tlf>STOPPED STOPPING"),
                    new Case(
                            Phase.REQUEST_SENT,
                            ". STARTING REQUEST_SENT irc,str>CLOSING scr>REQUEST_SENT tlf>STOPPED"
                                    + " sca>ACK_SENT scn>REQUEST_SENT irc>ACK_RECEIVED"
                                    + " irc,scr>REQUEST_SENT sta>REQUEST_SENT REQUEST_SENT"
                                    + " scj>REQUEST_SENT REQUEST_SENT tlf>STOPPED REQUEST_SENT"),
                    new Case(
                            Phase.ACK_RECEIVED,
                            ". STARTING ACK_RECEIVED irc,str>CLOSING scr>REQUEST_SENT tlf>STOPPED"
                                    + " sca,tlu>OPENED scn>ACK_RECEIVED scr>REQUEST_SENT"
                                    + " scr>REQUEST_SENT sta>REQUEST_SENT REQUEST_SENT"
                                    + " scj>ACK_RECEIVED REQUEST_SENT tlf>STOPPED ACK_RECEIVED"),
                    new Case(
                            Phase.ACK_SENT,
                            ". STARTING ACK_SENT irc,str>CLOSING scr>ACK_SENT tlf>STOPPED"
                                    + " sca>ACK_SENT scn>REQUEST_SENT irc,tlu>OPENED"
                                    + " irc,scr>ACK_SENT sta>REQUEST_SENT ACK_SENT scj>ACK_SENT"
                                    + " ACK_SENT tlf>STOPPED ACK_SENT"),
                    new Case(
                            Phase.OPENED,
                            ". tld>STARTING OPENED tld,irc,str>CLOSING . ."
                                    + " tld,scr,sca>ACK_SENT tld,scr,scn>REQUEST_SENT"
                                    + " tld,scr>REQUEST_SENT tld,scr>REQUEST_SENT"
                                    + " tld,zrc,sta>STOPPING tld,scr>REQUEST_SENT scj>OPENED"
                                    + " OPENED tld,irc,str>STOPPING ser>OPENED"));

    @Test
    void everyCellIsTheRfcs() {
        Set<Phase> seen = new HashSet<>();
        for (Case row : STATES) {
            seen.add(row.state);
            String[] cells = row.cells.split(" ", -1);
            assertThat(cells).as(row.state.toString()).hasSize(Trigger.values().length);
            for (Trigger trigger : Trigger.values()) {
                assertThat(Automaton.cell(row.state, trigger))
                        .as("%s in %s", trigger, row.state)
                        .isEqualTo(cell(cells[trigger.ordinal()], row.state));
            }
        }
        assertThat(seen).hasSize(Phase.values().length);
    }

    private static Automaton.Cell cell(String text, Phase same) {
        if (text.equals(".")) {
            return new Automaton.Cell(List.of(), same);
        }
        String[] parts = text.split(">", -1);
        List<Act> acts =
                parts.length == 1
                        ? List.of()
                        : Arrays.stream(parts[0].split(",", -1))
                                .map(a -> Act.valueOf(a.toUpperCase(Locale.ROOT)))
                                .toList();
        return new Automaton.Cell(acts, Phase.valueOf(parts[parts.length - 1]));
    }

    @Test
    void theTimerRunsWhereTheRfcSays() {
        assertThat(Arrays.stream(Phase.values()).filter(Phase::isTimed))
                .containsExactly(
                        Phase.CLOSING,
                        Phase.STOPPING,
                        Phase.REQUEST_SENT,
                        Phase.ACK_RECEIVED,
                        Phase.ACK_SENT);
    }
}
