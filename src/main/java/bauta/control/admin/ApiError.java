package bauta.control.admin;

import bauta.control.words.Words;
import java.util.List;
import java.util.Locale;

/**
 * Why a request was not done: the HTTP status and the sentence, {@code api.error.*} of the words.
 */
enum ApiError {
    BAD_REQUEST(400),
    NOT_JSON(400),
    BAD_PARAMETER(400),
    LOG_IN(401),
    WRONG_PASSWORD(401),
    WRONG_ORIGIN(403),
    SET_UP_NEEDED(403),
    NO_SUCH_PAGE(404),
    NO_SUCH_SERVICE(404),
    NO_SUCH_TOKEN(404),
    NO_SUCH_VALUE(404),
    NO_SUCH_FORWARD(404),
    NO_SUCH_MAPPING(404),
    METHOD(405),
    SET_UP_DONE(409),
    NOT_BUILT_SERVICE(409),
    TOKEN_EXISTS(409),
    TOO_MANY_TOKENS(409),
    NOT_APPLIED(409),
    CHANGE_RUNNING(409),
    TOO_LARGE(413),
    UNSUPPORTED_TYPE(415),
    WRONG_HOST(421),
    SHORT_PASSWORD(422),
    LONG_PASSWORD(422),
    TOKEN_NAME(422),
    TOO_MANY_LOG_INS(429),
    INTERNAL(500),
    BUSY(503);

    private final int status;

    ApiError(int status) {
        this.status = status;
    }

    /** Returns the HTTP status that goes with it. */
    int status() {
        return status;
    }

    /** Returns the message id. */
    String id() {
        return "api.error." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns what the client gets to see.
     *
     * @param locale English or Japanese; others get English
     * @param arguments what the sentence speaks of
     */
    ErrorView view(Locale locale, List<?> arguments) {
        List<String> texts = arguments.stream().map(String::valueOf).toList();
        return new ErrorView(id(), texts, Words.text(locale, id(), arguments));
    }

    /**
     * An error as it is sent.
     *
     * @param id message id
     * @param arguments what the sentence speaks of
     * @param text the sentence
     */
    record ErrorView(String id, List<String> arguments, String text) {}

    /**
     * The body that goes with it.
     *
     * @param error the error
     */
    record ErrorBody(ErrorView error) {}
}
