package bauta.control.admin;

import bauta.control.admin.Answer.Body;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * An answer written out.
 *
 * @param status HTTP status
 * @param headers beside those that every answer has
 * @param type media type; empty without a body
 * @param content the body; never changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Reply(int status, Map<String, String> headers, String type, byte[] content) {
    private static final byte[] NOTHING = {};

    static final String OPENER_POLICY = "Cross-Origin-Opener-Policy";

    /** What every answer says to browsers: nothing of elsewhere runs, frames or reads our pages. */
    static final Map<String, String> SECURITY =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " font-src 'self'; connect-src 'self'; form-action 'none';"
                            + " base-uri 'none'; frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "X-Frame-Options",
                    "DENY",
                    "Referrer-Policy",
                    "no-referrer",
                    OPENER_POLICY,
                    "same-origin",
                    "Cross-Origin-Resource-Policy",
                    "same-origin");

    /** Writes an answer out; a stream of events has no end and is no reply. */
    static Reply of(Answer answer, Locale locale) {
        return switch (answer.body()) {
            case Body.Nothing _, Body.Events _ ->
                    new Reply(answer.status(), answer.headers(), "", NOTHING);
            case Body.Bytes(String type, byte[] content) ->
                    new Reply(answer.status(), answer.headers(), type, content);
            case Body.Json(Object document) -> json(answer, document);
            case Body.Failure failure ->
                    json(
                            answer,
                            new ApiError.ErrorBody(
                                    failure.error().view(locale, failure.arguments())));
        };
    }

    private static Reply json(Answer answer, Object document) {
        byte[] content = ApiJson.pretty(document).getBytes(StandardCharsets.UTF_8);
        return new Reply(answer.status(), answer.headers(), Route.Response.JSON, content);
    }
}
