package bauta.ppp;

import bauta.engine.Secret;
import bauta.ppp.AuthenticationState.Accepted;
import bauta.ppp.AuthenticationState.AwaitingChallenge;
import bauta.ppp.AuthenticationState.Idle;
import bauta.ppp.AuthenticationState.Refused;
import bauta.ppp.AuthenticationState.Sent;
import bauta.ppp.AuthenticationState.Unanswered;
import bauta.wire.ChapMessage;
import bauta.wire.ControlMessage;
import bauta.wire.Octets;
import bauta.wire.PapMessage;
import bauta.wire.PppMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;

/**
 * The side of PAP and CHAP that is being authenticated. Pure. A PAP request is repeated (RFC 1334
 * section 2.2.1); so is a CHAP response, which the peer must allow (RFC 1994 section 4.2) and
 * without which a lost Success would hang the link. A challenge while accepted is answered at once.
 */
public final class AuthenticationMachine {
    private static final long RETRY_NANOS = Duration.ofSeconds(3).toNanos();
    private static final int ATTEMPTS = 10;

    private final Octets user;
    private final Secret password;

    /**
     * Makes a machine.
     *
     * @param user the name we give
     * @param password what proves it
     */
    public AuthenticationMachine(String user, Secret password) {
        this.user = Octets.ofText(user);
        this.password = password;
    }

    /**
     * A state and the message to send on the way there.
     *
     * @param state the next state
     * @param message what to send, if anything
     */
    public record Transition(AuthenticationState state, Optional<PppMessage> message) {
        static Transition silent(AuthenticationState state) {
            return new Transition(state, Optional.empty());
        }
    }

    /**
     * Begins.
     *
     * @param kind what LCP agreed on
     * @param identifier for a PAP request, 0 to 255
     * @param nowNanos the time
     */
    public Transition start(AuthenticationKind kind, int identifier, long nowNanos) {
        return switch (kind) {
            case NONE -> Transition.silent(new Accepted(kind, Optional.empty()));
            case CHAP_MD5 -> Transition.silent(new AwaitingChallenge());
            case PAP ->
                    first(
                            new PapMessage.AuthenticateRequest(
                                    identifier, user.truncated(255), secret().truncated(255)),
                            nowNanos);
        };
    }

    /**
     * Takes a message; one that does not fit the state or the identifier changes nothing.
     *
     * @param state the state now
     * @param message PAP's or CHAP's
     * @param nowNanos the time
     */
    public Transition received(AuthenticationState state, PppMessage message, long nowNanos) {
        return switch (message) {
            case ChapMessage chap -> chap(state, chap, nowNanos);
            case PapMessage pap -> pap(state, pap);
            case ControlMessage _ -> Transition.silent(state);
        };
    }

    /**
     * Repeats what is out, or gives up.
     *
     * @param state the state now
     * @param nowNanos the time
     */
    public Transition timeOut(AuthenticationState state, long nowNanos) {
        if (!(state instanceof Sent(PppMessage sent, int attemptsLeft, long deadline))
                || deadline - nowNanos > 0) {
            return Transition.silent(state);
        }
        if (attemptsLeft == 0) {
            return Transition.silent(new Unanswered());
        }
        return new Transition(
                new Sent(sent, attemptsLeft - 1, nowNanos + RETRY_NANOS), Optional.of(sent));
    }

    private static Transition first(PppMessage message, long nowNanos) {
        return new Transition(
                new Sent(message, ATTEMPTS - 1, nowNanos + RETRY_NANOS), Optional.of(message));
    }

    private static Transition pap(AuthenticationState state, PapMessage message) {
        boolean awaited =
                state instanceof Sent(PapMessage sent, _, _)
                        && sent.identifier() == message.identifier();
        if (!awaited) {
            return Transition.silent(state);
        }
        return Transition.silent(
                switch (message) {
                    case PapMessage.AuthenticateAck _ ->
                            new Accepted(AuthenticationKind.PAP, Optional.empty());
                    case PapMessage.AuthenticateNak(_, Octets text) -> new Refused(text.toText());
                    case PapMessage.AuthenticateRequest _ -> state;
                });
    }

    private Transition chap(AuthenticationState state, ChapMessage message, long nowNanos) {
        return switch (message) {
            case ChapMessage.Challenge challenge -> challenged(state, challenge, nowNanos);
            case ChapMessage.Success success ->
                    state instanceof Sent(ChapMessage sent, _, _)
                                    && sent.identifier() == success.identifier()
                            ? Transition.silent(
                                    new Accepted(AuthenticationKind.CHAP_MD5, Optional.of(sent)))
                            : Transition.silent(state);
            case ChapMessage.Failure(int identifier, Octets text) ->
                    latestResponse(state).filter(r -> r.identifier() == identifier).isPresent()
                            ? Transition.silent(new Refused(text.toText()))
                            : Transition.silent(state);
            case ChapMessage.Response _ -> Transition.silent(state);
        };
    }

    private static Optional<ChapMessage> latestResponse(AuthenticationState state) {
        return switch (state) {
            case Sent(ChapMessage sent, _, _) -> Optional.of(sent);
            case Accepted(_, Optional<ChapMessage> response) -> response;
            case Sent _, Idle _, AwaitingChallenge _, Refused _, Unanswered _ -> Optional.empty();
        };
    }

    private Transition challenged(
            AuthenticationState state, ChapMessage.Challenge challenge, long nowNanos) {
        ChapMessage response =
                new ChapMessage.Response(challenge.identifier(), digest(challenge), user);
        return switch (state) {
            case AwaitingChallenge _ -> first(response, nowNanos);
            case Sent(ChapMessage _, _, _) -> first(response, nowNanos);
            case Accepted(AuthenticationKind kind, _) when kind == AuthenticationKind.CHAP_MD5 ->
                    new Transition(
                            new Accepted(kind, Optional.of(response)), Optional.of(response));
            case Sent _, Accepted _, Idle _, Refused _, Unanswered _ -> Transition.silent(state);
        };
    }

    /** MD5 over identifier, secret and challenge (RFC 1994 section 4.1). */
    private Octets digest(ChapMessage.Challenge challenge) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) challenge.identifier());
            md5.update(secret().toArray());
            return Octets.of(md5.digest(challenge.value().toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has MD5", e);
        }
    }

    private Octets secret() {
        return Octets.of(password.reveal().getBytes(StandardCharsets.UTF_8));
    }
}
