package bauta.control.admin;

import bauta.engine.Secret;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Logging in and out, the password, and the named tokens of the API. */
final class AccessRoutes {
    static final int SHORTEST_PASSWORD = 8;
    static final int LONGEST_PASSWORD_BYTES = 256;

    /** Each check keeps a core busy for a while. */
    private static final int CHECKS_AT_ONCE = 1;

    private final AdminSecrets secrets;
    private final Sessions sessions;
    private final LoginLimit limit;
    private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);

    AccessRoutes(AdminSecrets secrets, Sessions sessions, LoginLimit limit) {
        this.secrets = secrets;
        this.sessions = sessions;
        this.limit = limit;
    }

    /** To log in. */
    record LogIn(Secret password) {}

    /** Logged in. */
    record LoggedIn(String token, long expiresMillis) {}

    /** To change the password; by the Unix socket the old one need not be known. */
    record ChangePassword(Optional<Secret> old, @JsonProperty("new") Secret fresh) {}

    /** To make a token. */
    record NewToken(String name) {}

    /** A token, shown once. */
    record MadeToken(String name, String token) {}

    /** A token as it is listed. */
    record TokenName(String name) {}

    /** All tokens. */
    record Tokens(List<TokenName> tokens) {}

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/v1/session", "Log in with the admin password", this::logIn)
                        .forAnyone()
                        .takes(LogIn.class)
                        .gives(LoggedIn.class),
                Route.of("DELETE", "/api/v1/session", "Log out", this::logOut),
                Route.of("PUT", "/api/v1/password", "Change the admin password", this::change)
                        .takes(ChangePassword.class),
                Route.get("/api/v1/tokens", "Names of the API tokens", Tokens.class, this::tokens),
                Route.of("POST", "/api/v1/tokens", "Make an API token", this::makeToken)
                        .takes(NewToken.class)
                        .gives(201, Route.Response.JSON, MadeToken.class),
                Route.of(
                        "DELETE", "/api/v1/tokens/{name}", "Remove an API token", this::dropToken));
    }

    private Answer logIn(Call call) {
        if (!secrets.hasPassword()) {
            return Answer.error(ApiError.SET_UP_NEEDED);
        }
        Secret password = call.read(LogIn.class).password();
        return checked(call, password).orElseGet(() -> loggedIn(call));
    }

    /** Begins a session; the cookie is for browsers, the token for everything else. */
    Answer loggedIn(Call call) {
        Sessions.Begun begun = begin(call);
        return Answer.ok(new LoggedIn(begun.token().reveal(), begun.longest().toMillis()))
                .with("Set-Cookie", cookie(call, begun.token().reveal(), begun.longest()));
    }

    Sessions.Begun begin(Call call) {
        return sessions.begin(call.approach().plain());
    }

    static String cookie(Call call, String value, Duration age) {
        return RequestHead.COOKIE
                + "="
                + value
                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                + age.toSeconds()
                + (call.approach().plain() ? "" : "; Secure");
    }

    /** Checks the admin password within the limits; empty when it is right. */
    private Optional<Answer> checked(Call call, Secret password) {
        Optional<Duration> wait = limit.begin(call.approach().client());
        if (wait.isPresent()) {
            return Optional.of(Answer.later(ApiError.TOO_MANY_LOG_INS, wait.get()));
        }
        if (length(password) > LONGEST_PASSWORD_BYTES || !matches(password)) {
            return Optional.of(Answer.error(ApiError.WRONG_PASSWORD));
        }
        limit.succeeded(call.approach().client());
        return Optional.empty();
    }

    private boolean matches(Secret password) {
        checks.acquireUninterruptibly();
        try {
            return secrets.matches(password);
        } finally {
            checks.release();
        }
    }

    private static int length(Secret password) {
        return password.reveal().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns what is wrong with a password that somebody chose, if anything. */
    static Optional<Answer> unfit(Secret password) {
        if (password.reveal().codePoints().count() < SHORTEST_PASSWORD) {
            return Optional.of(Answer.error(ApiError.SHORT_PASSWORD, SHORTEST_PASSWORD));
        }
        return length(password) > LONGEST_PASSWORD_BYTES
                ? Optional.of(Answer.error(ApiError.LONG_PASSWORD, LONGEST_PASSWORD_BYTES))
                : Optional.empty();
    }

    private Answer logOut(Call call) {
        if (call.caller().session()) {
            sessions.end(call.caller().name());
        }
        return Answer.done().with("Set-Cookie", cookie(call, "", Duration.ZERO));
    }

    private Answer change(Call call) throws IOException {
        ChangePassword change = call.read(ChangePassword.class);
        Optional<Answer> refused =
                call.approach().trusted()
                        ? Optional.empty()
                        : checked(call, change.old().orElse(Secret.of("")));
        Optional<Answer> wrong = refused.or(() -> unfit(change.fresh()));
        if (wrong.isPresent()) {
            return wrong.get();
        }
        secrets.password(change.fresh());
        sessions.endAll();
        return Answer.done();
    }

    private Answer tokens(Call call) {
        return Answer.ok(new Tokens(secrets.tokenNames().stream().map(TokenName::new).toList()));
    }

    private Answer makeToken(Call call) throws IOException {
        String name = call.read(NewToken.class).name();
        if (!AdminSecrets.isTokenName(name)) {
            return Answer.error(ApiError.TOKEN_NAME);
        }
        if (secrets.tokenNames().size() >= AdminSecrets.MOST_TOKENS) {
            return Answer.error(ApiError.TOO_MANY_TOKENS, AdminSecrets.MOST_TOKENS);
        }
        return secrets.addToken(name)
                .map(token -> Answer.created(new MadeToken(name, token.reveal())))
                .orElseGet(() -> Answer.error(ApiError.TOKEN_EXISTS, name));
    }

    private Answer dropToken(Call call) throws IOException {
        String name = call.name("name");
        return secrets.removeToken(name)
                ? Answer.done()
                : Answer.error(ApiError.NO_SUCH_TOKEN, name);
    }
}
