package bauta.ppp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The state transition table of RFC 1661 section 4.1, nothing else. The two optional behaviours,
 * passive ({@code p}) and restart ({@code r}), are not used; a cell that the RFC marks {@code -}
 * (impossible) changes nothing and does nothing.
 */
public final class Automaton {
    /** The states of section 4.2, in the RFC's order and with its numbers as ordinals. */
    public enum Phase {
        INITIAL,
        STARTING,
        CLOSED,
        STOPPED,
        CLOSING,
        STOPPING,
        REQUEST_SENT,
        ACK_RECEIVED,
        ACK_SENT,
        OPENED;

        /** Returns whether the restart timer runs in this state (section 4.2). */
        public boolean isTimed() {
            return compareTo(CLOSING) >= 0 && this != OPENED;
        }
    }

    /** The events of section 4.3. */
    public enum Trigger {
        /** The lower layer is ready. */
        UP,
        /** The lower layer is gone. */
        DOWN,
        /** Wanted open. */
        OPEN,
        /** Wanted closed. */
        CLOSE,
        /** Restart timer, tries left. */
        TO_PLUS,
        /** Restart timer, no tries left. */
        TO_MINUS,
        /** A Configure-Request that is fine. */
        RCR_PLUS,
        /** A Configure-Request that is not. */
        RCR_MINUS,
        /** Configure-Ack. */
        RCA,
        /** Configure-Nak or Configure-Reject. */
        RCN,
        /** Terminate-Request. */
        RTR,
        /** Terminate-Ack. */
        RTA,
        /** A code that is not known. */
        RUC,
        /** A reject that can be lived with. */
        RXJ_PLUS,
        /** A reject of something that is needed. */
        RXJ_MINUS,
        /** Echo-Request, Echo-Reply or Discard-Request. */
        RXR
    }

    /** The actions of section 4.4. */
    public enum Act {
        /** This-Layer-Up. */
        TLU,
        /** This-Layer-Down. */
        TLD,
        /** This-Layer-Started. */
        TLS,
        /** This-Layer-Finished. */
        TLF,
        /** Initialize-Restart-Count. */
        IRC,
        /** Zero-Restart-Count. */
        ZRC,
        /** Send-Configure-Request. */
        SCR,
        /** Send-Configure-Ack. */
        SCA,
        /** Send-Configure-Nak or -Reject. */
        SCN,
        /** Send-Terminate-Request. */
        STR,
        /** Send-Terminate-Ack. */
        STA,
        /** Send-Code-Reject. */
        SCJ,
        /** Send-Echo-Reply. */
        SER
    }

    /**
     * One cell of the table.
     *
     * @param acts what to do, in the RFC's order
     * @param next the state afterwards
     */
    public record Cell(List<Act> acts, Phase next) {}

    /** The RFC's two half tables side by side: states 0 to 9 from left to right. */
    private static final Map<Trigger, String> ROWS =
            Map.ofEntries(
                    Map.entry(Trigger.UP, "2 irc,scr/6 - - - - - - - -"),
                    Map.entry(Trigger.DOWN, "- - 0 tls/1 0 1 1 1 1 tld/1"),
                    Map.entry(Trigger.OPEN, "tls/1 1 irc,scr/6 3 5 5 6 7 8 9"),
                    Map.entry(
                            Trigger.CLOSE,
                            "0 tlf/0 2 2 4 4 irc,str/4 irc,str/4 irc,str/4 tld,irc,str/4"),
                    Map.entry(Trigger.TO_PLUS, "- - - - str/4 str/5 scr/6 scr/6 scr/8 -"),
                    Map.entry(Trigger.TO_MINUS, "- - - - tlf/2 tlf/3 tlf/3 tlf/3 tlf/3 -"),
                    Map.entry(
                            Trigger.RCR_PLUS,
                            "- - sta/2 irc,scr,sca/8 4 5 sca/8 sca,tlu/9 sca/8 tld,scr,sca/8"),
                    Map.entry(
                            Trigger.RCR_MINUS,
                            "- - sta/2 irc,scr,scn/6 4 5 scn/6 scn/7 scn/6 tld,scr,scn/6"),
                    Map.entry(Trigger.RCA, "- - sta/2 sta/3 4 5 irc/7 scr/6 irc,tlu/9 tld,scr/6"),
                    Map.entry(
                            Trigger.RCN, "- - sta/2 sta/3 4 5 irc,scr/6 scr/6 irc,scr/8 tld,scr/6"),
                    Map.entry(
                            Trigger.RTR,
                            "- - sta/2 sta/3 sta/4 sta/5 sta/6 sta/6 sta/6 tld,zrc,sta/5"),
                    Map.entry(Trigger.RTA, "- - 2 3 tlf/2 tlf/3 6 6 8 tld,scr/6"),
                    Map.entry(Trigger.RUC, "- - scj/2 scj/3 scj/4 scj/5 scj/6 scj/7 scj/8 scj/9"),
                    Map.entry(Trigger.RXJ_PLUS, "- - 2 3 4 5 6 6 8 9"),
                    Map.entry(
                            Trigger.RXJ_MINUS,
                            "- - tlf/2 tlf/3 tlf/2 tlf/3 tlf/3 tlf/3 tlf/3 tld,irc,str/5"),
                    Map.entry(Trigger.RXR, "- - 2 3 4 5 6 7 8 ser/9"));

    private static final Map<Trigger, List<Cell>> TABLE = parse();

    private Automaton() {}

    /**
     * Looks up a cell.
     *
     * @param phase the state now
     * @param trigger what happened
     */
    public static Cell cell(Phase phase, Trigger trigger) {
        return TABLE.getOrDefault(trigger, List.of()).get(phase.ordinal());
    }

    private static Map<Trigger, List<Cell>> parse() {
        Map<Trigger, List<Cell>> table = new EnumMap<>(Trigger.class);
        ROWS.forEach((trigger, row) -> table.put(trigger, parseRow(row)));
        return table;
    }

    private static List<Cell> parseRow(String row) {
        List<Cell> cells = new ArrayList<>();
        for (String text : row.split(" ", -1)) {
            cells.add(parseCell(text, Phase.values()[cells.size()]));
        }
        return List.copyOf(cells);
    }

    private static Cell parseCell(String text, Phase same) {
        if (text.equals("-")) {
            return new Cell(List.of(), same);
        }
        int slash = text.indexOf('/');
        List<Act> acts = new ArrayList<>();
        if (slash > 0) {
            for (String act : text.substring(0, slash).split(",", -1)) {
                acts.add(Act.valueOf(act.toUpperCase(Locale.ROOT)));
            }
        }
        int next = Integer.parseInt(text.substring(slash + 1));
        return new Cell(List.copyOf(acts), Phase.values()[next]);
    }
}
