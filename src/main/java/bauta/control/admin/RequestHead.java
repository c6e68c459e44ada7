package bauta.control.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says before its body.
 *
 * @param method in capitals
 * @param path decoded, without the query
 * @param query first value of each parameter
 * @param headers by name in lower case, of {@link #HEADERS} only; one that came twice is joined by
 *     a comma
 */
record RequestHead(
        String method, String path, Map<String, String> query, Map<String, String> headers) {
    /** The headers that are looked at. */
    static final List<String> HEADERS =
            List.of(
                    "host",
                    "origin",
                    "content-type",
                    "authorization",
                    "cookie",
                    "accept-language",
                    "last-event-id",
                    "if-none-match");

    static final String COOKIE = "bauta-session";
    private static final String BEARER = "bearer ";

    RequestHead {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns whether it asks for nothing to be changed (RFC 9110 section 9.2.1). */
    boolean safe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    boolean json() {
        return header("content-type")
                .map(type -> type.split(";", -1)[0].strip())
                .filter("application/json"::equalsIgnoreCase)
                .isPresent();
    }

    /** Returns the token of {@code Authorization: Bearer} (RFC 6750). */
    Optional<String> bearer() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** Returns the session's token in the cookies (RFC 6265 section 4.2). */
    Optional<String> cookie() {
        return header("cookie").stream()
                .flatMap(all -> Arrays.stream(all.split(";", -1)))
                .map(String::strip)
                .filter(one -> one.startsWith(COOKIE + "="))
                .map(one -> one.substring(COOKIE.length() + 1))
                .findFirst();
    }

    /**
     * Returns the language that the client likes best of those there are (RFC 9110 section 12.5.4).
     */
    Locale locale() {
        try {
            List<Locale.LanguageRange> ranges =
                    Locale.LanguageRange.parse(header("accept-language").orElse("en"));
            Locale best = Locale.lookup(ranges, List.of(Locale.ENGLISH, Locale.JAPANESE));
            return best == null ? Locale.ENGLISH : best;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }
}
