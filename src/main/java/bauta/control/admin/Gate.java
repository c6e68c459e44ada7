package bauta.control.admin;

import bauta.control.admin.Caller.Kind;
import bauta.control.admin.Route.Access;
import java.util.Optional;

/**
 * Decides whether a request may be done, before anything is done: by the name it came under, the
 * page it was sent from, and who sends it. Cheap enough for the loop; any thread.
 */
final class Gate {
    private final AdminSecrets secrets;
    private final Sessions sessions;
    private volatile Reach reach = new Reach(AdminReach.NONE);

    Gate(AdminSecrets secrets, Sessions sessions) {
        this.secrets = secrets;
        this.sessions = sessions;
    }

    /** What follows from the ways in. */
    private record Reach(AdminReach ways, HostNames names) {
        Reach(AdminReach ways) {
            this(ways, new HostNames(ways));
        }

        /** The port to go to for HTTPS, as it stands in an address. */
        String httpsPort() {
            int port = ways.https().isEmpty() ? 443 : ways.https().getFirst().port();
            return port == 443 ? "" : ":" + port;
        }
    }

    /** Takes the ways in; from now on these hold. */
    void reach(AdminReach ways) {
        reach = new Reach(ways);
    }

    /** Returns whether a client is of the house. */
    boolean ofTheHouse(Approach approach) {
        return approach.trusted()
                || reach.ways().clients().stream().anyMatch(n -> n.contains(approach.client()));
    }

    /** What was decided. */
    sealed interface Decision {
        /** It may be done, as this caller. */
        record Pass(Caller caller) implements Decision {}

        /** It may not; this is the answer. */
        record Refuse(Answer answer) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param approach the way it came
     * @param head what it says
     * @param access who may; empty for files of the pages
     */
    Decision decide(Approach approach, RequestHead head, Optional<Access> access) {
        if (approach.trusted()) {
            return new Decision.Pass(Caller.LOCAL);
        }
        Optional<Answer> stranger = stranger(approach, head);
        if (stranger.isPresent()) {
            return new Decision.Refuse(stranger.get());
        }
        Caller caller = caller(head, approach.plain());
        if (approach.plain() && secrets.hasPassword() && !caller.session()) {
            return new Decision.Refuse(toHttps(head));
        }
        if (access.isPresent() && access.get() == Access.ADMIN && !caller.known()) {
            return new Decision.Refuse(unknown());
        }
        return byItself(head, caller)
                ? new Decision.Refuse(Answer.error(ApiError.UNSUPPORTED_TYPE, Route.Response.JSON))
                : new Decision.Pass(caller);
    }

    /** Came under a name that is not ours, or from a page that is not. */
    private Optional<Answer> stranger(Approach approach, RequestHead head) {
        Optional<String> host = head.header("host");
        if (host.isEmpty() || HostNames.name(host.get()).isEmpty()) {
            return Optional.of(Answer.error(ApiError.BAD_REQUEST, "Host"));
        }
        if (!reach.names().ours(host.get())) {
            return Optional.of(
                    approach.plain() && head.safe() && !secrets.hasPassword()
                            ? Answer.elsewhere("http://" + approach.authority() + "/")
                            : Answer.error(ApiError.WRONG_HOST, host.get()));
        }
        return head.header("origin")
                .filter(origin -> !reach.names().ourOrigin(origin, approach.plain()))
                .map(origin -> Answer.error(ApiError.WRONG_ORIGIN, shown(origin)));
    }

    private static String shown(String origin) {
        return origin.length() > 100 ? origin.substring(0, 100) : origin;
    }

    private Caller caller(RequestHead head, boolean plain) {
        Optional<String> bearer = head.bearer();
        if (bearer.isPresent()) {
            return session(bearer.get(), plain, Kind.SESSION)
                    .or(() -> token(bearer.get(), plain))
                    .orElse(Caller.NOBODY);
        }
        return head.cookie()
                .flatMap(cookie -> session(cookie, plain, Kind.COOKIE))
                .orElse(Caller.NOBODY);
    }

    private Optional<Caller> session(String token, boolean plain, Kind kind) {
        return sessions.find(token, plain).map(hash -> new Caller(kind, hash));
    }

    private Optional<Caller> token(String token, boolean plain) {
        return plain
                ? Optional.empty()
                : secrets.tokenName(token).map(name -> new Caller(Kind.TOKEN, name));
    }

    private Answer toHttps(RequestHead head) {
        Optional<String> name = head.header("host").flatMap(HostNames::name);
        return name.isPresent() && head.safe()
                ? Answer.elsewhere("https://" + name.get() + reach.httpsPort() + "/")
                : Answer.error(ApiError.LOG_IN);
    }

    private Answer unknown() {
        return Answer.error(secrets.hasPassword() ? ApiError.LOG_IN : ApiError.SET_UP_NEEDED)
                .with("WWW-Authenticate", "Bearer");
    }

    /**
     * A browser sends the cookie by itself, also with a form of another site: what changes
     * something must show that it was sent by a script of ours. JSON cannot be sent from elsewhere
     * without being asked for first, which is never allowed.
     */
    private static boolean byItself(RequestHead head, Caller caller) {
        return caller.kind() == Kind.COOKIE
                && !head.safe()
                && head.header("origin").isEmpty()
                && !head.json();
    }
}
