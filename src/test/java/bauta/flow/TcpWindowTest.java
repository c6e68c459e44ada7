package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TcpWindowTest {
    /** Both with a scale of 2: windows of 4,000 bytes. */
    private static final String OPEN =
            """
            > S 1000 w4000 s2 = SYN_SENT
            < SA 5000 a1001 w4000 s2 = SYN_RECEIVED
            > A 1001 a5001 w1000 = ESTABLISHED
            """;

    /** Windows of 4,000 bytes; 3,000,000 bytes have gone each way. */
    private static final String RUNNING = OPEN + exchange(4000, 750);

    private static String exchange(int step, int times) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < times; i++) {
            int opener = 1001 + i * step;
            int peer = 5001 + i * step;
            script.append("> A %d +%d a%d = ESTABLISHED\n".formatted(opener, step, peer));
            script.append("< A %d +%d a%d = ESTABLISHED\n".formatted(peer, step, opener + step));
        }
        return script.append("> A 3001001 a3005001 = ESTABLISHED\n").toString();
    }

    private static TcpScript play(String script) {
        return new TcpScript(false).play(script);
    }

    @Test
    void opensAndCloses() {
        play(
                OPEN
                        + """
                        > A 1001 +100 a5001 = ESTABLISHED
                        < A 5001 +200 a1101 = ESTABLISHED
                        > FA 1101 a5201 = FIN_ORIGINAL
                        < A 5201 +50 a1102 = FIN_ORIGINAL   # half-closed: the peer sends on
                        > A 1102 a5251 = FIN_ORIGINAL
                        < FA 5251 a1102 = CLOSING
                        < FA 5251 a1102 = CLOSING           # sent again
                        > A 1102 a5252 = CLOSING
                        """);
    }

    @Test
    void thePeerMayCloseFirst() {
        play(
                OPEN
                        + """
                        < FA 5001 a1001 = FIN_REPLY
                        < FA 5001 a1001 = FIN_REPLY
                        > A 1001 +10 a5002 = FIN_REPLY
                        > FA 1011 a5002 = CLOSING
                        > FA 1011 a5002 = CLOSING
                        < A 5002 a1012 = CLOSING
                        """);
    }

    @Test
    void bothMayCloseAtOnce() {
        play(
                OPEN
                        + """
                        > FA 1001 a5001 = FIN_ORIGINAL
                        < FA 5001 a1001 = CLOSING
                        > A 1002 a5002 = CLOSING
                        < A 5002 a1002 = CLOSING
                        """);
    }

    @Test
    void dataAheadOfTheWindowIsRefused() {
        play(
                RUNNING
                        + """
                        < A 3005001 +4000 a3001001 = ESTABLISHED
                        < A 3009001 +2 a3001001 = ESTABLISHED    # a window probe
                        < A 3009001 +3 a3001001 = !window
                        < A 3109001 +10 a3001001 = !window
                        < A -1144958297 +10 a3001001 = !window
                        """);
    }

    @Test
    void oldDataPassesAsFarAsItCanHaveBeenSentNow() {
        play(
                RUNNING
                        + """
                        < A 3004000 +1001 a3001001 = ESTABLISHED
                        < A 2938999 +1 a3001001 = ESTABLISHED    # 66,001 back
                        < A 2938998 +1 a3001001 = !window
                        < A 5001 +100 a3001001 = !window
                        """);
    }

    @Test
    void acknowledgmentsOfWhatWasNeverSentAreRefused() {
        play(
                RUNNING
                        + """
                        < A 3005001 a3001002 = !window
                        < A 3005001 +10 a3005000 = !window
                        > A 3001001 a3005002 = !window
                        < A 3005001 a2935000 = ESTABLISHED       # reordered, 66,001 back
                        < A 3005001 a2934999 = !window
                        < A 3005001 a-1144958297 = !window
                        """);
    }

    @Test
    void aResetIsBelievedWhereTheNextByteIsDue() {
        play(RUNNING + "< R 3005001 = CLOSED");
        play(RUNNING + "< RA 3005001 a3001001 = CLOSED");
        play(RUNNING + "> R 3001001 = CLOSED");
    }

    @Test
    void aResetInTheWindowPassesAndChangesNothing() {
        play(
                RUNNING
                        + """
                        < R 3005002 = ESTABLISHED
                        < R 3009001 = ESTABLISHED
                        > A 3001001 a3005001 = ESTABLISHED       # the challenge
                        < R 3005001 = CLOSED                     # the answer to it
                        """);
    }

    @Test
    void aResetOutsideTheWindowIsRefused() {
        play(
                RUNNING
                        + """
                        < R 3009002 = !reset
                        < R 3005000 = !reset
                        < R 0 = !reset
                        < R -1144958297 = !reset
                        > R 3001000 = !reset
                        < A 3005001 +10 a3001001 = ESTABLISHED
                        """);
    }

    @Test
    void aResetIsBelievedThoughNotEverythingWasAcknowledged() {
        play(
                RUNNING
                        + """
                        < A 3005001 +1000 a3001001 = ESTABLISHED
                        < R 3006001 = CLOSED
                        """);
        play(
                RUNNING
                        + """
                        < A 3005001 +1000 a3001001 = ESTABLISHED
                        < R 3005001 = CLOSED                     # the data got lost behind us
                        """);
    }

    @Test
    void aFlowThatWasResetBySomebodyElseLivesOn() {
        play(
                RUNNING
                        + """
                        < R 3005001 = CLOSED
                        > A 3001001 +100 a3005001 = CLOSED       # does not know yet
                        < A 3005001 a3001101 = CLOSED            # an acknowledgment may be late
                        < A 3005001 +10 a3001101 = ESTABLISHED   # who is reset sends nothing new
                        """);
    }

    @Test
    void onlyTheOpenersSynPassesInAnOpenFlow() {
        play(
                RUNNING
                        + """
                        < S 3005001 = !syn
                        < S 77 = !syn
                        > S 88888 = ESTABLISHED
                        > S 1000 = ESTABLISHED
                        > A 3001001 +10 a3005001 = ESTABLISHED
                        """);
    }

    @Test
    void anOpenerThatForgotTheFlowBeginsAgainAfterTheChallenge() {
        play(
                RUNNING
                        + """
                        > S 88888 w4000 s2 = ESTABLISHED
                        < A 3005001 a3001001 = ESTABLISHED       # the challenge
                        > R 3001001 = CLOSED
                        > S 88888 w4000 s2 = SYN_SENT
                        < SA 5000 a88889 w4000 s2 = SYN_RECEIVED
                        > A 88889 a5001 = ESTABLISHED
                        """);
    }

    @Test
    void aPeerThatForgotTheFlowAnswersAnotherSyn() {
        play(
                RUNNING
                        + """
                        < SA 700000000 a88889 w4000 s2 = !window # nobody has asked
                        > S 88888 w4000 s2 = ESTABLISHED
                        < SA 700000000 a88888 w4000 s2 = !window
                        < SA 700000000 a88889 w4000 s2 = SYN_RECEIVED
                        > A 88889 +100 a700000001 = ESTABLISHED
                        < A 700000001 +4000 a88989 = ESTABLISHED
                        < A 3005001 +10 a3001001 = !window
                        """);
    }

    @Test
    void aSynAckSentAgainChangesNothing() {
        play(
                OPEN
                        + """
                        < SA 5000 a1001 w4000 s2 = ESTABLISHED
                        > A 1001 a5001 = ESTABLISHED
                        """);
    }

    @Test
    void theTupleOfAClosedFlowStartsAfresh() {
        play(
                OPEN
                        + """
                        > FA 1001 a5001 = FIN_ORIGINAL
                        < FA 5001 a1002 = CLOSING
                        > A 1002 a5002 = CLOSING
                        < S 9000 = !syn
                        > S 900000 w4000 = SYN_SENT
                        < SA 1234 a900001 w4000 = SYN_RECEIVED
                        > A 900001 a1235 = ESTABLISHED
                        < A 1235 +4000 a900001 = ESTABLISHED
                        < A 1235 +65500 a900001 = !window        # no scale any more
                        """);
        play(
                RUNNING
                        + """
                        < R 3005001 = CLOSED
                        < S 9000 = !syn
                        > S 900000 w4000 = SYN_SENT
                        """);
    }

    @Test
    void anAnswerToASynMustAcknowledgeIt() {
        play(
                """
                > S 1000 = SYN_SENT
                < SA 5000 a1000 = SYN_SENT         # opens nothing
                < SA 5000 a1002 = SYN_SENT
                < R 5000 = !reset
                < RA 0 a1000 = !reset
                < RA 0 a1002 = !reset
                < A 5000 a9999 = SYN_SENT          # of an older connection; the opener resets it
                > R 9999 = SYN_SENT
                > S 1000 = SYN_SENT
                < RA 0 a1001 = CLOSED
                """);
    }

    @Test
    void aSynMayCarryData() {
        play(
                """
                > S 1000 +500 w4000 = SYN_SENT
                < SA 5000 a1501 w4000 = SYN_RECEIVED
                > A 1501 a5001 = ESTABLISHED
                """);
        play(
                """
                > S 1000 +500 w4000 = SYN_SENT
                < SA 5000 a1001 w4000 = SYN_RECEIVED   # the data is not taken
                > A 1001 +500 a5001 = ESTABLISHED
                """);
        play("> S 1000 +500 = SYN_SENT\n< RA 0 a1501 = CLOSED");
    }

    @Test
    void anotherAttemptToOpenTakesTheNewNumber() {
        play(
                """
                > S 1000 = SYN_SENT
                > S 70000000 = SYN_SENT
                < SA 5000 a1001 = SYN_SENT
                < SA 5000 a70000001 = SYN_RECEIVED
                """);
    }

    /** RFC 9293 section 3.5, figure 8: the peer has met an old SYN, which the opener resets. */
    @Test
    void anOldSynIsRecoveredFrom() {
        play(
                """
                > S 1000 = SYN_SENT
                < SA 5000 a91 = SYN_SENT
                > R 91 = SYN_SENT
                > S 1000 = SYN_SENT
                < SA 7000 a1001 = SYN_RECEIVED
                > A 1001 a7001 = ESTABLISHED
                < A 7001 +100 a1001 = ESTABLISHED
                """);
    }

    @Test
    void bothMayOpenAtOnce() {
        play(
                """
                > S 1000 w4000 s2 = SYN_SENT
                < S 5000 w4000 s2 = SYN_RECEIVED
                < S 5000 w4000 s2 = SYN_RECEIVED
                > SA 1000 a5001 w4000 s2 = SYN_RECEIVED
                < SA 5000 a1001 w4000 s2 = SYN_RECEIVED
                > A 1001 +4000 a5001 = ESTABLISHED
                < A 5001 +4000 a5001 = ESTABLISHED
                """);
    }

    @Test
    void aForeignSynBeforeTheAnswerDoesNoHarm() {
        play(
                """
                > S 1000 w4000 s2 = SYN_SENT
                < S 99999 w1 = SYN_RECEIVED
                < SA 5000 a1001 w4000 s2 = SYN_RECEIVED
                > A 1001 +10 a5001 = ESTABLISHED
                < A 5001 +4000 a1011 = ESTABLISHED
                """);
        play(
                """
                > S 1000 w4000 s2 = SYN_SENT
                < S 99999 w1 = SYN_RECEIVED
                < RA 0 a1001 = CLOSED
                """);
    }

    @Test
    void anAcknowledgmentThatMissesTheSynOpensNothing() {
        play(
                """
                > S 1000 = SYN_SENT
                < SA 5000 a1001 = SYN_RECEIVED
                > A 1001 a5000 = SYN_RECEIVED
                > A 1001 a5002 = !window
                > A 1001 a5001 = ESTABLISHED
                """);
    }

    @Test
    void theScaleCountsOnlyWhenBothOfferIt() {
        play(
                """
                > S 1000 w60000 s7 = SYN_SENT
                < SA 5000 a1001 w60000 = SYN_RECEIVED
                > A 1001 a5001 w60000 = ESTABLISHED
                < A 5001 +60000 a1001 = ESTABLISHED
                > A 1001 a65001 w60000 = ESTABLISHED
                < A 125001 +10 a1001 = !window
                """);
        play(
                """
                > S 1000 w60000 s7 = SYN_SENT
                < SA 5000 a1001 w60000 s0 = SYN_RECEIVED
                > A 1001 a5001 w60000 = ESTABLISHED
                < A 7670001 +10000 a1001 = ESTABLISHED
                < A 7680001 +5000 a1001 = ESTABLISHED
                < A 7685001 +10 a1001 = !window
                > A 1001 +60000 a5001 = ESTABLISHED
                > A 61001 +10 a5001 = !window
                """);
    }

    @Test
    void aScaleBeyondFourteenIsFourteen() {
        TcpScript script =
                play(
                        """
                        > S 1000 w60000 s200 = SYN_SENT
                        < SA 5000 a1001 w60000 s15 = SYN_RECEIVED
                        > A 1001 a5001 w65535 = ESTABLISHED
                        """);
        assertThat(script.table.state(script.flow)).isEqualTo(FlowState.ESTABLISHED);
        script.play("< A 1073720001 +10 a1001 = ESTABLISHED");
    }

    @Test
    void theWindowOfASynIsNotScaled() {
        play(
                """
                > S 1000 w4000 s7 = SYN_SENT
                < SA 5000 a1001 w4000 s7 = SYN_RECEIVED
                < A 5001 +4000 a1001 = SYN_RECEIVED
                < A 9001 +100 a1001 = !window
                """);
    }

    @Test
    void numbersWrap() {
        play(
                """
                > S -10 w60000 = SYN_SENT
                < SA 2147483640 a-9 w60000 = SYN_RECEIVED
                > A -9 a2147483641 w60000 = ESTABLISHED
                > A -9 +20000 a2147483641 w60000 = ESTABLISHED
                < A 2147483641 +20000 a19991 w60000 = ESTABLISHED
                > A 19991 a-2147463655 w60000 = ESTABLISHED
                > A -9 +20000 a2147483641 = ESTABLISHED
                < A 2147483641 +20000 a-9 = ESTABLISHED
                < R -2147463655 = CLOSED
                """);
    }

    @Test
    void keepAlivesAndWindowProbesPass() {
        play(
                RUNNING
                        + """
                        > A 3001000 a3005001 = ESTABLISHED
                        < A 3005001 a3001001 = ESTABLISHED
                        > A 3001000 +1 a3005001 = ESTABLISHED
                        < A 3005001 a3001001 w0 = ESTABLISHED
                        > A 3001001 +1 a3005001 = ESTABLISHED
                        < A 3005001 a3001001 w0 = ESTABLISHED
                        > A 3001001 +1 a3005001 = ESTABLISHED
                        """);
        play(
                """
                > S 1000 w100 = SYN_SENT
                < SA 5000 a1001 w0 = SYN_RECEIVED
                > A 1001 a5001 = ESTABLISHED
                > A 1001 +1 a5001 = ESTABLISHED
                > A 1001 +3 a5001 = !window
                """);
    }

    @Test
    void segmentsMayGetLostAndOvertakeEachOther() {
        play(
                RUNNING
                        + """
                        < A 3006001 +1000 a3001001 = ESTABLISHED
                        < A 3008001 +1000 a3001001 = ESTABLISHED
                        > A 3001001 a3005001 = ESTABLISHED
                        < A 3005001 +1000 a3001001 = ESTABLISHED
                        > A 3001001 a3007001 = ESTABLISHED
                        < A 3007001 +1000 a3001001 = ESTABLISHED
                        > A 3001001 a3009001 = ESTABLISHED
                        > A 3001001 a3007001 = ESTABLISHED
                        < FA 3009001 a3001001 = FIN_REPLY
                        < A 3008001 +1000 a3001001 = FIN_REPLY
                        """);
    }

    @Test
    void aRunningFlowIsPickedUpFromEitherSide() {
        for (String first : new String[] {"> A 1000 +10 a5000", "< A 5000 +10 a1000"}) {
            TcpScript script = new TcpScript(true);
            script.play(
                    first
                            + """
                             w500 = ESTABLISHED
                            > A 1010 +100000 a5000 w500 = ESTABLISHED
                            < A 5000 +100000 a101010 w500 = ESTABLISHED
                            > A 900000 +10 a1000000 = ESTABLISHED   # what went by before
                            < S 5000 = !syn
                            < R 2000000000 = !reset
                            < A -1500000000 +10 a1000 = !window
                            """);
            assertThat(script.table.pickedUp(script.flow)).isTrue();
        }
    }

    @Test
    void aPickedUpFlowEnds() {
        new TcpScript(true)
                .play(
                        """
                        > A 1000 a5000 = ESTABLISHED
                        < R 5000 = CLOSED
                        """);
        new TcpScript(true)
                .play(
                        """
                        > A 1000 a5000 = ESTABLISHED
                        > FA 1000 a5000 = FIN_ORIGINAL
                        < FA 5100 a1001 = CLOSING
                        > S 70000 w100 = SYN_SENT
                        < SA 4 a70001 w100 = SYN_RECEIVED
                        > A 70001 a5 = ESTABLISHED
                        < A 5000 a70001 = !window
                        """);
    }

    @Test
    void acknowledgmentsOfPiecesMayRunAhead() {
        TcpScript script = play(RUNNING);
        script.play("< A 3005001 +1000 a3001001 = ESTABLISHED\n> A 3001001 a3006002 = !window");
        script.table.inPieces(script.flow);
        script.play("> A 3001001 a3009001 = ESTABLISHED");
    }

    @Test
    void judgingChangesNothing() {
        TcpScript script = play(RUNNING);
        assertThat(script.table.sequenceEnd(script.flow << 1)).isEqualTo(3_001_001);
        script.play("< A 3109001 +10 a3001001 = !window\n< R 3009002 = !reset\n< S 7 = !syn");
        assertThat(script.table.sequenceEnd(script.flow << 1 | 1)).isEqualTo(3_005_001);
        assertThat(script.table.acknowledgment(script.flow << 1)).isEqualTo(3_005_001);
        assertThat(script.table.acknowledgment(script.flow << 1 | 1)).isEqualTo(3_001_001);
    }
}
