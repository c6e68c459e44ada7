package bauta.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.Secret;
import bauta.ppp.AuthenticationState.Accepted;
import bauta.ppp.AuthenticationState.AwaitingChallenge;
import bauta.ppp.AuthenticationState.Idle;
import bauta.ppp.AuthenticationState.Refused;
import bauta.ppp.AuthenticationState.Sent;
import bauta.ppp.AuthenticationState.Unanswered;
import bauta.wire.ChapMessage;
import bauta.wire.Octets;
import bauta.wire.PapMessage;
import bauta.wire.PppMessage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthenticationMachineTest {
    private static final AuthenticationMachine MACHINE =
            new AuthenticationMachine("user", Secret.of("secret"));
    private static final Octets VALUE = Octets.ofHex("0102030405060708");

    /** The digest of the vector chap/response.hex, made by another program. */
    private static final ChapMessage.Response RESPONSE =
            new ChapMessage.Response(
                    5, Octets.ofHex("2a4c3f162ec7968e78da92dfb42e43aa"), Octets.ofText("user"));

    private static final PapMessage.AuthenticateRequest REQUEST =
            new PapMessage.AuthenticateRequest(3, Octets.ofText("user"), Octets.ofText("secret"));

    private static final AuthenticationState PAP = new Sent(REQUEST, 9, 100);
    private static final AuthenticationState CHAP = new Sent(RESPONSE, 9, 100);
    private static final AuthenticationState BY_PAP =
            new Accepted(AuthenticationKind.PAP, Optional.empty());
    private static final AuthenticationState BY_CHAP =
            new Accepted(AuthenticationKind.CHAP_MD5, Optional.of(RESPONSE));
    private static final AuthenticationState REFUSED = new Refused("no");

    private record Case(
            String name,
            AuthenticationState state,
            PppMessage message,
            AuthenticationState want,
            boolean answers) {}

    private static Case silent(
            String name, AuthenticationState state, PppMessage message, AuthenticationState want) {
        return new Case(name, state, message, want, false);
    }

    @Test
    void everyMessageInEveryState() {
        ChapMessage challenge = new ChapMessage.Challenge(5, VALUE, Octets.ofText("ac"));
        ChapMessage success = new ChapMessage.Success(5, Octets.EMPTY);
        ChapMessage failure = new ChapMessage.Failure(5, Octets.ofText("no"));
        PapMessage ack = new PapMessage.AuthenticateAck(3, Octets.EMPTY);
        PapMessage nak = new PapMessage.AuthenticateNak(3, Octets.ofText("no"));
        AuthenticationState idle = new Idle();
        AuthenticationState awaiting = new AwaitingChallenge();
        AuthenticationState late = new Sent(RESPONSE, 9, 3_000_000_000L);
        List<Case> cases =
                List.of(
                        silent("PAP accepted", PAP, ack, BY_PAP),
                        silent("PAP refused", PAP, nak, REFUSED),
                        silent("challenge while PAP", PAP, challenge, PAP),
                        silent(
                                "PAP's other id",
                                PAP,
                                new PapMessage.AuthenticateAck(4, VALUE),
                                PAP),
                        silent("PAP request to us", PAP, REQUEST, PAP),
                        silent("ack too late", BY_PAP, nak, BY_PAP),
                        new Case("challenged", awaiting, challenge, late, true),
                        silent("success unasked", awaiting, success, awaiting),
                        silent("failure unasked", awaiting, failure, awaiting),
                        silent("PAP while CHAP", awaiting, ack, awaiting),
                        new Case("challenged again", CHAP, challenge, late, true),
                        silent("CHAP accepted", CHAP, success, BY_CHAP),
                        silent("CHAP refused", CHAP, failure, REFUSED),
                        silent("other id", CHAP, new ChapMessage.Success(6, VALUE), CHAP),
                        silent("other id fails", CHAP, new ChapMessage.Failure(6, VALUE), CHAP),
                        silent("response to us", CHAP, RESPONSE, CHAP),
                        silent("PAP ack while CHAP", CHAP, ack, CHAP),
                        new Case("rechallenged", BY_CHAP, challenge, BY_CHAP, true),
                        silent("refused later", BY_CHAP, failure, REFUSED),
                        silent("success again", BY_CHAP, success, BY_CHAP),
                        silent("challenge after PAP", BY_PAP, challenge, BY_PAP),
                        silent("idle", idle, challenge, idle),
                        silent("after refusal", REFUSED, challenge, REFUSED),
                        silent("after silence", new Unanswered(), success, new Unanswered()));
        for (Case row : cases) {
            AuthenticationMachine.Transition got = MACHINE.received(row.state, row.message, 0);
            assertThat(got.state()).as(row.name).isEqualTo(row.want);
            assertThat(got.message().isPresent()).as(row.name).isEqualTo(row.answers);
            got.message().ifPresent(m -> assertThat(m).as(row.name).isEqualTo(RESPONSE));
        }
    }

    @Test
    void startsAsLcpAgreed() {
        assertThat(MACHINE.start(AuthenticationKind.NONE, 1, 0).state())
                .isInstanceOf(Accepted.class);
        assertThat(MACHINE.start(AuthenticationKind.CHAP_MD5, 1, 0).message()).isEmpty();
        assertThat(MACHINE.start(AuthenticationKind.PAP, 3, 0).message()).contains(REQUEST);
    }

    @Test
    void repeatsTenTimesThenGivesUp() {
        AuthenticationState state = MACHINE.start(AuthenticationKind.PAP, 3, 0).state();
        int sent = 1;
        while (state instanceof Sent waiting) {
            long due = waiting.deadlineNanos();
            assertThat(MACHINE.timeOut(state, due - 1).message()).isEmpty();
            AuthenticationMachine.Transition next = MACHINE.timeOut(state, due);
            sent += next.message().isPresent() ? 1 : 0;
            state = next.state();
        }
        assertThat(sent).isEqualTo(10);
        assertThat(state).isEqualTo(new Unanswered());
    }

    @Test
    void secretsDoNotShow() {
        assertThat(REQUEST.toString()).doesNotContain("secret").contains("***");
        assertThat(PAP.toString()).doesNotContain("secret");
    }
}
