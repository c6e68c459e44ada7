package bauta.control.admin;

import bauta.control.admin.Route.Access;
import bauta.control.admin.Route.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The description of the API, OpenAPI 3.1, made of the routes and the records they speak in. */
final class OpenApi {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    private final JsonSchema schemas = new JsonSchema();
    private final Map<String, Object> tree = new LinkedHashMap<>();

    OpenApi(List<Route> routes, String version) {
        tree.put("openapi", "3.1.0");
        tree.put("info", Map.of("title", "Bauta", "version", version));
        tree.put("security", List.of(Map.of("token", List.of()), Map.of("session", List.of())));
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            operations(paths, route.path())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        tree.put("paths", paths);
        tree.put("components", components());
    }

    /** Returns the document. */
    Map<String, Object> tree() {
        return tree;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> operations(Map<String, Object> paths, String path) {
        return (Map<String, Object>) paths.computeIfAbsent(path, _ -> new LinkedHashMap<>());
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(route));
        operation.put("summary", route.summary());
        if (route.access() == Access.ANYONE) {
            operation.put("security", List.of());
        }
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.request() != Void.class) {
            operation.put(
                    "requestBody",
                    Map.of(
                            "required",
                            true,
                            "content",
                            content(Route.Response.JSON, route.request())));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    /** Method and words of the path in one name, such as {@code postServicesNameStart}. */
    private static String id(Route route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String word : route.path().replace("/api/v1", "").split("[^a-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                id.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return id.toString();
    }

    private static List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        NAME.matcher(route.path())
                .results()
                .map((MatchResult result) -> parameter(result.group(1), "path", "string", "", true))
                .forEach(parameters::add);
        for (Query query : route.queries()) {
            parameters.add(parameter(query.name(), "query", query.type(), query.summary(), false));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(
            String name, String in, String type, String text, boolean required) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put("required", required);
        if (!text.isEmpty()) {
            parameter.put("description", text);
        }
        parameter.put("schema", Map.of("type", type));
        return parameter;
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> done = new LinkedHashMap<>();
        done.put("description", route.response().status() == 204 ? "Done" : route.summary());
        if (!route.response().type().isEmpty()) {
            done.put("content", content(route.response().type(), route.response().document()));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("" + route.response().status(), done);
        responses.put("default", Map.of("$ref", "#/components/responses/NotDone"));
        return responses;
    }

    private Map<String, Object> content(String type, Class<?> document) {
        Map<String, Object> schema =
                document == Void.class
                        ? type.equals(Route.Response.JSON) ? Map.of() : Map.of("type", "string")
                        : schemas.of(document);
        return Map.of(type, Map.of("schema", schema));
    }

    private Map<String, Object> components() {
        Map<String, Object> notDone = new LinkedHashMap<>();
        notDone.put("description", "Not done, with the reason; 422 has every problem instead");
        List<Object> bodies =
                List.of(
                        schemas.of(ApiError.ErrorBody.class),
                        schemas.of(ProblemView.Problems.class));
        notDone.put(
                "content", Map.of(Route.Response.JSON, Map.of("schema", Map.of("anyOf", bodies))));
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("type", "http");
        token.put("scheme", "bearer");
        Map<String, Object> session = new LinkedHashMap<>();
        session.put("type", "apiKey");
        session.put("in", "cookie");
        session.put("name", RequestHead.COOKIE);
        Map<String, Object> schemes = new LinkedHashMap<>();
        schemes.put("token", token);
        schemes.put("session", session);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas.named());
        components.put("responses", Map.of("NotDone", notDone));
        components.put("securitySchemes", schemes);
        return components;
    }
}
