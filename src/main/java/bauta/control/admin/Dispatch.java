package bauta.control.admin;

import bauta.control.admin.Gate.Decision;
import bauta.control.admin.Route.Access;
import bauta.control.admin.RouteTable.Match;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tinylog.Logger;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * From a request to its answer: asks the gate, finds the route or the file, has it done. Never
 * throws on any request. Any thread.
 */
final class Dispatch {
    private static final String API = "/api/";

    /** How soon a client may ask again while the router is being changed. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Gate gate;
    private final RouteTable routes;
    private final WebFiles files;

    Dispatch(Gate gate, RouteTable routes, WebFiles files) {
        this.gate = gate;
        this.routes = routes;
        this.files = files;
    }

    /** How to go on with a request. */
    sealed interface Step {
        /** It is answered. */
        record Answered(Answer answer) implements Step {}

        /** This has to be done first; it may block and does not throw. */
        record Work(Callable<Answer> work) implements Step {}
    }

    /** Decides about a request; cheap enough for the loop. */
    Step step(Approach approach, RequestHead head, byte[] body) {
        Match match = routes.find(head.method(), head.path());
        Optional<Access> access =
                match instanceof Match.Found found
                        ? Optional.of(found.route().access())
                        : Optional.empty();
        return switch (gate.decide(approach, head, access)) {
            case Decision.Refuse(Answer answer) -> new Step.Answered(answer);
            case Decision.Pass(Caller caller) -> {
                Call call = new Call(approach, caller, head, names(match), body);
                yield passed(call, match);
            }
        };
    }

    private static Map<String, String> names(Match match) {
        return match instanceof Match.Found found ? found.names() : Map.of();
    }

    private Step passed(Call call, Match match) {
        return switch (match) {
            case Match.Found(Route route, Map<String, String> _) ->
                    route.request() != Void.class && !call.head().json()
                            ? answered(Answer.error(ApiError.UNSUPPORTED_TYPE, Route.Response.JSON))
                            : new Step.Work(() -> done(route, call));
            case Match.OtherMethods(String allowed) ->
                    answered(Answer.error(ApiError.METHOD, allowed).with("Allow", allowed));
            case Match.Nothing() ->
                    call.head().safe() && !call.head().path().startsWith(API)
                            ? new Step.Work(() -> files.answer(call))
                            : answered(WebFiles.nothing(call.head().path()));
        };
    }

    private static Step answered(Answer answer) {
        return new Step.Answered(answer);
    }

    private static Answer done(Route route, Call call) {
        try {
            return route.handler().handle(call);
        } catch (JacksonException e) {
            return Answer.error(ApiError.NOT_JSON, place(e));
        } catch (RouterBusyException e) {
            return Answer.later(ApiError.BUSY, SOON);
        } catch (NotKeptException e) {
            return Answer.error(ApiError.NOT_APPLIED, e.outcome().text(call.locale()));
        } catch (IOException e) {
            Logger.error("not done method={} path={} cause={}", route.method(), route.path(), e);
            return Answer.error(ApiError.INTERNAL);
        } catch (Exception e) {
            Logger.error(e, "not done method={} path={}", route.method(), route.path());
            return Answer.error(ApiError.INTERNAL);
        }
    }

    /** Jackson's own text quotes the body, which may hold a password. */
    private static String place(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
    }
}
