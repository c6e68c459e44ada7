package bauta.control.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that can be asked for: the source of dispatch and of the OpenAPI document.
 *
 * @param method of HTTP
 * @param path a pattern; {@code {name}} stands for one segment
 * @param access who may
 * @param summary for the document
 * @param queries parameters after the question mark
 * @param request the record that the body is read into; {@code Void} for none
 * @param response what the answer is written from; {@code Void} for none
 * @param handler does it, on a virtual thread
 */
record Route(
        String method,
        String path,
        Access access,
        String summary,
        List<Query> queries,
        Class<?> request,
        Response response,
        Handler handler) {
    Route {
        queries = List.copyOf(queries);
    }

    /** Who may. */
    enum Access {
        /** Everybody in the house. */
        ANYONE,
        /** Who has logged in, sends a token, or comes by the Unix socket. */
        ADMIN
    }

    /**
     * A parameter after the question mark.
     *
     * @param name its name
     * @param type its type in JSON Schema
     * @param summary for the document
     */
    record Query(String name, String type, String summary) {}

    /**
     * The answer when all goes well.
     *
     * @param status of HTTP
     * @param type media type
     * @param document what it is written from; {@code Void} for none or for text
     */
    record Response(int status, String type, Class<?> document) {
        static final String JSON = "application/json";
        static final Response NOTHING = new Response(204, "", Void.class);

        static Response json(Class<?> document) {
            return new Response(200, JSON, document);
        }
    }

    /** Does what was asked for. */
    @FunctionalInterface
    interface Handler {
        /**
         * May block; what it throws is answered as our own mistake, JSON trouble as the client's.
         */
        Answer handle(Call call) throws Exception;
    }

    static Route get(String path, String summary, Class<?> document, Handler handler) {
        return new Route(
                "GET",
                path,
                Access.ADMIN,
                summary,
                List.of(),
                Void.class,
                Response.json(document),
                handler);
    }

    static Route of(String method, String path, String summary, Handler handler) {
        return new Route(
                method,
                path,
                Access.ADMIN,
                summary,
                List.of(),
                Void.class,
                Response.NOTHING,
                handler);
    }

    Route forAnyone() {
        return new Route(method, path, Access.ANYONE, summary, queries, request, response, handler);
    }

    Route handledBy(Handler other) {
        return new Route(method, path, access, summary, queries, request, response, other);
    }

    Route takes(Class<?> body) {
        return new Route(method, path, access, summary, queries, body, response, handler);
    }

    Route gives(int status, String type, Class<?> document) {
        return new Route(
                method,
                path,
                access,
                summary,
                queries,
                request,
                new Response(status, type, document),
                handler);
    }

    Route gives(Class<?> document) {
        return gives(200, Response.JSON, document);
    }

    Route query(String name, String type, String text) {
        List<Query> more = new ArrayList<>(queries);
        more.add(new Query(name, type, text));
        return new Route(method, path, access, summary, more, request, response, handler);
    }

    /** Returns what stands for the names of the pattern; empty when the path is another. */
    Optional<Map<String, String>> match(String asked) {
        String[] ours = path.split("/", -1);
        String[] theirs = asked.split("/", -1);
        if (ours.length != theirs.length) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < ours.length; i++) {
            if (ours[i].startsWith("{") && !theirs[i].isEmpty()) {
                names.put(ours[i].substring(1, ours[i].length() - 1), theirs[i]);
            } else if (!ours[i].equals(theirs[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(names);
    }
}
